"""What a person does on the page: each form a POST with a token, each answered by the page anew."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from leakwatch.demo.slack.hands import Hands
from leakwatch.demo.slack.page import (
    HEADERS,
    LATEST,
    STYLE,
    Scene,
    channels_of,
    names_of,
    page,
)
from leakwatch.demo.slack.page_fields import Sent, Value, fields_of
from leakwatch.demo.slack.page_modal import modal_as_html
from leakwatch.demo.slack.page_sent import (
    as_slack_writes,
    is_local,
    known,
    language_of,
    one,
    sent_by,
)
from leakwatch.demo.slack.page_viewer import Viewer
from leakwatch.demo.slack.sockets import Payload, Unanswered
from leakwatch.demo.slack.typed import action_of
from leakwatch.demo.slack.workspace import Workspace
from leakwatch.errors import N_, UsageError
from leakwatch.locale import catalogue

#: What an app does after its acknowledgement mostly comes within this many seconds.
_SETTLING, _LOOK = 1.5, 0.03


class Pages:
    """The page and its forms; remembers what each person has marked as read."""

    def __init__(self, workspace: Workspace, hands: Hands) -> None:
        self._workspace, self._hands = workspace, hands
        self._token = secrets.token_urlsafe(24)
        self._read: dict[tuple[str, str], str] = {}

    def routes(self) -> list[Route]:
        acts: Mapping[str, Callable[[Viewer, Sent], Awaitable[Response]]] = {
            "press": self._press,
            "submit": self._submit,
            "close": self._close,
            "send": self._send,
            "shortcut": self._shortcut,
            "read": self._mark_read,
        }
        return [
            Route("/", self._show, methods=["GET"]),
            Route("/style.css", _style, methods=["GET"]),
            *(
                Route(f"/page/{name}", self._guarded(act), methods=["POST"])
                for name, act in acts.items()
            ),
        ]

    async def _show(self, request: Request) -> Response:
        if not is_local(request):
            return _refused(
                request, N_("This page is for this machine: open it by its address 127.0.0.1.")
            )
        given = {name: [value] for name, value in request.query_params.items()}
        viewer = self._viewer(given, accepted=request.headers.get("accept-language", ""))
        return self._page(viewer, notice=one(given, "notice"))

    def _guarded(
        self, act: Callable[[Viewer, Sent], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """`act` for forms of this very page, and for nothing that another site made up."""

        async def guarded(request: Request) -> Response:
            sent = await sent_by(request)
            if sent is None:
                return _refused(request, N_("That is no form of this page."))
            own = hmac.compare_digest(one(sent, "token").encode(), self._token.encode())
            site = request.headers.get("sec-fetch-site", "same-origin")
            if not (own and site == "same-origin" and is_local(request)):
                return _refused(
                    request, N_("That form is not of this page, or of one before its last start.")
                )
            return await act(self._viewer(sent), sent)

        return guarded

    def _viewer(self, given: Sent, *, accepted: str = "") -> Viewer:
        """Who looks at what; where the address says nothing, or nothing that is there, the first."""
        users = [one.id for one in self._workspace.users if not (one.deleted or one.is_bot)]
        user = known(one(given, "user"), users)
        channels = [one.id for one in channels_of(self._workspace, user)]
        return Viewer(
            user=user,
            channel=known(one(given, "channel"), channels),
            language=language_of(one(given, "lang"), accepted),
            still=bool(one(given, "still")),
            writing=bool(one(given, "writing")),
            whole=bool(one(given, "whole")),
            token=self._token,
        )

    def _page(
        self,
        viewer: Viewer,
        *,
        notice: str = "",
        entered: Mapping[str, Value] | None = None,
        problems: Mapping[str, str] | None = None,
    ) -> Response:
        views = self._workspace.modals.of(viewer.user)
        modal = ""
        if views:
            modal = modal_as_html(
                views[-1],
                viewer,
                names=names_of(self._workspace),
                people=self._people(),
                entered=entered,
                problems=problems,
            )
        read = {place: ts for (user, place), ts in self._read.items() if user == viewer.user}
        scene = Scene(
            workspace=self._workspace, viewer=viewer, read=read, modal=modal, notice=notice
        )
        return HTMLResponse(page(scene), status_code=422 if problems else 200, headers=HEADERS)

    def _people(self) -> dict[str, str]:
        return {one.id: one.name for one in self._workspace.users if not one.deleted}

    async def _press(self, viewer: Viewer, sent: Sent) -> Response:
        ts, action = one(sent, "ts"), one(sent, "action")
        block = one(sent, "block") or None
        pressed = self._hands.press(
            viewer.user,
            viewer.channel,
            ts,
            action,
            block_id=block,
            value=one(sent, "value") or None,
        )
        notice, _ = await self._asked(viewer, pressed)
        return self._back(viewer, place=f"m-{ts}", notice=notice)

    async def _shortcut(self, viewer: Viewer, sent: Sent) -> Response:
        ts, callback = one(sent, "ts"), one(sent, "callback")
        picked = self._hands.shortcut(viewer.user, viewer.channel, ts, callback)
        notice, _ = await self._asked(viewer, picked)
        return self._back(viewer, place=f"m-{ts}", notice=notice)

    async def _submit(self, viewer: Viewer, sent: Sent) -> Response:
        view_id = one(sent, "view")
        view = next(
            (one for one in self._workspace.modals.of(viewer.user) if one["id"] == view_id), None
        )
        if view is None:
            return self._back(viewer, notice="gone")
        fields = fields_of(view, self._people())
        entered = {field.block_id: field.entered(sent) for field in fields}
        values = {
            field.block_id: {action_of(field.block, field.element): entered[field.block_id]}
            for field in fields
        }
        submitted = self._hands.submit(viewer.user, view_id, values, language=viewer.language)
        notice, answer = await self._asked(viewer, submitted)
        problems = dict(answer.get("errors") or {})
        if problems:
            return self._page(viewer, entered=entered, problems=problems)
        return self._back(viewer, notice=notice)

    async def _close(self, viewer: Viewer, sent: Sent) -> Response:
        notice, _ = await self._asked(viewer, self._closed(viewer, one(sent, "view")))
        return self._back(viewer, notice=notice)

    async def _closed(self, viewer: Viewer, view_id: str) -> Payload:
        await self._hands.dismiss(viewer.user, view_id)
        return {}

    async def _send(self, viewer: Viewer, sent: Sent) -> Response:
        """A message of the viewer, or a command when it begins with a slash."""
        text = one(sent, "text").strip()
        channel = self._workspace.channel(viewer.channel)
        if not text or channel is None:
            return self._back(viewer)
        if not text.startswith("/"):
            self._workspace.say(viewer.user, channel, as_slack_writes(text))
            return self._back(viewer)
        command, _, rest = text.partition(" ")
        typed = self._hands.command(viewer.user, channel.id, command, rest.strip())
        notice, _ = await self._asked(viewer, typed)
        return self._back(viewer, notice=notice)

    async def _mark_read(self, viewer: Viewer, _sent: Sent) -> Response:
        messages = self._workspace.messages(viewer.channel)
        if messages:
            self._read[viewer.user, viewer.channel] = messages[-1]["ts"]
        return self._back(viewer)

    async def _asked(
        self, viewer: Viewer, action: Coroutine[Any, Any, Payload]
    ) -> tuple[str, Payload]:
        """The notice for the viewer and the app's answer, once what it does is there to be seen."""
        before = self._seen(viewer)
        try:
            answer = await action
        except Unanswered:
            return "unanswered", {}
        except UsageError:  # what was to be pressed is not there any more
            return "gone", {}
        ends = asyncio.get_running_loop().time() + _SETTLING
        while not (answer.get("errors") or self._seen(viewer) != before):
            if asyncio.get_running_loop().time() > ends:
                break
            await asyncio.sleep(_LOOK)
        return "", answer

    def _back(self, viewer: Viewer, *, place: str = LATEST, notice: str = "") -> Response:
        """To the page by GET, so that loading it again does nothing a second time.

        Not to a place in it where a modal waits to be filled in: that would take the focus.
        """
        if self._workspace.modals.of(viewer.user):
            place = ""
        address = viewer.address(place=LATEST if notice else place, notice=notice)
        return RedirectResponse(address, status_code=303, headers=HEADERS)

    def _seen(self, viewer: Viewer) -> Sequence[object]:
        """What would look different to the viewer if the app did something."""
        return (
            [view["hash"] for view in self._workspace.modals.of(viewer.user)],
            [
                (one["ts"], one.get("edited"), one["text"])
                for one in self._workspace.messages(viewer.channel)
            ],
            [one["ts"] for one in self._workspace.ephemerals(viewer.user, viewer.channel)],
        )


async def _style(_request: Request) -> Response:
    return Response(STYLE, media_type="text/css", headers=HEADERS)


def _refused(request: Request, words: str) -> Response:
    language = language_of("", request.headers.get("accept-language", ""))
    text = catalogue(language).text(words)
    return PlainTextResponse(f"{text}\n", status_code=403, headers=HEADERS)
