"""The views that stand open before people, each on top of the one that pushed it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

MAX_STACK = 3
View = dict[str, Any]


class Modals:
    """A stack of views a user; what is open is known by id or by the app's own `external_id`."""

    def __init__(self) -> None:
        self._stacks: dict[str, list[View]] = {}
        self._numbers = count(1)

    def of(self, user: str) -> tuple[View, ...]:
        """The open views of `user`; the last is the one that is seen."""
        return tuple(self._stacks.get(user, ()))

    def find(self, *, view_id: str = "", external_id: str = "") -> tuple[str, View] | None:
        """Who has it open, and the view."""
        for user, stack in self._stacks.items():
            for view in stack:
                if (view_id and view["id"] == view_id) or (
                    external_id and view["external_id"] == external_id
                ):
                    return user, view
        return None

    def open(self, user: str, given: Mapping[str, Any], about: Mapping[str, Any]) -> View:
        """Show a view to `user` in place of all others; `about` is what Slack adds to it."""
        self._stacks[user] = []
        return self._on_top(user, given, about)

    def push(self, user: str, given: Mapping[str, Any], about: Mapping[str, Any]) -> View | None:
        """Show a view above the one that is seen; None when the pile is as high as it may be."""
        if len(self.of(user)) >= MAX_STACK:
            return None
        return self._on_top(user, given, about)

    def replace(self, view: View, given: Mapping[str, Any]) -> None:
        """Rewrite an open view in place; what was typed under the same ids stays."""
        kept = {name: view[name] for name in _OWN}
        values = view["state"]["values"]
        shown = _shown(given)
        present = {block["block_id"] for block in shown["blocks"]}
        view.clear()
        view.update(shown | kept)
        view["hash"] = self._hash()
        view["state"] = {"values": {name: values[name] for name in values.keys() & present}}

    def close(self, user: str, view_id: str, *, everything: bool = False) -> None:
        """Take a view away; the one beneath is seen again."""
        stack = self._stacks.get(user, [])
        stack[:] = [] if everything else [view for view in stack if view["id"] != view_id]

    def _on_top(self, user: str, given: Mapping[str, Any], about: Mapping[str, Any]) -> View:
        stack = self._stacks.setdefault(user, [])
        view_id = f"V{next(self._numbers):09}"
        view: View = {
            **_shown(given),
            **about,
            "id": view_id,
            "state": {"values": {}},
            "hash": self._hash(),
            "root_view_id": stack[0]["id"] if stack else view_id,
            "previous_view_id": stack[-1]["id"] if stack else None,
        }
        stack.append(view)
        return view

    def _hash(self) -> str:
        return f"1000000000.{next(self._numbers):08x}"


_OWN = (
    "id",
    "team_id",
    "app_id",
    "app_installed_team_id",
    "bot_id",
    "root_view_id",
    "previous_view_id",
)


def _shown(given: Mapping[str, Any]) -> View:
    """The view with all that Slack fills in where the app says nothing."""
    blocks = [
        {**block, "block_id": block.get("block_id") or f"b{number}"}
        for number, block in enumerate(given["blocks"])
    ]
    return {
        "type": given["type"],
        "title": given.get("title"),
        "submit": given.get("submit"),
        "close": given.get("close"),
        "blocks": blocks,
        "private_metadata": given.get("private_metadata", ""),
        "callback_id": given.get("callback_id", ""),
        "external_id": given.get("external_id", ""),
        "clear_on_close": given.get("clear_on_close", False),
        "notify_on_close": given.get("notify_on_close", False),
        "submit_disabled": given.get("submit_disabled", False),
    }
