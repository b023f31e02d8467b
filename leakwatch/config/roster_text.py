"""The text of a roster, in whichever encoding a spreadsheet wrote it, or why it cannot be told.

A wrong guess would not show: the names would be read as others, and nobody would ever be found.
"""

from __future__ import annotations

from collections.abc import Iterable

from leakwatch.config.mistakes import ConfigMistakes, Mistake, TableMistakes
from leakwatch.config.text_file import refuse_nul
from leakwatch.errors import N_

#: What decoding programs write where a character was lost.
_LOST = "\ufffd"
#: How ISO-2022-JP, the encoding of old mail, begins Japanese; all its bytes look like ASCII.
_ESCAPES = (b"\x1b$", b"\x1b(")
_SAVE = N_("save the file as CSV in UTF-8")


def roster_text(body: bytes, *, name: str) -> str:
    """UTF-8 with or without BOM, UTF-16 with BOM, or cp932. Raises ConfigMistakes and WrongText."""
    text = _utf16(body, name) if body.startswith((b"\xff\xfe", b"\xfe\xff")) else _bytes(body, name)
    lost = [line for line, row in enumerate(text.split("\n"), start=1) if _LOST in row]
    _refuse(name, lost, N_("a character was lost here before the file was saved (U+FFFD)"))
    return text


def _utf16(body: bytes, name: str) -> str:
    try:
        return body.decode("utf-16")
    except UnicodeDecodeError as error:
        line = body[: error.start].decode("utf-16", "replace").count("\n") + 1
        raise ConfigMistakes([_mistake(name, line, N_("this is damaged UTF-16"))]) from error


def _bytes(body: bytes, name: str) -> str:
    refuse_nul(body, name=name)
    for escape in _ESCAPES:
        at = body.find(escape)
        if at >= 0:
            _refuse(name, [_line(body, at)], N_("this looks like {encoding}"), "ISO-2022-JP")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _shift_jis(body, name)


def _shift_jis(body: bytes, name: str) -> str:
    _refuse_mixture(body, name)
    first = next(at for at, byte in enumerate(body) if byte > 0x7F)  # noqa: PLR2004 - ASCII
    euc = _is_euc(body)
    try:
        text = body.decode("cp932")
    except UnicodeDecodeError as error:
        if not euc:
            message = N_("this is neither UTF-8 nor Shift_JIS (cp932)")
            raise ConfigMistakes([_mistake(name, _line(body, error.start), message)]) from error
    else:
        if not euc or not _says_nothing(text):
            return text
    raise ConfigMistakes(
        [_mistake(name, _line(body, first), N_("this looks like {encoding}"), "EUC-JP")]
    )


def _refuse_mixture(body: bytes, name: str) -> None:
    """Rows pasted from another file: the fewer ones are named."""
    utf8, others = [], []
    for line, row in enumerate(body.split(b"\n"), start=1):
        if row.isascii():
            continue
        try:
            japanese = any(map(_is_japanese, row.decode("utf-8")))
        except UnicodeDecodeError:
            others.append(line)
        else:
            utf8 += [line] if japanese else []
    if utf8 and len(utf8) < len(others):
        _refuse(name, utf8, N_("this row is in UTF-8, the others are not"))
    elif utf8:
        _refuse(name, others, N_("this row is not in UTF-8, the others are"))


def _is_japanese(char: str) -> bool:
    return "\u3041" <= char <= "\u9fff"


def _is_euc(body: bytes) -> bool:
    try:
        body.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return True


def _says_nothing(text: str) -> bool:
    """Mostly half-width katakana: what kana in EUC-JP look like in cp932."""
    half = sum("\uff61" <= char <= "\uff9f" for char in text)
    return 2 * half > sum(not char.isascii() for char in text)


def _line(body: bytes, at: int) -> int:
    return body.count(b"\n", 0, at) + 1


def _refuse(name: str, lines: Iterable[int], message: str, encoding: str = "") -> None:
    mistakes = [_mistake(name, line, message, encoding) for line in lines]
    if mistakes:
        raise TableMistakes(mistakes)


def _mistake(name: str, line: int, message: str, encoding: str = "") -> Mistake:
    values = {"encoding": encoding} if encoding else {}
    return Mistake(file=name, line=line, message=message, values=values, remedy=_SAVE)
