"""Objections to an occurrence: what stands beside it or around it says that it is something else."""

from __future__ import annotations

from functools import cache

from leakwatch.match.spot import Spot
from leakwatch.text import (
    is_digit,
    is_hiragana,
    is_kanji,
    is_katakana,
    is_latin,
    is_word,
    legal_form_behind,
    opens_with_legal_form,
    rows,
)

#: Strength up to which a spelling is made of a reading rather than written by anybody.
READ_ALOUD = 0.8
_LONGEST_FORM = 24
_FORMS_BEFORE = ("株式会社", "有限会社", "合同会社", "(株)", "(有)")
#: Kanji alone, this short, are part of longer words more often than words of their own.
RISKY_KANJI = 2

#: A name in hiragana with as many letters is hardly ever made of the end of one word and another.
LONG_KANA = 6


@cache
def neighbours(of: str, side: str, means: str) -> tuple[str, ...]:
    listed = (row[3] for row in rows("neighbours") if row[:3] == (of, side, means))
    return tuple(word for words in listed for word in words.split())


def in_longer_word(spot: Spot) -> bool:
    """`minamo` in `minamoto`, `7` in `70`: letters and digits go on without a blank."""
    front = is_word(spot.first) and is_word(spot.before)
    back = is_word(spot.last) and is_word(spot.after)
    return front or back


def in_longer_number(spot: Spot) -> bool:
    """`180` in `1.180`, `1180` in `1180.5`: digits go on behind a point."""
    text = spot.page.text
    front = is_digit(spot.first) and spot.before in {".", ","}
    back = is_digit(spot.last) and spot.after in {".", ","}
    return (front and is_digit(text[max(spot.start - 2, 0)])) or (
        back and is_digit(text[spot.end + 1 : spot.end + 2] or " ")
    )


def in_longer_katakana_word(spot: Spot) -> bool:
    """`ミナモ` in `ミナモト`, but not in `プロジェクトミナモ`."""
    front = is_katakana(spot.first) and is_katakana(spot.before)
    back = is_katakana(spot.last) and is_katakana(spot.after)
    return (front and not spot.follows(neighbours("term", "before", "same"))) or (
        back and not spot.precedes(neighbours("term", "after", "same"))
    )


def in_longer_kanji_word(spot: Spot) -> bool:
    """One or two kanji with another one beside them."""
    if len(spot.form) > RISKY_KANJI or not all(map(is_kanji, spot.form)):
        return False
    return is_kanji(spot.before) or is_kanji(spot.after)


def in_longer_hiragana_word(spot: Spot) -> bool:
    """`ひなた` in `おひなた`: behind a particle a word begins; where it ends cannot be told."""
    joined = all(map(is_hiragana, spot.form)) and is_hiragana(spot.before)
    return joined and not spot.follows(neighbours("term", "before", "particle"))


def in_longer_name(spot: Spot) -> bool:
    """`林健` in `小林健` or in `林健太`: a kanji beside a name is a part of another name."""
    front = is_kanji(spot.before) and not spot.follows(neighbours("person", "before", "same"))
    if front or not is_kanji(spot.after):
        return front or _given_name_goes_on(spot)
    return not spot.precedes(neighbours("person", "after", "same"))


def _given_name_goes_on(spot: Spot) -> bool:
    both = is_hiragana(spot.last) and is_hiragana(spot.after)
    return both and not spot.precedes(neighbours("person", "after", "particle"))


def in_longer_kana_name(spot: Spot) -> bool:
    """A name in kana ends where its kana end; an honorific or a particle may follow.

    A particle may stand in front as well where the name is long: `おおのじゅんいち` in
    `私はおおのじゅんいちです`, but not `みきあき` in `のみきあき`.
    """
    return _hiragana_began_before(spot) or _given_name_goes_on(spot)


def _hiragana_began_before(spot: Spot) -> bool:
    joined = is_hiragana(spot.first) and is_hiragana(spot.before)
    told = len(spot.form) >= LONG_KANA and spot.follows(neighbours("term", "before", "particle"))
    return joined and not told


def in_hyphenated_name(spot: Spot) -> bool:
    """`ken ito` in `ken ito-smith`, but not in `ken ito-san`."""
    rest = spot.page.text[spot.end + 1 : spot.end + 2]
    joined = spot.after == "-" and is_latin(rest or " ")
    return joined and not spot.precedes(neighbours("person", "after", "title"))


def in_other_company(spot: Spot) -> bool:
    """`蒼嶺` in `蒼嶺工業`: the name goes on and becomes somebody else's."""
    return spot.precedes(neighbours("company", "after", "other"))


def in_line_above(spot: Spot) -> bool:
    """`株式会社` at the end of one line and our name on the next: that form is somebody else's."""
    form = next((each for each in _FORMS_BEFORE if spot.form.startswith(each)), "")
    named = is_kanji(spot.before) or is_katakana(spot.before) or is_word(spot.before)
    return bool(form) and named and spot.page.parted(spot.start + len(form))


def in_whole_name(spot: Spot) -> bool:
    """`株式会社蒼嶺`, `SRC Inc.`: a short form beside a legal form is the whole name of another company."""
    rest = spot.page.text[spot.end : spot.end + _LONGEST_FORM]
    return (
        spot.follows(_FORMS_BEFORE)
        or spot.precedes(_FORMS_BEFORE)
        or (spot.form.isascii() and opens_with_legal_form(rest))
    )


def in_address(spot: Spot) -> bool:
    """A name written as one word that goes on as a host name: that is for the domains to say."""
    rest = spot.page.text[spot.end + 1 : spot.end + 2]
    return spot.form.isascii() and spot.after == "." and is_word(rest or " ")


def in_word_around_alias(spot: Spot) -> bool:
    """A short form counts only by itself or beside a word that companies have about them."""
    return _alias_goes_on(spot) or _alias_began_before(spot)


def _alias_goes_on(spot: Spot) -> bool:
    joined = is_kanji(spot.after) or is_katakana(spot.after)
    return joined and not spot.precedes(neighbours("company", "after", "same"))


def _alias_began_before(spot: Spot) -> bool:
    joined = is_kanji(spot.before) if is_kanji(spot.first) else is_katakana(spot.before)
    return joined and not spot.follows(neighbours("company", "before", "same"))


def in_longer_known_name(spot: Spot) -> bool:
    """Within a full name of the group: the longer one is the better reason."""
    return spot.page.covers_company(spot.start, spot.end)


def in_longer_latin_company(spot: Spot) -> bool:
    """`scx` in `SCX Motors Inc.`: capitals go on until a legal form, and it is another company."""
    if not spot.form.isascii():
        return False
    rest = legal_form_behind(spot.page.text, spot.end)
    words = spot.page.folded.quote(spot.end, rest).split() if rest else []
    return bool(words) and all(word[0].isupper() or word[0].isdigit() for word in words)


def in_longer_reading(spot: Spot) -> bool:
    """`sorei denki` in `Sorei Denki Shokai Co., Ltd.`: a reading that goes on is another company's."""
    return spot.variant.strength <= READ_ALOUD and in_longer_latin_company(spot)


def in_longer_place(spot: Spot) -> bool:
    """`京都` in `東京都`, `滋賀` in `滋賀大学`."""
    if spot.precedes(neighbours("place", "after", "other")):
        return True
    if not (is_kanji(spot.first) and is_kanji(spot.before)):
        return False
    if spot.start in spot.page.company_ends:
        return False
    return not spot.follows(neighbours("place", "before", "same"))


def in_other_division(spot: Spot) -> bool:
    """`調達部` in `調達部品`."""
    return spot.precedes(neighbours("division", "after", "other"))


def in_other_domain(spot: Spot) -> bool:
    """`x.example` in `max.example` or `x.example.net`; subdomains and addresses are ours."""
    front = is_word(spot.before) or spot.before in {"-", "_"}
    rest = spot.page.text[spot.end + 1 : spot.end + 2]
    back = is_word(spot.after) or spot.after in {"-", "_"}
    return front or back or (spot.after == "." and is_word(rest or " "))


def in_trap_word(spot: Spot) -> bool:
    """Within one of the words the watchlist lists under `not_in`."""
    return spot.page.trapped(spot.variant.entry, spot.start, spot.end)


def without_context(spot: Spot) -> bool:
    """The entry asks for a context word, and none is near or in the same field."""
    return spot.variant.context and not spot.page.has_context(
        spot.variant.entry, spot.start, spot.end
    )
