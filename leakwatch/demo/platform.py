"""The expert platform of the demo world: a listing in pages and a profile each, in several layouts."""

from __future__ import annotations

import json
from collections.abc import Sequence

from leakwatch.demo.content import NO_EDITS, Edits, Expert, experts, plain_experts
from leakwatch.demo.listing import listing
from leakwatch.demo.page import Html, Page, html_page, joined, not_found, plain, render

SITE = "しるべ座"
PER_PAGE = 10
CANARY = "掲載前に運営が内容を確認しています"


def respond(path: str, page: str, day: int, edits: Edits = NO_EDITS) -> Page:
    """The answer to `/experts`, `/experts/guide` or `/experts/ID`."""
    shown = edits.applied(experts(day))
    if path == "/experts":
        return _listing(page, shown)
    if path == "/experts/guide":
        body = render("notice.html", title="掲載ガイド", body=f"プロフィールは{CANARY}。")
        return html_page("掲載ガイド", body, site=SITE)
    wanted = path.removeprefix("/experts/")
    expert = next((expert for expert in shown if expert.id == wanted), None)
    return _profile(expert, shown) if expert else not_found(SITE)


def _listing(page: str, shown: Sequence[Expert]) -> Page:
    rows = [
        render(
            "listing_expert.html",
            id=expert.id,
            headline=expert.headline,
            title=expert.title,
            years=expert.years,
            count=expert.count,
        )
        for expert in shown
    ]
    body = listing("エキスパート一覧", rows, page=page, path="/experts", per_page=PER_PAGE)
    return html_page("エキスパート一覧", body, site=SITE) if body else not_found(SITE)


def _profile(expert: Expert, shown: Sequence[Expert]) -> Page:
    values = {
        "headline": expert.headline,
        "reward": expert.reward,
        "count": expert.count,
        "aside": _aside(expert, shown),
    }
    if expert.layout in {"jsonld", "next"}:
        body = render("profile_script.html", **values)
    else:
        body = render(f"profile_{expert.layout}.html", **values, **_labelled(expert))
    return html_page(expert.headline, body, site=SITE, head=_head(expert), lang=expert.lang)


def _labelled(expert: Expert) -> dict[str, str]:
    return {
        "name": expert.name,
        "organisation": expert.organisation,
        "title": expert.title,
        "years": expert.years,
        "location": expert.location,
        "skills": expert.skills,
        "body": expert.body,
        "career": joined(render("list_item.html", text=line) for line in expert.career),
    }


def _head(expert: Expert) -> Html:
    """What two of the layouts keep their whole profile in: data for a script to show."""
    if expert.layout == "jsonld":
        return _script('type="application/ld+json"', _person(expert))
    if expert.layout == "next":
        data = {"props": {"pageProps": {"expert": _record(expert)}}, "page": "/experts/[id]"}
        return _script('id="__NEXT_DATA__" type="application/json"', data)
    return Html("")


def _person(expert: Expert) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": plain(expert.name),
        "jobTitle": expert.title,
        "worksFor": {"@type": "Organization", "name": plain(expert.organisation)},
        "address": {"@type": "PostalAddress", "addressRegion": expert.location},
        "knowsAbout": expert.skills.split("、"),
        "description": "\n".join((expert.body, *expert.career)),
    }


def _record(expert: Expert) -> dict[str, object]:
    return {
        "name": plain(expert.name),
        "organisation": plain(expert.organisation),
        "title": expert.title,
        "years": expert.years,
        "location": expert.location,
        "skills": expert.skills,
        "career": list(expert.career),
        "body": expert.body,
    }


def _script(attributes: str, data: object) -> Html:
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return render("script.html", attributes=Html(attributes), data=Html(text))


def _aside(expert: Expert, shown: Sequence[Expert]) -> Html:
    """The side box: whom the entry names, else the next unrelated people in the listing."""
    rows = [
        render(
            "aside_item.html",
            id=other.id,
            name=other.name,
            organisation=other.organisation,
            headline=other.headline,
        )
        for other in _recommended(expert, shown)
    ]
    title = "People also viewed" if expert.lang == "en" else "おすすめのエキスパート"
    return render("aside.html", title=title, rows=joined(rows))


def _recommended(expert: Expert, shown: Sequence[Expert]) -> Sequence[Expert]:
    if expert.recommended:
        return [other for other in shown if other.id in expert.recommended]
    others = [other for other in plain_experts() if other.id != expert.id]
    later = [other for other in others if other.id > expert.id]
    return (later + others)[:3]
