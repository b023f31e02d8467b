"""Every behaviour of the table in `docs/sources/never-blind.md`, by its name there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from leakwatch.models import Canary, Limits, Selector, SelectorKind, Source
from tests.servers import walls
from tests.servers.behaviours import (
    Behaviour,
    Bomb,
    Drop,
    Endless,
    EndlessHeaders,
    Huge,
    Page,
    Silent,
    Site,
    Trickle,
    links,
    redirect,
    status,
)
from tests.servers.crawling import BRISK, make_source

#: Where the behaviour stands; what it redirects to lies beside it.
PLACE = "/expert/unknown"
_GOOD = 4
#: Seconds after which a page that never comes is given up; the others get all the time they need.
_PATIENCE = {"Silent": 2.0, "Trickle": 2.0}
_USUAL_PATIENCE = 20.0

BEHAVIOURS: Mapping[str, Behaviour] = {
    **walls.BOT_WALLS,
    "LoginWall": walls.LOGIN_WALL,
    "MembersOnly": walls.MEMBERS_ONLY,
    "LoginRedirect": redirect("/login"),
    "ConsentWall": walls.CONSENT_WALL,
    "ConsentRedirect": redirect("/consent/collectConsent?sid=1"),
    "Soft404": walls.SOFT_404,
    "Home": redirect("/"),
    "Hard404": status(404),
    "ShellOnly": walls.SHELL,
    "Maintenance": walls.MAINTENANCE,
    "Crowded": walls.CROWDED,
    "Forbidden": status(403),
    "RetryAfter": status(429, Retry_After="3600"),
    "Drop": Drop(),
    "Silent": Silent(),
    "Trickle": Trickle(),
    "Bomb": Bomb(size=60_000_000),
    "Huge": Huge(),
    "EndlessHeaders": EndlessHeaders(),
    "Loop": redirect(PLACE),
    "RedirectInside": redirect("http://169.254.169.254/latest/meta-data/"),
    "Broken": status(500),
    "Binary": Page(b"\x89PNG\0\0\1" * 1_000),
    "Empty": Page(""),
    "EntityBomb": walls.ENTITY_BOMB,
    "EndlessPagination": Endless(),
    "DeepNesting": walls.DEEP,
    "WrongCharset": walls.WRONG_CHARSET,
    "ChangingNoise": walls.ChangingNoise(),
    "Delay": walls.Late(walls.profile(9)),
}


def site_with(behaviour: Behaviour, *, among: int = _GOOD) -> Site:
    """A directory of good profiles, with `behaviour` at its place."""
    good = {f"/expert/{number}": walls.profile(number) for number in range(among)}
    return Site(
        {
            "/": Page(walls.framed(walls.NAME, "<h1>専門家をさがす</h1>")),
            "/list": links(*good),
            "/mixed": links(*good, PLACE),
            "/about": Page(walls.framed("運営会社", "このサイトについて")),
            "/login": walls.LOGIN_WALL,
            "/consent/": walls.CONSENT_WALL,
            PLACE: behaviour,
            f"{PLACE}/": behaviour,  # the pages that an endless listing goes on to
            **good,
        }
    )


def watching(
    site: Site, name: str, start: str, *, canary: str = "/about", kind: str = "directory"
) -> Source:
    """A source of the site with the behaviour `name`, with a canary that vouches for it."""
    return make_source(
        site.url(start),
        kind=kind,
        links=_css('a[href^="/expert/"]:not([rel])'),
        next=_css('a[rel="next"]'),
        fields={"name": _css(".name"), "career": _css(".career")},
        canaries=(Canary(url=site.url(canary), contains=f"運営会社 {walls.NAME}"),),
        limits=Limits(pages=40, page_bytes=2_000_000, seconds=60),
        politeness=replace(BRISK, timeout=_PATIENCE.get(name, _USUAL_PATIENCE)),
    )


def _css(expression: str) -> Selector:
    return Selector(kind=SelectorKind.CSS, expression=expression)
