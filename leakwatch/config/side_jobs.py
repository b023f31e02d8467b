"""Approved side jobs as a CSV or typed one by one: what is wrong with each is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leakwatch.config import addresses
from leakwatch.config.headed_rows import HeadedRows, table_text
from leakwatch.config.mistakes import ConfigMistakes, Mistake, TableMistakes, nearest
from leakwatch.errors import N_
from leakwatch.models import (
    APPROVERS,
    CONFIDENTIAL,
    Reviewer,
    SideJobTerms,
    Watchlist,
    same_person,
)

#: Column → other headings it may have.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": ("対象者", "社員番号", "社員ID", "番号", "id"),
    "platform": ("プラットフォーム", "媒体", "サイト", "掲載先"),
    "topics": ("テーマ", "分野", "内容", "業務内容"),
    "from": ("開始日", "開始", "許可開始日"),
    "until": ("終了日", "終了", "期限", "許可期限"),
    "approver": ("承認者", "許可者"),
    "reason": ("理由", "備考"),
}
_REQUIRED = ("person", "platform", "from", "until", "approver")
_TOPICS = re.compile(r"[;/|、,]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What an entry of the register may name."""

    people: frozenset[str]  #: roster ids
    reviewers: tuple[Reviewer, ...]
    sources: frozenset[str]  #: names of definitions
    watchlist: Watchlist
    today: date


def read_side_jobs(path: Path, known: Register, *, actor: Reviewer) -> tuple[SideJobTerms, ...]:
    """All of the file, entered by `actor`. Raises ConfigMistakes with every bad row."""
    table = HeadedRows(file=str(path), columns=COLUMNS, required=_REQUIRED)
    entered: dict[SideJobTerms, int] = {}
    for line, cells in table.rows(table_text(path)):
        terms = _terms(table, line, cells)
        if terms is None:
            continue
        for one in _problems(terms, known, actor):
            table.note(
                line, one.column, one.message, near=one.near, remedy=one.remedy, **one.values
            )
        if terms in entered:
            message = N_("this row says the same as line {first}")
            table.note(line, "", message, first=entered[terms])
        entered.setdefault(terms, line)
    if table.mistakes:
        raise TableMistakes(table.mistakes)
    return tuple(entered)


def checked_side_job(terms: SideJobTerms, known: Register, *, actor: Reviewer) -> SideJobTerms:
    """`terms` as typed by `actor`. Raises ConfigMistakes that name the options."""
    mistakes = [
        Mistake(
            file="leakwatch side-jobs add",
            line=None,
            key=f"--{one.column}",
            message=one.message,
            values=one.values,
            nearest=one.near,
            remedy=one.remedy,
        )
        for one in _problems(terms, known, actor)
    ]
    if mistakes:
        raise ConfigMistakes(mistakes)
    return terms


def split_topics(text: str) -> tuple[str, ...]:
    """Topics of one cell or option: parted by ; / | or a comma."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, _TOPICS.split(text)))))


@dataclass(frozen=True, slots=True)
class _Problem:
    column: str
    message: str
    values: Mapping[str, object]
    near: str | None = None
    remedy: str | None = None


def _terms(table: HeadedRows, line: int, cells: Mapping[str, str]) -> SideJobTerms | None:
    before = len(table.mistakes)
    begins, ends = (table.day(line, cells, column) for column in ("from", "until"))
    for column in _REQUIRED:
        if column in cells and not cells[column]:
            table.note(line, column, N_("this cell is empty"))
    if len(table.mistakes) > before or begins is None or ends is None:
        return None
    return SideJobTerms(
        person=cells.get("person", ""),
        platform=cells.get("platform", ""),
        topics=split_topics(cells.get("topics", "")),
        begins=begins,
        ends=ends,
        approver=cells.get("approver", ""),
        reason=cells.get("reason", ""),
    )


def _problems(terms: SideJobTerms, known: Register, actor: Reviewer) -> Iterator[_Problem]:
    if terms.person not in known.people:
        # what stands there may be a name: it is not repeated
        yield _Problem(
            "person", N_("nobody on the roster has this id"), {}, remedy=N_("write the roster id")
        )
    elif actor.roster_id == terms.person:
        message = N_("this is about yourself: somebody else has to enter it")
        yield _Problem("person", message, {})
    if terms.platform not in known.sources and not addresses.is_domain(terms.platform.lower()):
        yield _Problem(
            "platform",
            N_("expected the name of a source, or a domain such as {example}"),
            {"example": "example.com"},
            near=nearest(terms.platform, known.sources),
        )
    yield from _dates(terms, known.today)
    yield from _topics(terms, known.watchlist)
    yield from _approver(terms, known, actor)


def _dates(terms: SideJobTerms, today: date) -> Iterator[_Problem]:
    if terms.ends < terms.begins:
        values = {"until": terms.ends, "from": terms.begins}
        yield _Problem("until", N_("{until} is before {from}"), values)
    elif terms.ends < today:
        yield _Problem(
            "until",
            N_("{until} is over: it would settle nothing"),
            {"until": terms.ends},
            remedy=N_("write a day to come, or leave it out"),
        )


def _topics(terms: SideJobTerms, watchlist: Watchlist) -> Iterator[_Problem]:
    internal = {term.id: term for term in watchlist.terms if term.sensitivity >= CONFIDENTIAL}
    texts = {term.text.casefold(): term.id for term in internal.values()}
    for topic in terms.topics:
        term = topic if topic in internal else texts.get(topic.casefold())
        if term is not None:
            yield _Problem(
                "topics",
                N_("{term} is internal or secret: no side job may be about it"),
                {"term": term},
                remedy=N_("leave it out, or have its sensitivity looked at again"),
            )


def _approver(terms: SideJobTerms, known: Register, actor: Reviewer) -> Iterator[_Problem]:
    approver = next((one for one in known.reviewers if one.id == terms.approver), None)
    ids = [one.id for one in known.reviewers if one.role in APPROVERS and one.active(known.today)]
    if approver is None or not approver.active(known.today):
        yield _Problem(
            "approver",
            N_("no reviewer of this id is in office; those who may approve: {known}"),
            {"known": ", ".join(ids) or "-"},
            near=nearest(terms.approver, ids),
        )
    elif approver.role not in APPROVERS:
        message = N_("{approver} may not approve side jobs; those who may: {known}")
        values = {"approver": approver.id, "known": ", ".join(ids) or "-"}
        yield _Problem("approver", message, values)
    elif approver.roster_id is not None and approver.roster_id == terms.person:
        yield _Problem(
            "approver",
            N_("{approver} would approve his own side job: name somebody else"),
            {"approver": approver.id},
        )
    elif same_person(approver, actor):
        yield _Problem(
            "approver",
            N_("{approver} enters it himself: somebody else has to approve it, or enter it"),
            {"approver": approver.id},
        )
