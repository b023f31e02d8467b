"""The request board of the demo world: who looks for people who know what."""

from __future__ import annotations

from leakwatch.demo.content import Request, requests
from leakwatch.demo.listing import listing
from leakwatch.demo.page import Page, html_page, joined, not_found, render

SITE = "しるべ座 募集掲示板"
PER_PAGE = 10
CANARY = "募集の掲載は無料です"


def respond(path: str, page: str, day: int) -> Page:
    """The answer to `/requests`, `/requests/guide/` or `/requests/ID/`."""
    if path == "/requests":
        return _listing(page, day)
    if path == "/requests/guide/":
        body = render("notice.html", title="募集のしかた", body=f"{CANARY}。期間は30日までです。")
        return html_page("募集のしかた", body, site=SITE)
    wanted = path.removeprefix("/requests/")
    request = next((one for one in requests(day) if f"{one.id}/" == wanted), None)
    return _request(request) if request else not_found(SITE)


def _listing(page: str, day: int) -> Page:
    rows = [
        render(
            "listing_request.html",
            id=request.id,
            title=request.title,
            period=request.period,
            reward=request.reward,
        )
        for request in requests(day)
    ]
    body = listing("募集一覧", rows, page=page, path="/requests", per_page=PER_PAGE)
    return html_page("募集一覧", body, site=SITE) if body else not_found(SITE)


def _request(request: Request) -> Page:
    body = render(
        "request.html",
        title=request.title,
        body=request.body,
        reward=request.reward,
        period=request.period,
        buyer=request.buyer,
        tags=joined(render("list_item.html", text=tag) for tag in request.tags),
    )
    return html_page(request.title, body, site=SITE, lang=request.lang)
