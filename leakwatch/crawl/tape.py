"""What a crawl was answered, word for word, for those who mend a definition; and played back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: Error of an answer that was not fetched because enough had been: no failure, in a replay either.
BEYOND = "page_limit"


class Role(StrEnum):
    """What a page was asked for."""

    ROBOTS = "robots"
    CANARY = "canary"
    LISTING = "listing"  #: it leads to others
    DETAIL = "detail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer as it came in, before anything was unpacked or followed.

    Nothing of the request but its address is here: its headers may hold secrets.
    """

    url: str
    method: str = "GET"
    role: Role = Role.DETAIL
    status: int = 0  #: 0: there was no answer
    headers: tuple[tuple[str, str], ...] = ()  #: without cookies
    body: bytes = b""
    error: str = ""  #: name of the failure, such as `timeout`, when there was no answer
    address: str = ""  #: that was connected to
    issuer: str = ""  #: of the certificate; empty where the connection was not encrypted
    valid_until: str = ""  #: day on which that certificate ends, as YYYY-MM-DD

    def header(self, name: str) -> str:
        """The first header of that name, in small letters; empty when there is none."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that went wrong with one page, under the name it is counted by."""

    name: str
    url: str


class Tape:
    """Keeps the answers and troubles of one crawl; with `played`, they are where answers come from."""

    def __init__(self, *, played: Iterable[Answer] | None = None, most_bytes: int) -> None:
        self.answers: list[Answer] = []
        self.troubles: list[Trouble] = []
        self.playing = played is not None
        self._left = most_bytes
        self._reels: dict[tuple[str, str], list[Answer]] = {}
        for answer in played or ():
            self._reels.setdefault((answer.method, answer.url), []).append(answer)

    def keep(self, answer: Answer) -> bool:
        """Keep one more answer; False when there is no room for it."""
        self._left -= len(answer.body)
        if self._left < 0:
            return False
        self.answers.append(answer)
        return True

    def next_of(self, method: str, url: str) -> Answer | None:
        """The answer that came to this request, the n-th to the n-th; the last one stays."""
        reel: Sequence[Answer] = self._reels.get((method, url), ())
        if len(reel) > 1:
            return self._reels[method, url].pop(0)
        return reel[0] if reel else None
