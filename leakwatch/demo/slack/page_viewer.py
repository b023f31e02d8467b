"""Who looks at the page, and the links and forms that keep it so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from leakwatch.demo.slack.page_text import shown
from leakwatch.locale import Language, catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """One person at one channel; all of it stands in the address, so that tabs can be several."""

    user: str  #: Slack id
    channel: str  #: Slack id
    language: Language = "en"
    still: bool = False  #: whether the page stays as it is instead of loading again by itself
    writing: bool = False  #: whether the field for a message or command is open
    whole: bool = False  #: whether all messages are shown, not only the latest
    token: str = ""  #: proves that a form came from this page

    def text(self, message: str, /, **values: object) -> str:
        """`message` in the viewer's language, as HTML."""
        return shown(catalogue(self.language).text(message, **values))

    def address(self, *, place: str = "", notice: str = "", **changes: Any) -> str:
        """The page's address with `changes`; `place` is the id of what is to be in sight."""
        there = replace(self, **changes)
        query = {"user": there.user, "channel": there.channel, "lang": there.language}
        query |= {name: "1" for name in ("still", "writing", "whole") if getattr(there, name)}
        query |= {"notice": notice} if notice else {}
        return f"/?{urlencode(query)}{f'#{place}' if place else ''}"

    def link(self, words: str, *, here: bool = False, place: str = "", **changes: Any) -> str:
        """A link to the page with `changes`; `words` are HTML already."""
        current = ' aria-current="true"' if here else ""
        return f'<a href="{shown(self.address(place=place, **changes))}"{current}>{words}</a>'

    def form(self, act: str, inner: str, *, kind: str = "", **hidden: str) -> str:
        """A form that does `act` as this viewer; `inner` is HTML already."""
        fields = {**self._state(), **hidden}
        marks = "".join(
            f'<input type="hidden" name="{shown(name)}" value="{shown(value)}">'
            for name, value in fields.items()
        )
        kept = f' class="{kind}"' if kind else ""
        return f'<form method="post" action="/page/{act}"{kept}>{marks}{inner}</form>'

    def _state(self) -> Mapping[str, str]:
        return {
            "token": self.token,
            "user": self.user,
            "channel": self.channel,
            "lang": self.language,
            **({"still": "1"} if self.still else {}),
            **({"whole": "1"} if self.whole else {}),
        }
