"""An announcement to all staff as a Slack message, with its button."""

from __future__ import annotations

from collections.abc import Iterator

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import Bulletin
from leakwatch.notify import actions, kit
from leakwatch.notify.inert import inert
from leakwatch.notify.spoken import in_language

#: Left for title, button and the line below; the rest of a message's weight is the text's.
_BESIDE = 2_500
_ROOM = kit.WEIGHT_LIMIT - _BESIDE


def bulletin_of(bulletin: Bulletin, catalogue: Catalogue) -> tuple[str, list[kit.Block]]:
    """The text of the notification and the blocks; what is longer was parted by `parts_of`."""
    texts = in_language(bulletin.language, catalogue)
    body = kit.rich_text(kit.section(*(kit.words(run) for run in _runs(_sound(bulletin.text)))))
    title = inert(bulletin.title, kit.HEADER_LIMIT)
    if not bulletin.button:
        return title, [body]
    pressed = kit.button(
        texts.text(N_("Read and understood")),
        act=actions.READ,
        value=bulletin.label,
        style="primary",
    )
    note = N_("{label}. Each reader is counted once, by division; no name is kept.")
    if bulletin.named:
        note = N_("{label}. Each reader is counted once, by division; who it was is kept as well.")
    return title, [
        kit.header(title),
        body,
        kit.actions([pressed], block_id=actions.block_of(bulletin.label)),
        {
            **kit.context(texts.text(note, label=bulletin.label)),
            "block_id": f"{actions.PREFIX}note-{bulletin.label}",
        },
    ]


def parts_of(text: str) -> tuple[str, ...]:
    """`text` in parts that a message holds each, cut between lines where that can be."""
    parts: list[str] = []
    for line in _lines(_sound(text)):
        joined = f"{parts[-1]}\n{line}" if parts else line
        if parts and _weight(joined) <= _ROOM:
            parts[-1] = joined
        else:
            parts.append(line)
    return tuple(part.strip("\n") for part in parts if part.strip())


def _lines(text: str) -> Iterator[str]:
    """The lines of `text`, each light enough for one message."""
    for line in text.split("\n"):
        yield from _halves(line)


def _halves(line: str) -> Iterator[str]:
    if _weight(line) <= _ROOM:
        yield line
    else:
        yield from _halves(line[: len(line) // 2])
        yield from _halves(line[len(line) // 2 :])


def _weight(text: str) -> int:
    return kit.weight([kit.rich_text(kit.section(*(kit.words(run) for run in _runs(text))))])


def _runs(text: str) -> list[str]:
    """`text` in runs as long as Slack takes one."""
    # half of it: a character outside the basic plane counts twice
    size = kit.TEXT_LIMIT // 2
    return [text[at : at + size] for at in range(0, len(text), size)] or [""]


def _sound(text: str) -> str:
    """What UTF-8 can hold of it, line by line, without what cannot be seen."""
    return "\n".join(inert(line, len(line) + 4) for line in text.splitlines())
