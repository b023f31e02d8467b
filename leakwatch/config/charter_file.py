"""`charter.yaml` as a file: read for itself, looked over, and written once with its comments."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leakwatch.config.charter import charter_state, complete_charter, missing_charter
from leakwatch.config.checks import secrets
from leakwatch.config.mistakes import ConfigMistakes, Mistake, Notice
from leakwatch.config.schema.charter import CharterFile
from leakwatch.config.violations import validated
from leakwatch.config.yaml_file import Document, parse_document, read_document
from leakwatch.errors import N_, ConfigError, UsageError
from leakwatch.models import Charter, CharterState, Reviewer

FILE = "charter.yaml"
_MODE = 0o600

#: What a charter ought to say besides what the gate asks for, and why.
_ADVISED: Mapping[str, str] = {
    "scope": N_("scope is empty: say what is watched and what is not"),
    "authority": N_("authority is empty: say who decided it, when, and where it says so"),
    "notice": N_("notice is empty: keep the text of what the staff was told"),
    "consultation": N_(
        "consultation is empty: say with which union or representatives it was discussed, and how"
        " that ended"
    ),
    "consulted_on": N_("consulted_on is empty: say when it was discussed"),
}

#: Each key with the comment that stands above it.
_COMMENTS: Mapping[str, str] = {
    "purpose": "Why people are watched at all. / 目的",
    "scope": "What is watched, and what is not: people, places, times. / 監視の範囲と範囲外",
    "legal_basis": "Work rules, agreement or law that allows it, with its number. / 根拠(就業規則の条項など)",
    "authority": "Who decided it, when, and where it says so. / 決定機関・決定日・文書番号",
    "responsible": "Who answers for it, and who stands in: two people. / 責任者と代理(別の人)",
    "deputy": "",
    "retention_days": "Days after which closed findings about people are deleted. / 保存日数",
    "notice_date": "When the staff was told, as YYYY-MM-DD. / 従業員への通知日",
    "notice": "What the staff was told, in full. / 通知の本文",
    "consultation": "Union or representatives it was discussed with, and how that ended. / 労働組合・従業員代表との協議とその結果",
    "consulted_on": "When that was, as YYYY-MM-DD. / 協議日",
    "valid_until": "Last day on which this charter holds, as YYYY-MM-DD. / 有効期限",
    "seals_captures": "Whether a page is kept sealed before anybody confirmed the finding. / 確認前の封印保全を認めるか",
    "names_readers": "Whether awareness lists by name who has read. / 周知の既読者を氏名で示してよいか",
    "groups": "Who is watched for what, and until when; the roster names a group by its id. / 監視対象グループ",
}
_HEADING = """\
# The charter: without it nobody is watched by name; everything else runs.
# Written by leakwatch charter init; leakwatch charter check says what is still missing.
# 個人名での監視に必要な根拠です。空欄・期限切れの間、個人は照合の対象になりません。
"""
_EXAMPLE = """\
#  - id: firing
#    reason: "knows the firing conditions / 焼成条件を知る立場"
#    until: 2027-03-31
#    approved_by: REVIEWER_ID
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterRead:
    file: str  #: as messages name it
    written: CharterFile | None  #: None where there is no file
    state: CharterState

    @property
    def charter(self) -> Charter | None:
        """What it says once it is complete, expired or not."""
        return None if self.written is None else complete_charter(self.written)

    @property
    def empty(self) -> bool:
        """Nothing is filled in: missing, or the starter as it comes."""
        return self.written is None or self.written == CharterFile()


def read_charter(directory: Path, *, today: date) -> CharterRead:
    """The charter of `directory`, whatever is wrong with other files. Raises ConfigMistakes."""
    read, mistakes = examine_charter(directory, today=today)
    if mistakes:
        raise ConfigMistakes(mistakes)
    return read


def examine_charter(directory: Path, *, today: date) -> tuple[CharterRead, tuple[Mistake, ...]]:
    """The charter of `directory` as far as it can be read, and every mistake in it."""
    name = f"{directory.name}/{FILE}"
    if not (directory / FILE).exists():
        return CharterRead(file=name, written=None, state=missing_charter(name)), ()
    document, mistakes = read_document(directory / FILE, name=name)
    return _examined(document, mistakes, today)


def charter_gaps(
    written: CharterFile, *, reviewers: Iterable[Reviewer], today: date
) -> tuple[Notice, ...]:
    """What a charter lacks that the gate does not ask for."""
    known = {one.id for one in reviewers}
    gaps = [Notice(message=said) for key, said in _ADVISED.items() if not getattr(written, key)]
    if written.consulted_on is not None and written.consulted_on > today:
        gaps.append(
            Notice(
                message=N_("consulted_on {day} is still to come"),
                values={"day": written.consulted_on},
            )
        )
    for group in written.groups:
        values = {"group": group.id, "until": group.until, "reviewer": group.approved_by}
        if group.until < today:
            message = N_(
                "group {group} ended on {until}: its people are not watched; renew or remove it"
            )
            gaps.append(Notice(message=message, values=values))
        if known and group.approved_by not in known:
            message = N_("group {group}: {reviewer}, who approved it, is not in reviewers.yaml")
            gaps.append(Notice(message=message, values=values))
    return tuple(gaps)


def write_charter(directory: Path, values: Mapping[str, object], *, today: date) -> CharterRead:
    """Write a commented charter with `values` by key; an empty one is replaced.

    Raises UsageError when one is there that says something, ConfigMistakes for values that are none.
    """
    before = read_charter(directory, today=today)
    if not before.empty:
        raise UsageError(
            N_(
                "{file} says something already: change it there; leakwatch charter check looks"
                " it over"
            ),
            file=before.file,
        )
    text = _text(values)
    read, mistakes = _examined(*parse_document(text, name=before.file), today)
    if mistakes:
        raise ConfigMistakes(mistakes)
    path = directory / FILE
    try:
        # written beside and moved over: a charter is never half there
        beside = path.with_name(f".{FILE}.new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(path)
    except OSError as error:
        raise ConfigError(
            N_("{directory} cannot be written ({reason})"),
            directory=path,
            reason=error.strerror or type(error).__name__,
        ) from error
    return read


def _examined(
    document: Document, mistakes: Iterable[Mistake], today: date
) -> tuple[CharterRead, tuple[Mistake, ...]]:
    written, found = CharterFile(), [*mistakes]
    if document.data is not None:  # else empty on purpose, or not YAML
        valid, violations = validated(document, CharterFile)
        found += [*violations, *secrets(document), *_double_groups(document)]
        written = valid or written
    state = charter_state(written, file=document.file, today=today)
    return CharterRead(file=document.file, written=written, state=state), tuple(found)


def _double_groups(document: Document) -> Iterator[Mistake]:
    seen: set[object] = set()
    for path, entry in document.entries("groups"):
        if entry.get("id") in seen:
            yield document.mistake(
                (*path, "id"), N_("there are two groups of this id: give one another")
            )
        seen.add(entry.get("id"))


def _text(values: Mapping[str, object]) -> str:
    lines = [_HEADING]
    for key, comment in _COMMENTS.items():
        if comment:
            lines.append(f"\n# {comment}\n")
        lines.append(f"{key}: {_scalar(values.get(key))}".rstrip() + "\n")
        if key == "groups":
            lines.append(_EXAMPLE)
    return "".join(lines)


def _scalar(value: object) -> str:
    """JSON text is YAML text, whatever somebody typed."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
