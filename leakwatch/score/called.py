"""Whom a page may mean that gives a surname or initials in place of a name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from leakwatch.match import Sentence
from leakwatch.models import Person
from leakwatch.score.remembered import by_identity
from leakwatch.text import fold_key, hiragana, katakana, romanised

#: A heading that is one stands among the first lines.
_TOP = 12
_COURTESY = re.compile(r" ?(?:さん|氏|様|さま|san|@.*|[(\[].*)$|^(?:mr|ms|mrs|dr)\.? ?")
_INITIALS = re.compile(r"([a-z])\. ?([a-z])\.?")


def called(
    sentences: Iterable[Sentence], people: tuple[Person, ...], *, initials: bool
) -> frozenset[str] | None:
    """Roster ids of those who bear the surname that stands in place of a name; None without any.

    Initials are as invented as any other pen name where the page hides its writer's employer; where
    it names the employer (`initials`) they tell.
    """
    for place, sentence in enumerate(sentences):
        top = place < _TOP and not sentence.label and sentence.alone
        if not (top or sentence.label == "name"):
            continue
        said = _COURTESY.sub("", sentence.text.strip())
        letters = _INITIALS.fullmatch(said)
        if letters:
            said = ".".join(sorted(letters.groups())) if initials else ""
        found = _index(people).get(said)
        if found:
            return found
    return None


@by_identity
def _index(people: tuple[Person, ...]) -> Mapping[str, frozenset[str]]:
    """Surnames as written, in kana and in Latin letters, and both initials in alphabetical order."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for person in people:
        for said in _sayings(person):
            found[said].add(person.id)
    return {said: frozenset(ids) for said, ids in found.items()}


def _sayings(person: Person) -> Iterator[str]:
    yield fold_key(person.surname)
    for surname, given in ((person.surname_kana, person.given_kana), *person.guessed_kana):
        if surname:
            latin = romanised(surname)
            yield from (fold_key(hiragana(surname)), fold_key(katakana(surname)))
            yield from latin
            firsts = {each[:1] for each in romanised(given or "")}
            yield from {".".join(sorted((each[:1], first))) for each in latin for first in firsts}
