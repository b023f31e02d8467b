"""The messages of a channel: who, when, blocks and buttons, their threads, and what only one sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any

from leakwatch.demo.slack.page_blocks import Block, blocks_as_html
from leakwatch.demo.slack.page_fields import options_of
from leakwatch.demo.slack.page_text import Names, mrkdwn, shown
from leakwatch.demo.slack.page_viewer import Viewer
from leakwatch.errors import N_

Message = Mapping[str, Any]

#: `callback_id` and words of each message shortcut of the app.
SHORTCUTS: Mapping[str, str] = {"leakwatch_report": N_("Report to leakwatch")}
_STYLES = frozenset({"primary", "danger"})
_MENUS = frozenset({"overflow", "static_select"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """How messages are shown to one viewer."""

    viewer: Viewer
    names: Names = field(default_factory=dict)
    zone: tzinfo | None = None  #: None: that of this machine
    read_to: str = ""  #: the latest message that the viewer has marked as read

    def channel(self, messages: Sequence[Message], *, most: int) -> str:
        """`messages`, oldest first, threads under what they answer; at most `most` of the latest."""
        known = {message["ts"] for message in messages}
        replies: dict[str, list[Message]] = {}
        heads: list[Message] = []
        for message in messages:
            head = message.get("thread_ts", message["ts"])
            if head == message["ts"] or head not in known:
                heads.append(message)
            else:
                replies.setdefault(head, []).append(message)
        left = 0 if self.viewer.whole else max(0, len(heads) - most)
        return self._earlier(left) + "".join(
            self.message(head, replies=replies.get(head["ts"], ())) for head in heads[left:]
        )

    def message(self, message: Message, *, replies: Sequence[Message] = ()) -> str:
        """One message with the replies to it."""
        thread = "".join(self.message(one) for one in replies)
        words = N_("1 reply") if len(replies) == 1 else N_("{count} replies")
        count = self.viewer.text(words, count=len(replies))
        return (
            f'<article id="m-{shown(message["ts"])}"{self._marks(message)}>'
            f"{self._head(message)}{self._body(message)}{self._shortcuts(message)}"
            + (f'<div class="thread"><p><small>{count}</small></p>{thread}</div>' if thread else "")
            + "</article>"
        )

    def ephemeral(self, message: Message) -> str:
        """A message that its receiver alone can see."""
        words = self.viewer.text(N_("Only visible to you"))
        return (
            f'<article class="ephemeral" id="e-{shown(message["ts"])}">'
            f"<p><small>{words}</small></p>{self._head(message)}{self._body(message)}</article>"
        )

    def _earlier(self, count: int) -> str:
        if not count:
            return ""
        words = self.viewer.text(N_("{count} earlier messages"), count=count)
        return f"<p>{self.viewer.link(words, whole=True)}</p>"

    def _marks(self, message: Message) -> str:
        unread = message["ts"] > self.read_to and message.get("user") != self.viewer.user
        return ' class="unread"' if unread else ""

    def _head(self, message: Message) -> str:
        at = datetime.fromtimestamp(float(message["ts"]), UTC).astimezone(self.zone)
        author = str(message.get("user", ""))
        app = f' <span class="app">{self.viewer.text(N_("App"))}</span>'
        edited = f" {self.viewer.text(N_('(edited)'))}" if "edited" in message else ""
        return (
            f'<p class="head"><b>{shown(self.names.get(author, author))}</b>'
            f"{app if 'bot_id' in message else ''} "
            f"<small><time>{at:%Y-%m-%d %H:%M:%S %Z}</time>{edited}</small></p>"
        )

    def _body(self, message: Message) -> str:
        blocks = message.get("blocks")
        if not blocks:
            return f"<p>{mrkdwn(str(message.get('text', '')), self.names)}</p>"

        def controls(block: Block, elements: Sequence[Mapping[str, Any]]) -> str:
            return self._controls(message, block, elements)

        return blocks_as_html(blocks, names=self.names, controls=controls)

    def _controls(
        self, message: Message, block: Block, elements: Sequence[Mapping[str, Any]]
    ) -> str:
        """The buttons of a block as one form, each menu as one of its own."""
        place = {"ts": message["ts"], "block": str(block.get("block_id", ""))}
        buttons = [one for one in elements if one.get("type") == "button"]
        menus = [one for one in elements if one.get("type") in _MENUS]
        other = [shown(f"[{one.get('type')}]") for one in elements if one not in buttons + menus]
        pressed = self.viewer.form("press", "".join(map(_button, buttons)), kind="row", **place)
        chosen = [
            self.viewer.form(
                "press",
                f"{_menu(one)}<button>{self.viewer.text(N_('Choose'))}</button>",
                kind="row",
                **place,
                action=str(one.get("action_id", "")),
            )
            for one in menus
        ]
        return "".join([pressed if buttons else "", *chosen, *other])

    def _shortcuts(self, message: Message) -> str:
        buttons = "".join(
            f'<button name="callback" value="{shown(name)}">{self.viewer.text(words)}</button>'
            for name, words in SHORTCUTS.items()
        )
        return self.viewer.form("shortcut", buttons, kind="shortcuts", ts=message["ts"])


def _button(element: Mapping[str, Any]) -> str:
    style = element.get("style")
    kind = f' class="{style}"' if style in _STYLES else ""
    words = shown(element["text"]["text"])
    label = element.get("accessibility_label")
    spoken = f' aria-label="{shown(label)}"' if label else ""
    action = shown(element.get("action_id", ""))
    return f'<button name="action" value="{action}"{kind}{spoken}>{words}</button>'


def _menu(element: Mapping[str, Any]) -> str:
    options = "".join(
        f'<option value="{shown(value)}">{shown(words)}</option>'
        for value, words in options_of(element)
    )
    return f'<select name="value">{options}</select>'
