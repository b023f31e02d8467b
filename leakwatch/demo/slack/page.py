"""The stand-in as a page for a person: no script, nothing loaded from outside, every text escaped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from importlib.resources import files
from itertools import chain

from leakwatch.demo.slack.page_messages import Shelf
from leakwatch.demo.slack.page_text import shown
from leakwatch.demo.slack.page_viewer import Viewer
from leakwatch.demo.slack.workspace import BOT_USER, Channel, Workspace
from leakwatch.errors import N_

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    # same-origin, not no-referrer: with that a form of our own would come from nowhere ("null")
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}
STYLE = (files("leakwatch.demo.slack") / "page.css").read_text(encoding="utf-8")
LATEST = "latest"
#: What the page says after an action that was not simply done, by the name its address carries.
NOTICES: Mapping[str, str] = {
    "unanswered": N_("The app did not answer. Is it running (leakwatch run)? Then try again."),
    "gone": N_("That is not there any more."),
}
_LANGUAGES = {"en": "English", "ja": "日本語"}
#: Seconds between two looks of a page that is not being written on, and those a notice stays.
_SECONDS, _NOTICE_SECONDS = 3, 10
_MOST = 50  # messages shown at first


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that the page shows to one viewer at one moment."""

    workspace: Workspace
    viewer: Viewer
    read: Mapping[str, str] = field(default_factory=dict)  #: channel → what was marked as read last
    modal: str = ""  #: HTML of the modal that is open
    notice: str = ""  #: a name of NOTICES
    zone: tzinfo | None = None  #: of the times; None: that of this machine


def page(scene: Scene) -> str:
    """The whole document."""
    viewer, title = scene.viewer, N_("Slack stand-in")
    return (
        f'<!doctype html><html lang="{viewer.language}"><head><meta charset="utf-8">{_again(scene)}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{viewer.text(title)}</title>"
        '<link rel="stylesheet" href="/style.css"></head><body>'
        f"<header><h1>{viewer.text(title)}</h1>{_people(scene)}{_languages(viewer)}</header>"
        f"{scene.modal}{_channels(scene)}{_main(scene)}</body></html>"
    )


def _again(scene: Scene) -> str:
    """Have the page loaded again by itself, by its address without a place in it (#…).

    With one, Chromium would only jump to that place and load nothing.
    """
    viewer = scene.viewer
    if viewer.still or viewer.writing or scene.modal:
        return ""
    seconds = _NOTICE_SECONDS if scene.notice else _SECONDS
    content = f"{seconds}; url={shown(viewer.address())}"
    return f'<meta http-equiv="refresh" content="{content}">'


def names_of(workspace: Workspace) -> dict[str, str]:
    """What users, user groups and channels are called, by id."""
    return dict(
        chain(
            ((one.id, one.name) for one in workspace.users),
            ((one.id, one.handle) for one in workspace.usergroups),
            ((one.id, one.name) for one in workspace.channels),
            [(BOT_USER, "leakwatch")],
        )
    )


def channels_of(workspace: Workspace, user: str) -> list[Channel]:
    """The channels that `user` may look into."""
    return [channel for channel in workspace.channels if channel.holds(user)]


def unread(scene: Scene, channel: Channel) -> int:
    """How many messages of others came since the viewer marked the channel as read."""
    since = scene.read.get(channel.id, "")
    return sum(
        message["ts"] > since and message.get("user") != scene.viewer.user
        for message in channel.messages
    )


def _people(scene: Scene) -> str:
    viewer = scene.viewer
    links = "".join(
        viewer.link(shown(user.name), here=user.id == viewer.user, place=LATEST, user=user.id)
        for user in scene.workspace.users
        if not (user.deleted or user.is_bot)
    )
    return f'<nav class="people"><span>{viewer.text(N_("You are"))}</span> {links}</nav>'


def _languages(viewer: Viewer) -> str:
    links = "".join(
        viewer.link(words, here=language == viewer.language, language=language)
        for language, words in _LANGUAGES.items()
    )
    stay = (
        viewer.link(viewer.text(N_("Load by itself")), still=False)
        if viewer.still
        else viewer.link(viewer.text(N_("Hold still")), still=True)
    )
    return f"<nav>{stay}{links}</nav>"


def _channels(scene: Scene) -> str:
    viewer = scene.viewer
    entries = []
    for channel in channels_of(scene.workspace, viewer.user):
        count = unread(scene, channel)
        words = f"# {shown(channel.name)}" + (f" <b>{count}</b>" if count else "")
        here = channel.id == viewer.channel
        link = viewer.link(words, here=here, place=LATEST, channel=channel.id, whole=False)
        entries.append(f"<li>{link}</li>")
    heading = viewer.text(N_("Channels"))
    return f'<nav class="channels"><h2>{heading}</h2><ul>{"".join(entries)}</ul></nav>'


def _main(scene: Scene) -> str:
    viewer, channel = scene.viewer, scene.workspace.channel(scene.viewer.channel)
    if channel is None or not channel.holds(viewer.user):
        return f"<main><p>{viewer.text(N_('There is no channel that you could see.'))}</p></main>"
    shelf = Shelf(
        viewer=viewer,
        names=names_of(scene.workspace),
        read_to=scene.read.get(channel.id, ""),
        zone=scene.zone,
    )
    messages = shelf.channel(channel.messages, most=_MOST)
    empty = f"<p>{viewer.text(N_('No message yet.'))}</p>"
    whispers = scene.workspace.ephemerals(viewer.user, channel.id)
    return (
        f"<main><h2># {shown(channel.name)}</h2>{_state(scene, channel)}"
        f"{messages or empty}{''.join(map(shelf.ephemeral, whispers))}"
        f'<footer id="{LATEST}">{_notice(scene)}{_composer(viewer)}</footer></main>'
    )


def _state(scene: Scene, channel: Channel) -> str:
    viewer = scene.viewer
    words = viewer.text(N_("This channel is archived.")) if channel.archived else ""
    if not channel.member:
        words = viewer.text(N_("The app is not in this channel."))
    state = f'<p class="state">{words}</p>' if words else ""
    if unread(scene, channel):
        button = f"<button>{viewer.text(N_('Mark as read'))}</button>"
        state += viewer.form("read", button, kind="read")
    return state


def _notice(scene: Scene) -> str:
    words = NOTICES.get(scene.notice)
    return f'<p class="notice" role="status">{scene.viewer.text(words)}</p>' if words else ""


def _composer(viewer: Viewer) -> str:
    if not viewer.writing:
        words = viewer.text(N_("Write a message or a command"))
        return viewer.link(f"{words} …", writing=True)
    label = viewer.text(N_("Message, or a command such as {example}"), example="/leakwatch status")
    return viewer.form(
        "send",
        f'<label for="text">{label}</label><input id="text" name="text" autofocus autocomplete="off">'
        f'<button class="primary">{viewer.text(N_("Send"))}</button> '
        + viewer.link(viewer.text(N_("Cancel")), place=LATEST, writing=False),
        kind="composer",
    )
