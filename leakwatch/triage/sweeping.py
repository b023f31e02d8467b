"""Sweeps that somebody asked for in Slack: one at a time of each source, told in one message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress

from leakwatch.errors import N_
from leakwatch.triage.command_answers import Answers
from leakwatch.triage.desk import Desk
from leakwatch.triage.operations import Chosen, Ended, Operations, Word
from leakwatch.triage.screen import Screen
from leakwatch.triage.sweep_board import Board

logger = logging.getLogger(__name__)

#: Seconds between two edits of one message: Slack takes about fifty a minute from one app.
_PACE = 4.0
#: Seconds for the last word; a service that stops waits for it as well.
_LAST_WORD = 10.0

_BUSY = N_("it is being swept already, as somebody asked")


class Sweeping:
    def __init__(self, desk: Desk, operations: Operations, *, pace: float = _PACE) -> None:
        self._desk, self._operations, self._pace = desk, operations, pace
        self._answers = Answers(desk.catalogue, desk.zone)
        self._sources: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def free(self, chosen: Chosen) -> Chosen:
        """`chosen` without what is being swept here already; what is left is taken at once."""
        sources = tuple(one for one in chosen.sources if one not in self._sources)
        busy = {one: Word(message=_BUSY) for one in chosen.sources if one in self._sources}
        self._sources.update(sources)
        return Chosen(sources=sources, refused={**chosen.refused, **busy})

    def give_back(self, sources: Iterable[str]) -> None:
        """`sources`, taken by `free`, are not swept after all, or have been."""
        self._sources.difference_update(sources)

    def begin(self, chosen: Chosen, screen: Screen, *, actor: str) -> None:
        """Sweep what `free` returned; goes on after this returns, until `stop`."""
        board = Board(
            chosen.sources,
            chosen.refused,
            answers=self._answers,
            catalogue=self._desk.catalogue,
            actor=actor,
            at=self._desk.backing.now(),
        )
        task = asyncio.create_task(self._sweep(chosen.sources, board, screen))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """End every sweep begun here, and say so; calling it twice does no harm."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _sweep(self, sources: tuple[str, ...], board: Board, screen: Screen) -> None:
        over = asyncio.Event()
        painting = asyncio.create_task(self._paint(board, screen, over))
        try:
            await asyncio.gather(*(self._one(source, board) for source in sources))
        finally:
            self.give_back(sources)
            board.over(self._desk.backing.now())
            over.set()
            await self._last_word(painting, board, screen)

    async def _one(self, source: str, board: Board) -> None:
        try:
            ended = await self._operations.sweep(source, on_event=board.heard)
        except Exception:
            logger.exception("triage.sweep", extra={"source": source})
            why = Word(message=N_("it could not be begun: the service's log says why"))
            ended = Ended(source=source, why=why)
        board.ended(ended)

    async def _paint(self, board: Board, screen: Screen, over: asyncio.Event) -> None:
        """Show what is new, at a modest pace; whatever goes wrong with it is not the sweeps' matter."""
        while not over.is_set():
            if board.changed:
                await self._show(board, screen)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pace):
                    await over.wait()

    async def _last_word(self, painting: asyncio.Task[None], board: Board, screen: Screen) -> None:
        """After the step that is under way, or the message would be posted a second time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORD):
                await painting
                await self._show(board, screen, last=True)

    async def _show(self, board: Board, screen: Screen, *, last: bool = False) -> None:
        try:
            await screen.show(board.reply(), last=last)
        except Exception:
            logger.exception("triage.progress")
