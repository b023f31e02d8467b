"""Pages that are asked directly at the end of a sweep: what they answer, and what that costs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from leakwatch.models import Answer, Limits, Marks, Outcome
from tests.servers.behaviours import (
    Behaviour,
    Drop,
    Page,
    Silent,
    Site,
    Turns,
    links,
    redirect,
    serving,
    status,
)
from tests.servers.crawling import BRISK, Order, Swept, make_source, sweep


def page(title: str, body: str = "<p>サンプル商会のみなさまへ</p>") -> Page:
    return Page(f"<title>{title}</title><h1>{title}</h1>{body}")


PROFILE = page("研究者のプロフィール", "<p>素材の研究を十年</p>")
FORM = '<form><input type="text" name="u"><input type="password" name="p"></form>'
LONG = f"<p>{'素材の開発を続けてきました。' * 60}</p>"

ANSWERS: dict[str, tuple[Behaviour, Answer, str]] = {
    "/404": (status(404), Answer.GONE, "http_404"),
    "/410": (status(410), Answer.GONE, "http_410"),
    "/home": (redirect("/"), Answer.GONE, "redirected"),
    "/home-for-good": (redirect("/", 301), Answer.GONE, "redirected"),
    "/to-404": (redirect("/404"), Answer.GONE, "http_404"),
    "/soft": (page("お探しのページが見つかりません"), Answer.GONE, "soft_404"),
    "/soft-title": (
        Page(f"<title>ページが見つかりません | しるべ座</title>{LONG}"),
        Answer.GONE,
        "soft_404",
    ),
    "/soft-left": (page("このユーザーは退会しました"), Answer.GONE, "soft_404"),
    "/soft-en": (page("Page not found"), Answer.GONE, "soft_404"),
    "/soft-own": (page("しるべ座", "<p>掲載を終えた方です</p>"), Answer.GONE, "soft_404"),
    "/to-soft": (redirect("/soft"), Answer.GONE, "soft_404"),
    "/there": (PROFILE, Answer.THERE, "http_200"),
    "/there-with-form": (
        page("研究者のプロフィール", LONG + FORM),
        Answer.THERE,
        "http_200",
    ),
    "/there-by-script": (
        Page('<script type="application/ld+json">{"@type":"Person","name":"研究者"}</script>'),
        Answer.THERE,
        "http_200",
    ),
    "/slash": (redirect("/slash/"), Answer.THERE, "http_200"),
    "/longer": (redirect("/longer/profile"), Answer.THERE, "moved"),
    "/once-busy": (Turns((status(503), PROFILE)), Answer.THERE, "http_200"),
    "/to-login": (redirect("/users/login"), Answer.UNKNOWN, "wall"),
    "/form": (page("しるべ座", FORM), Answer.UNKNOWN, "wall"),
    "/closed": (page("メンテナンス中です"), Answer.UNKNOWN, "wall"),
    "/bot": (page("Just a moment..."), Answer.UNKNOWN, "wall"),
    "/own-wall": (page("しるべ座", "<p>会員の方はこちらから</p>"), Answer.UNKNOWN, "wall"),
    "/403": (status(403), Answer.UNKNOWN, "http_403"),
    "/to-403": (redirect("/403"), Answer.UNKNOWN, "http_403"),
    "/500": (status(500), Answer.UNKNOWN, "http_500"),
    "/empty": (Page(""), Answer.UNKNOWN, "empty"),
    "/no-content": (status(204), Answer.UNKNOWN, "http_204"),
    "/binary": (Page(b"\x89PNG\0\0\1" * 1_000), Answer.UNKNOWN, "empty"),
    "/drop": (Drop(), Answer.UNKNOWN, "incomplete"),
    "/silent": (Silent(), Answer.UNKNOWN, "timeout"),
    "/loop": (redirect("/loop"), Answer.UNKNOWN, "too_many_redirects"),
    "/inside": (redirect("http://127.0.0.2:9/"), Answer.UNKNOWN, "guard_refused"),
    "/forbidden": (PROFILE, Answer.UNKNOWN, "robots_refused"),
}
ROUTES: dict[str, Behaviour] = {
    "/": links("/one", "/two"),
    "/one": PROFILE,
    "/two": PROFILE,
    "/slash/": PROFILE,
    "/longer/profile": PROFILE,
    "/users/login": page("ようこそ", FORM),
    "/robots.txt": Page(
        "User-agent: *\nDisallow: /forbidden", headers={"Content-Type": "text/plain"}
    ),
    **{path: behaviour for path, (behaviour, _, _) in ANSWERS.items()},
}
MARKS = Marks(gone=("掲載を終えた方",), login=("会員の方はこちら",))


def swept(site: Site, *ask: str, **changes: object) -> Swept:
    given = {"marks": MARKS, "politeness": replace(BRISK, concurrency=4), **changes}
    source = make_source(site.url("/"), **given)
    return sweep(Order(source=source, ask=tuple(map(site.url, ask))))


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[Site, Swept]]:
    with serving(Site(ROUTES)) as site:
        yield site, swept(site, *ANSWERS)


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_is_gone_there_or_nobody_knows(asked: tuple[Site, Swept], path: str) -> None:
    site, done = asked
    _, answer, how = ANSWERS[path]
    assert done.answers[site.url(path)] == (answer, how)


def test_what_is_asked_at_the_end_is_no_part_of_what_the_sweep_saw(
    asked: tuple[Site, Swept],
) -> None:
    _, done = asked
    assert done.counts is not None
    assert (done.counts.pages, done.counts.sightings) == (3, 2)
    assert done.counts.errors == {}
    assert done.outcome is Outcome.OK
    assert done.counts.checks.total() == len(ANSWERS)
    assert done.counts.requests > len(ANSWERS)


def test_the_checks_come_after_everything_else_and_without_validators(
    asked: tuple[Site, Swept],
) -> None:
    site, _ = asked
    paths = site.paths()
    first = min(paths.index(path) for path in ANSWERS if path != "/forbidden")
    assert {"/", "/one", "/two", "/robots.txt"} <= set(paths[:first])
    assert "/forbidden" not in paths
    for one in site.asked:
        assert not {"if-none-match", "if-modified-since"} & one.headers.keys()


def test_addresses_of_people_stay_out_of_the_log(asked: tuple[Site, Swept]) -> None:
    _, done = asked
    for path in ANSWERS:
        assert f"{path} " not in done.log
        assert f"{path}'" not in done.log


def test_a_site_that_refuses_the_checks_is_left_alone_and_the_sweep_stays_clean() -> None:
    paths = [f"/gone/{number}" for number in range(12)]
    with serving(Site({**ROUTES, "/gone/": status(403)})) as site:
        done = swept(site, *paths, politeness=BRISK)
    assert done.outcome is Outcome.OK
    assert done.counts is not None
    assert done.counts.stopped is None
    assert {answer for answer, _ in done.answers.values()} == {Answer.UNKNOWN}
    assert done.counts.checks["http_403"] < len(paths) == done.counts.checks.total()
    assert done.counts.checks["not_asked"] > 0


def test_a_site_that_asks_for_patience_gets_it_and_the_sweep_stays_clean() -> None:
    with serving(Site({**ROUTES, "/busy": status(429, Retry_After="3600")})) as site:
        done = swept(site, "/busy")
    assert (done.outcome, done.answers) == (
        Outcome.OK,
        {site.url("/busy"): (Answer.UNKNOWN, "http_429")},
    )


def test_the_page_limit_holds_for_checks_and_takes_nothing_from_the_sweep() -> None:
    with serving(Site(ROUTES)) as site:
        done = swept(site, "/404", "/there", "/410", limits=Limits(pages=4, seconds=60))
    assert done.counts is not None
    assert done.counts.checks["not_asked"] == 2
    assert not done.counts.page_limit
    assert done.outcome is Outcome.OK


def test_what_is_no_address_of_the_web_is_not_asked() -> None:
    with serving(Site(ROUTES)) as site:
        source = make_source(site.url("/"))
        done = sweep(Order(source=source, ask=("file:///etc/passwd", "")))
    assert set(done.answers.values()) == {(Answer.UNKNOWN, "no_address")}
