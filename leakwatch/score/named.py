"""What on a page names an employer: a company outright, or what fills the place for one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakwatch.match import Mention, Sentence
from leakwatch.score.wording import undisclosed
from leakwatch.text import has_legal_form, prefectures_of

#: No company is called longer; such a field tells about one.
_LONGEST_NAME = 40

#: A company by its legal form, whoever it is. Folded text.
COMPANY = re.compile(
    r"(?:株式会社|有限会社|合同会社|\(株\)|\(有\))[^\s、。,()「」/|・:]{1,20}|[^\s、。,()「」/|・:はがのをにで]{1,20}(?:株式会社|有限会社|合同会社|\(株\)|\(有\)|大学)"
    r"|(?:[a-z0-9&.'-]+,? ){1,5}(?:co\.?, ?ltd\.?|inc\.?|corp\.?|corporation|limited|ltd\.?|llc|gmbh)(?![a-z])"
)
_OPEN = r"(?:19|20)\d\d[年./]?\d{0,2}月? ?[-–~] ?(?:現在|現職|至今|present|now|current|today)"
_SINCE_BEHIND = re.compile(rf"[ (,]*{_OPEN}")
_SINCE_BEFORE = re.compile(rf"{_OPEN}[ ):,]*$")
#: `2001 - 2005`, `2001年4月〜2005年3月`.
_PAST = re.compile(r"\W*(?:19|20)\d\d[年./]?\d{0,2}月?\W{1,3}(?:19|20)\d\d")
#: What sentences hold and lines that name a company do not.
_SPOKEN = re.compile(
    r"[。!?;]|[にでをはが](?:て|は|も|は、)?[一-鿿ァ-ヺぁ-ん]|(?<!\b[a-z])(?<!\bco)(?<!\b[md]r)(?<!\bms)\. [a-z]|\b(?:of|with|at|for|by|from|is|was)\b"
)
_VERB = re.compile(
    r"(?:i|my|the|we|at|for|by|left|joined|works?|working|currently|employed|formerly)\b"
)
#: What every company of `COMPANY` holds. To see it missing takes a twentieth of the time.
_FORM = re.compile(
    r"株式会社|有限会社|合同会社|\(株\)|\(有\)|大学|co|inc|corp|limited|ltd|llc|gmbh"
)
#: Between the name of a person and that of an employer on one line.
_BESIDE_NAME = re.compile(r" ?[/|(@、,](?! ?(?:co|ltd|inc|llc)\b|\(?株|\(?有) ?")
#: What a field says in place of a name: a trade, a size.
_UNNAMED = re.compile(
    r"メーカー|業界|業$|系$|大手|企業$|会社$|会社員|勤務|社員|^\W*\d|(?:部門?|課|室|係|本部)$|\b(?:department|division|dept|team)\.?$|manufacturer|maker|-based\b|\bpeople\b|headcount|\blisted\b|industry|sector"
    r"|\b(?:company|firm|business|employee|corporate)\b"
)


def names_employer(line: str, *, anyway: bool = False, behind: bool = False) -> bool:
    """A company and nothing else on the line, or behind a name there (`A. Sato / X Inc.`).

    It is one by its legal form; `anyway` says that it is known to be one. `Fine chemicals company`
    describes one. `behind` asks for a name in front of it.
    """
    *before, last = _BESIDE_NAME.split(line.strip())
    last = last.removesuffix(")") if "(" not in last else last
    short = (
        behind <= len(before) <= 1 and len(line) <= 2 * _LONGEST_NAME and not _SPOKEN.search(line)
    )
    if not short or anyway:
        return short
    return not last.endswith("company") and has_legal_form(last.strip())


def opens_with_company(line: str) -> bool:
    """A company by its legal form, with a division or title behind it on a short line."""
    match = COMPANY.match(line) if len(line) <= 2 * _LONGEST_NAME else None
    return match is not None and not _SPOKEN.search(line) and not _VERB.match(line)


def companies_in(text: str) -> Iterator[re.Match[str]]:
    """Every company by its legal form; most sentences name none."""
    return COMPANY.finditer(text) if _FORM.search(text) else iter(())


def may_be_unnamed(text: str) -> bool:
    """Whether `text` says a trade, a size or a kind of post in place of a company."""
    return _UNNAMED.search(text) is not None


def past(line: str) -> bool:
    """Whether a period with an end opens the line: what follows is where somebody worked."""
    return _PAST.match(line) is not None


def since(mention: Mention) -> bool:
    """Whether an open period stands right before or behind a name: `2020年4月 - 現在`."""
    return bool(_SINCE_BEHIND.match(mention.after) or _SINCE_BEFORE.search(mention.before))


def ends_line(rest: str) -> bool:
    """Whether nothing but a closing bracket follows."""
    return not rest.strip(" )]」】")


def fills_in(sentence: Sentence) -> bool:
    """Whether what stands under a label for the employer may be the name of one."""
    text = sentence.text.strip(" .。")
    return (
        1 < len(text) <= _LONGEST_NAME
        and not undisclosed(text)
        and not _SPOKEN.search(sentence.text)
        and not _UNNAMED.search(text)
        and not prefectures_of(text)
    )
