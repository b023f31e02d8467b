"""The text of a table, in whichever encoding it was saved: its own headings tell which."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from leakwatch.casework.answer_values import column_of
from leakwatch.casework.answers import AnswersRefused
from leakwatch.config import Mistake
from leakwatch.errors import N_, BrokenDocument
from leakwatch.extract import read_rows

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: Tried in this order where no mark says it; each is strict about what it takes.
_ENCODINGS = ("utf-8", "iso2022_jp", "cp932", "euc_jp", "shift_jis_2004", "euc_jis_2004")
_WIDE = ("utf-16-le", "utf-16-be")
_DELIMITERS = ",;\t|"
_LOST = "\ufffd"
#: Escape sequences of ISO-2022-JP, which are ASCII to every other encoding.
_ESCAPE = b"\x1b"
_SAVE = N_("save it as CSV in UTF-8")
#: Rows before the heading line: titles that companies put over their tables.
_MOST_BEFORE = 10


def table_text(body: bytes, *, file: str) -> tuple[str, str]:
    """The text and its encoding. Raises AnswersRefused when it cannot be told which it is."""
    readings = list(_readings(body))
    if not readings:
        raise _refused(
            file, None, N_("this is no text: neither UTF-8, Shift_JIS, EUC-JP nor UTF-16")
        )
    best = max(score for score, _, _ in readings)
    text, encoding = next((text, name) for score, text, name in readings if score == best)
    others = {other for score, other, _ in readings if score == best}
    if best == 0 and len(others) > 1:
        raise _refused(
            file,
            None,
            N_("its encoding cannot be told: no reading shows a heading that is known"),
        )
    for line, row in enumerate(text.split("\n"), start=1):
        if _LOST in row:
            message = N_("a character was lost here before the file was saved (U+FFFD)")
            raise _refused(file, line, message)
    return text, encoding


def delimiter_of(text: str) -> str:
    """The sign that parts the most known headings of a line among the first ones."""
    heads = text.split("\n")[:_MOST_BEFORE]
    return max(
        _DELIMITERS,
        key=lambda sign: max((_known(head.split(sign)) for head in heads), default=0),
    )


def _readings(body: bytes) -> Iterator[tuple[int, str, str]]:
    """How many headings each reading shows, its text and encoding."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            names: tuple[str, ...] = (encoding,)
            break
    else:
        names = _WIDE if b"\0" in body else _ENCODINGS
        if _ESCAPE in body:
            names = ("iso2022_jp",)
    for name in names:
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            continue
        yield _headings(text), text, name
        if name in {"utf-8", "utf-8-sig"}:
            return  # so strict that no other reading is meant


def _headings(text: str) -> int:
    """Known headings in the best of the first lines."""
    sign = delimiter_of(text)
    try:
        rows = [row.cells for row in islice(read_rows(text, delimiter=sign), _MOST_BEFORE)]
    except BrokenDocument:
        rows = [tuple(line.split(sign)) for line in text.split("\n")[:_MOST_BEFORE]]
    return max(map(_known, rows), default=0)


def _known(cells: tuple[str, ...] | list[str]) -> int:
    return sum(column_of(cell) is not None for cell in cells)


def heading_row(rows: list[tuple[int, tuple[str, ...]]]) -> int | None:
    """Index of the heading line: the one of the first lines that shows most known headings."""
    counts = [_known(cells) for _, cells in rows[:_MOST_BEFORE]]
    if not counts or max(counts) == 0:
        return None
    return counts.index(max(counts))


def _refused(file: str, line: int | None, message: str) -> AnswersRefused:
    return AnswersRefused([Mistake(file=file, line=line, message=message, remedy=_SAVE)], file=file)
