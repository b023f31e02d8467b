"""What a forwarded mail answers, platform by platform; what is not plain is left to a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo

from leakwatch.casework.answer_words import ASIDE, COUNTED, OPEN, SENTENCES, SPELLED
from leakwatch.casework.answers import AnswersRead, Undecided
from leakwatch.casework.campaign_lines import check_answer, check_day
from leakwatch.casework.mail_parts import Message, read_messages
from leakwatch.casework.platform_names import PlatformNames
from leakwatch.config import Phrase
from leakwatch.errors import N_, UsageError
from leakwatch.models import AnswerKind, Campaign, LineAnswer
from leakwatch.text import fold_key, numbers_in

_KINDS = {
    kind: tuple(re.compile(pattern, re.ASCII) for pattern in patterns)
    for kind, patterns in SENTENCES.items()
}
_COUNTED = tuple(re.compile(pattern, re.ASCII) for pattern in COUNTED)
_OPEN = tuple(re.compile(pattern, re.ASCII) for pattern in OPEN)
_ASIDE = tuple(re.compile(pattern, re.ASCII) for pattern in ASIDE)
_WORDLESS = N_("no answer can be read in it")
_SENTENCE = re.compile(r"(?<=[。！？!?])|\n|(?<=[a-z0-9]\.)\s")


def read_mail(
    body: bytes,
    *,
    file: str,
    campaign: Campaign,
    names: PlatformNames,
    today: date,
    zone: tzinfo,
    own: Collection[str] = (),
) -> AnswersRead:
    """The answers in a mail (.eml) and in the mails within it; `own` are our own mail domains.

    Raises UsageError when it is no mail.
    """
    reading = _Reading(campaign=campaign, names=names, today=today)
    messages = read_messages(body, file=file, zone=zone)
    for message in messages:
        # what we wrote ourselves may still pass on what others said
        mine = _belongs(message.sender, own)
        reading.message(message, mine=mine)
    return reading.result(unread=sum(message.unread for message in messages))


def _belongs(address: str, domains: Collection[str]) -> bool:
    host = address.rpartition("@")[2]
    return any(host == domain or host.endswith("." + domain) for domain in domains if domain)


@dataclass(frozen=True, slots=True)
class _Claim:
    kind: AnswerKind
    count: int | None = None


@dataclass
class _Reading:
    campaign: Campaign
    names: PlatformNames
    today: date
    found: dict[str, list[LineAnswer]] = field(default_factory=dict)
    undecided: list[Undecided] = field(default_factory=list)
    wordless: dict[str, str] = field(default_factory=dict)  #: named, and nothing said of it
    own: int = 0

    def message(self, message: Message, *, mine: bool) -> None:
        if self._foreign(message):
            return
        blocks = list(self._blocks(message.text))
        if len(blocks) > 1:
            for number, (platforms, text) in enumerate(blocks, start=1):
                self._block(f"{message.place}.{number}", platforms, text, message)
            return
        named = blocks[0][0] if blocks else frozenset()
        platforms = self._whose(message, named)
        if mine and (not named or all(aside for _, aside in _claims(message.text))):
            self.own += bool(message.text.strip())
            return
        if not platforms:
            self._without_platform(message)
            return
        self._block(message.place, platforms, message.text, message)

    def _foreign(self, message: Message) -> bool:
        """Whether a mail bears labels of other campaigns alone: it answers those."""
        text = f"{message.subject}\n{message.text}"
        foreign = self.names.foreign_labels(text)
        if not foreign or self.names.by_label(text):
            return False
        why = Phrase(
            N_("it bears {labels}, which {campaign} does not ask"),
            {"labels": ", ".join(sorted(foreign)), "campaign": self.campaign.label},
        )
        self.undecided.append(Undecided(place=message.place, why=why))
        return True

    def _whose(self, message: Message, named: frozenset[str]) -> frozenset[str]:
        """By what the message itself says; the label and the sender decide between names."""
        signs = [
            self.names.by_label(f"{message.subject}\n{message.text}"),
            self.names.by_address(message.sender),
            named or self.names.within(fold_key(message.subject)),
            self.names.by_label(message.quoted),
        ]
        signs = [one for one in signs if one]
        if not signs:
            return frozenset()
        common = signs[0].intersection(*signs[1:])
        return common or frozenset().union(*signs)

    def _blocks(self, text: str) -> Iterator[tuple[frozenset[str], str]]:
        """A text by the platforms its lines name: each goes on until another one is named."""
        current: frozenset[str] = frozenset()
        lines: list[str] = []
        for line in text.splitlines():
            named = self.names.by_label(line) or self.names.within(fold_key(line))
            if named and named != current:
                if current:
                    yield current, "\n".join(lines)
                current, lines = named, []
            lines.append(line)
        if current:
            yield current, "\n".join(lines)

    def _without_platform(self, message: Message) -> None:
        if not _claims(message.text):
            self.own += bool(message.text.strip())  # a covering note: no platform, no answer
            return
        why = Phrase(N_("an answer that names no platform of the campaign"))
        self.undecided.append(Undecided(place=message.place, why=why))

    def _block(self, place: str, platforms: frozenset[str], text: str, message: Message) -> None:
        claims = _claims(text)
        if not claims and not _is_open(text):
            self.wordless |= dict.fromkeys(platforms, place)
            return
        said = _decided(text, claims)
        if len(platforms) != 1:
            why = Phrase(N_("it is not clear which of them it is about"))
        elif isinstance(said, Phrase):
            why = said
        elif (problem := self._take(next(iter(platforms)), said, message.on)) is not None:
            why = problem
        else:
            return
        self.undecided.append(Undecided(place=place, platforms=tuple(sorted(platforms)), why=why))

    def _take(self, platform: str, said: _Claim, on: date | None) -> Phrase | None:
        """Note an answer; why not, when it cannot be."""
        if on is None:
            return Phrase(N_("the mail bears no day that can be read"))
        answer = LineAnswer(platform=platform, kind=said.kind, count=said.count, on=on)
        line = self.campaign.line(platform)
        assert line is not None
        label = self.campaign.line_label(platform)
        if line.sent_on is None:
            return Phrase(N_("{label} was never asked"), {"label": label})
        try:
            check_answer(answer, label=label)
            check_day(on, asked=line.sent_on, today=self.today, label=label)
        except UsageError as error:
            return Phrase(error.message, error.values)
        self.found.setdefault(platform, []).append(answer)
        return None

    def result(self, *, unread: int) -> AnswersRead:
        """One answer for each platform; two that differ, or one beside a doubt, are none."""
        told = {*self.found, *(name for one in self.undecided for name in one.platforms)}
        self.undecided += [
            Undecided(place=place, platforms=(platform,), why=Phrase(_WORDLESS))
            for platform, place in self.wordless.items()
            if platform not in told
        ]
        doubted = {platform for one in self.undecided for platform in one.platforms}
        answers = []
        for platform, found in self.found.items():
            same = {(one.kind, one.count) for one in found}
            if len(same) == 1 and platform not in doubted:
                answers.append(replace(found[0], on=max(one.on for one in found)))
                continue
            why = (
                Phrase(N_("several passages give several answers"))
                if len(same) > 1
                else Phrase(N_("another passage about it is not plain"))
            )
            self.undecided.append(Undecided(place="-", platforms=(platform,), why=why))
        return AnswersRead(
            answers=tuple(answers), undecided=tuple(self.undecided), own=self.own, unread=unread
        )


def _decided(text: str, claims: Sequence[tuple[_Claim, bool]]) -> _Claim | Phrase:
    """What a passage answers, or why that is not plain."""
    if _is_open(text):
        return Phrase(N_("it speaks of something open, of about how many, or of later"))
    if any(conditional for _, conditional in claims):
        return Phrase(N_("it speaks of a condition, or asks something"))
    kinds = {claim.kind for claim, _ in claims}
    counts = {claim.count for claim, _ in claims if claim.count is not None}
    if len(counts) > 1:
        return Phrase(N_("it holds several numbers of people"))
    if kinds == {AnswerKind.RELAYED, AnswerKind.NUMBER}:
        kinds = {AnswerKind.RELAYED}
    if len(kinds) > 1:
        return Phrase(N_("it says several things that do not go together"))
    return _Claim(next(iter(kinds)), next(iter(counts), None))


def _is_open(text: str) -> bool:
    whole = fold_key(text)
    return any(pattern.search(whole) for pattern in _OPEN)


def _claims(text: str) -> list[tuple[_Claim, bool]]:
    """What each sentence claims, and whether under a condition.

    Lines are read one by one, as in lists; where that says less than the text as a whole, with its
    wrapped lines joined, the whole counts.
    """
    whole = list(_claimed(fold_key(text)))
    lines = [claim for line in text.splitlines() for claim in _claimed(fold_key(line))]
    same = {claim for claim, _ in lines} == {claim for claim, _ in whole}
    return lines if same else whole


def _claimed(folded: str) -> Iterator[tuple[_Claim, bool]]:
    for sentence in _SENTENCE.split(folded):
        aside = any(pattern.search(sentence) for pattern in _ASIDE)
        kinds = {
            kind
            for kind, patterns in _KINDS.items()
            if any(pattern.search(sentence) for pattern in patterns)
        }
        for count in _counts(sentence):
            if count:
                yield _Claim(AnswerKind.NUMBER, count), aside
            else:
                kinds.add(AnswerKind.NONE)
        for kind in kinds:
            yield _Claim(kind), aside


def _counts(sentence: str) -> Iterator[int]:
    for pattern in _COUNTED:
        for match in pattern.finditer(sentence):
            written = match["count"]
            if written in SPELLED:
                yield SPELLED[written]
                continue
            yield from (int(number.value) for number in numbers_in(written))
