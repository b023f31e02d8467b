"""Whether the channels and the people that `routing.yaml` names are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leakwatch.config.media import places
from leakwatch.config.mistakes import KeyPath, Mistake, Notice, nearest
from leakwatch.config.routing_checks import listed
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_

_TERMINAL = "terminal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the other files say that routing refers to, as plain data.

    A file that cannot be read has no data, and nothing is said against it here.
    """

    main: Document
    reviewers: Document
    source_channels: frozenset[str] | None  #: None: not all sources can be read


def check_channels(document: Document, around: Surroundings) -> Iterator[Mistake]:
    """No channel is named in vain."""
    for path, entry in document.entries("routes"):
        for also_path, also in listed(document, (*path, "also")):
            if also == entry.get("channel"):
                yield document.mistake(
                    also_path,
                    N_("{value} is this route's channel already"),
                    value=also,
                    remedy=N_("remove it here"),
                )
    if around.main.data is not None:
        yield from _digest_elsewhere(document, around)
        yield from _intervals(document, around)


def check_owners(document: Document, reviewers: Document) -> Iterator[Mistake]:
    """Who owns an escalation is entered, and has a deputy to be called."""
    if reviewers.data is None:
        return
    known = {
        entry["id"]: entry
        for _, entry in reviewers.entries("reviewers")
        if isinstance(entry.get("id"), str)
    }
    for path, owner in _owners(document):
        if owner not in known:
            yield document.mistake(
                path,
                N_("there is no reviewer {value}"),
                value=owner,
                nearest=nearest(owner, map(str, known)),
                remedy=N_("write the id of an entry in reviewers.yaml"),
            )
        elif known[owner].get("deputy") is None:
            yield document.mistake(
                path,
                N_("{value} has no deputy, and it is the deputy who is called"),
                value=owner,
                remedy=N_("name one in reviewers.yaml (deputy)"),
            )


def warn_of_routing(document: Document, around: Surroundings) -> Iterator[Notice]:
    """What is no mistake, but will not do what its author hopes for."""
    by_id = {entry.get("id"): entry for _, entry in around.reviewers.entries("reviewers")}
    for deputy in dict.fromkeys(
        by_id[owner].get("deputy") for _, owner in _owners(document) if owner in by_id
    ):
        if deputy in by_id and not by_id[deputy].get("slack"):
            yield Notice(
                message=N_(
                    "{file}: {deputy} is to be called when nobody touches a finding, and has no"
                    " Slack member id: add slack, or the next in line is called"
                ),
                values={"file": around.reviewers.file, "deputy": deputy},
            )
    fallback = document.get(("fallback",))
    if isinstance(fallback, str) and fallback.strip() == _default(around.main):
        yield Notice(
            message=N_(
                "{where}: the fallback channel is the default one: when it refuses alerts, it"
                " refuses the alarm as well"
            ),
            values={"where": f"{document.file}:{document.line(('fallback',))}"},
        )


def _owners(document: Document) -> Iterator[tuple[KeyPath, str]]:
    for path, _ in document.entries("routes"):
        yield from listed(document, (*path, "escalate", "owner"))


def _default(main: Document) -> str:
    """Where everything goes that nothing places."""
    channel = main.get(("slack", "channel"))
    return channel.strip() if isinstance(channel, str) else _TERMINAL


def _digest_elsewhere(document: Document, around: Surroundings) -> Iterator[Mistake]:
    """What waits for a digest is told in its thread, so the digest has to go there too."""
    default = _default(around.main)
    digests = {_text(entry.get("channel")) or default for _, entry in document.entries("digests")}
    for path, entry in document.entries("routes"):
        place = _text(entry.get("channel"))
        if entry.get("deliver") == "digest" and place and digests and place not in digests:
            yield document.mistake(
                (*path, "channel"),
                N_("no digest goes to {value}, and this route is told in the thread of one"),
                value=place,
                remedy=N_("add a digest with this channel, or remove the channel here"),
            )


def _intervals(document: Document, around: Surroundings) -> Iterator[Mistake]:
    written = document.get(("intervals",))
    if not isinstance(written, dict) or around.source_channels is None:
        return
    used = {place for _, place in places(document)} | around.source_channels
    used |= {_default(around.main), _TERMINAL}
    for place in written:
        if place.strip() not in used:
            yield document.mistake(
                ("intervals", place),
                N_("nothing is sent to {value}"),
                value=place,
                nearest=nearest(place, used),
                remedy=N_("write the channel as the route, the source or slack.channel writes it"),
            )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
