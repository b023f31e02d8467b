"""Pages that want more of a browser than to be read: each ends by a name, and reaches nothing inside.

A site on 127.0.0.2, which no source here allows, stands for everything inside a company network.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from leakwatch.crawl import Counts
from leakwatch.models import Browser, Limits, Outcome
from tests.servers.behaviours import (
    Behaviour,
    Bomb,
    Drop,
    EndlessHeaders,
    Huge,
    Page,
    Silent,
    Site,
    links,
    redirect,
    serving,
)
from tests.servers.browsing import browse, needs_browser, script
from tests.servers.crawling import Swept

pytestmark = needs_browser

PLAIN = Browser(timeout=3.0)
READY = '<a href="/a">a</a><i class=ready></i>'
INSIDE = "127.0.0.2"


@pytest.fixture
def trap() -> Iterator[Site]:
    """Serves what nobody may reach; a test ends well only when nobody did."""
    with serving(Site({"/": Page("inside")}, host=INSIDE)) as site:
        yield site
    assert site.asked == []


def counted(swept: Swept) -> Counts:
    assert swept.counts is not None, swept.error
    return swept.counts


def lost(swept: Swept) -> dict[str, int]:
    return dict(counted(swept).errors)


def ask(trap: Site, spelling: str) -> str:
    """Code that asks for a place and shows that it has tried."""
    return f"""
      const port = {trap.authority.rpartition(":")[2]}, place = {spelling!r};
      fetch(`http://${{place}}:${{port}}/`, {{mode: 'no-cors'}}).then(() => show('in'), () => show('tried'));
    """


@pytest.mark.parametrize(
    "spelling",
    [
        INSIDE,
        "2130706434",
        "0x7f000002",
        "0177.0.0.2",
        "127.2",
        "[::ffff:127.0.0.2]",
        "127。0。0。2",
    ],
)
def test_an_address_inside_is_not_fetched_in_any_spelling(trap: Site, spelling: str) -> None:
    with serving(Site({"/": links("/a"), "/a": script(ask(trap, spelling))})) as site:
        swept = browse(site.url("/"), allow_private=("127.0.0.1/32",), browser=PLAIN)
    assert ">tried<" in swept.sightings[0].text
    assert (lost(swept), counted(swept).refused) == ({"part_refused": 1}, 1)


def every_way(trap: Site) -> str:
    url = trap.url("/")
    return f"""
      const inside = {url!r}, more = [];
      const tag = (name, values) => document.body.append(Object.assign(document.createElement(name), values));
      for (const name of ['img', 'script', 'iframe', 'audio', 'embed', 'source']) tag(name, {{src: inside}});
      tag('link', {{rel: 'stylesheet', href: inside}}); tag('link', {{rel: 'preload', as: 'fetch', href: inside}});
      tag('link', {{rel: 'prefetch', href: inside}}); tag('link', {{rel: 'preconnect', href: inside}});
      tag('object', {{data: inside}}); tag('iframe', {{srcdoc: `<img src=${{inside}}>`}});
      navigator.sendBeacon(inside, 'x');
      new EventSource(inside); new WebSocket(inside.replace('http', 'ws'));
      const xhr = new XMLHttpRequest(); xhr.open('POST', inside); xhr.send('x');
      fetch('/inside').catch(() => 0);
      const code = `fetch('${{inside}}', {{mode: 'no-cors'}}); new WebSocket('${{inside}}'.replace('http', 'ws'))`;
      new Worker(URL.createObjectURL(new Blob([code])));
      try {{ new SharedWorker('data:text/javascript,' + encodeURIComponent(code)); }} catch (error) {{ 0; }}
      for (const rule of ['prefetch', 'prerender'])
        document.head.append(Object.assign(document.createElement('script'),
          {{type: 'speculationrules', textContent: JSON.stringify({{[rule]: [{{urls: [inside]}}]}})}}));
      window.open(inside); window.open(inside, '_blank', 'noopener');
      tag('a', {{href: inside, target: '_blank', id: 'away'}}); away.click();
      const channel = globalThis.RTCPeerConnection && new RTCPeerConnection({{iceServers: [
        {{urls: 'stun:{INSIDE}:3478'}},
        {{urls: 'turn:{trap.authority}?transport=tcp', username: 'a', credential: 'a'}}]}});
      channel?.createDataChannel('x'); channel?.createOffer().then((offer) => channel.setLocalDescription(offer));
      setTimeout(() => show('tried'), 1500);
    """


@contextlib.contextmanager
def datagrams(port: int) -> Iterator[list[bytes]]:
    """What comes in at a UDP port inside."""
    heard: list[bytes] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind((INSIDE, port))
        listener.settimeout(0)
        yield heard
        with contextlib.suppress(BlockingIOError):
            heard.append(listener.recv(2_048))


def test_no_way_that_a_script_knows_leads_inside(trap: Site) -> None:
    routes = {
        "/": Page(READY),
        "/a": script(every_way(trap)),
        "/inside": redirect(trap.url("/")),
    }
    with serving(Site(routes)) as site, datagrams(3_478) as heard:
        swept = browse(site.url("/"))
    assert heard == []
    assert swept.sightings, swept
    assert ">tried<" in swept.sightings[0].text
    assert lost(swept) == {"part_refused": 1}  # one place, however often it was asked for


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (redirect("http://{trap}/"), "redirect_refused"),
        (script("location.href = 'http://{trap}/'"), "redirect_refused"),
        (Page("<meta http-equiv=refresh content='0;url=http://{trap}/'>"), "redirect_refused"),
        (redirect("http://169.254.169.254/latest/meta-data/"), "redirect_refused"),
        (script("location.href = 'file:///etc/passwd'"), "needs_javascript"),
        (script("open('http://{trap}/')"), "needs_javascript"),
    ],
    ids=["redirect", "script", "refresh", "metadata", "file", "open"],
)
def test_a_page_that_goes_inside_is_refused(trap: Site, page: Page, name: str | None) -> None:
    headers = {key: value.replace("{trap}", trap.authority) for key, value in page.headers.items()}
    assert isinstance(page.body, str)
    sent = Page(page.body.replace("{trap}", trap.authority), page.status, headers)
    with serving(Site({"/": links("/a"), "/a": sent})) as site:
        swept = browse(site.url("/"), browser=PLAIN)
    assert (lost(swept) if name else swept.sightings != []) == ({name: 1} if name else True)
    assert "root:" not in "".join(sighting.text for sighting in swept.sightings)


def test_a_service_worker_is_not_registered() -> None:
    worker = Page("self.onfetch = () => 0", headers={"Content-Type": "text/javascript"})
    code = """
      const all = globalThis.ServiceWorkerContainer.prototype;
      all.register.call(navigator.serviceWorker, '/w.js').catch(() => 0);
      setTimeout(() => show(String(navigator.serviceWorker)), 1000);
    """
    page = script(code)
    with serving(Site({"/": Page(READY), "/a": page, "/w.js": worker})) as site:
        swept = browse(site.url("/"))
    assert ">undefined<" in swept.sightings[0].text
    assert "/w.js" not in site.paths()


def test_dialogs_permissions_and_downloads_do_not_hold_a_page_up() -> None:
    code = """
      alert('1'); confirm('2'); prompt('3'); window.onbeforeunload = () => 'stay'; print();
      location.href = '/file.bin';
      Object.assign(document.createElement('a'), {href: 'data:,x', download: 'x.exe'}).click();
      Notification.requestPermission().then((answer) => show(answer));
    """
    attached = {"Content-Type": "application/x-thing", "Content-Disposition": "attachment"}
    routes = {
        "/": links("/a", "/b"),
        "/a": script(code.replace("location.href = '/file.bin';", "")),
    }
    routes |= {"/b": Page(b"MZ\x90\0\0 program", headers=attached)}
    with serving(Site(routes)) as site:
        swept = browse(site.url("/"), browser=PLAIN)
    assert ">denied<" in swept.sightings[0].text
    assert lost(swept) == {"not_text": 1}


# What grows is hidden: laid out, a line of megabytes takes memory until the sweep's own wall ends it.
@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("while (true) {}", "not_rendered"),
        ("show('x'); setTimeout(() => { while (true) {} }, 0)", "not_rendered"),
        ("app.hidden = true; let n = 0; const f = () => { app.append('x'.repeat(1e5)); if (++n > 30) app.className = 'ready'; if (n < 60) setTimeout(f, 0) }; f()", "too_large"),
        ("for (let n = 0; n < 1000; n++) fetch('/n?' + n)", "too_many_parts"),
        ("fetch('/huge').then((answer) => answer.text())", "too_large"),
        ("fetch('/bomb').then((answer) => answer.text())", "too_large"),
        ("fetch('/silent').then(() => show('never'))", "not_rendered"),
        ("setInterval(() => location.hash = Math.random(), 1); history.pushState({}, '', '/else')", "not_rendered"),
    ],
    ids=["loop", "late loop", "growth", "requests", "huge", "bomb", "silent", "restless"],
)  # fmt: skip
def test_a_page_without_an_end_is_left_by_a_name_and_the_next_is_read(code: str, name: str) -> None:
    routes: dict[str, Behaviour] = {
        "/": Page(READY + '<a href="/b">b</a>'),
        "/a": script(code),
        "/b": script("show('the next')"),
        "/n": Page("x"),
        "/huge": Huge(),
        "/bomb": Bomb(40_000_000),
        "/silent": Silent(),
    }
    with serving(Site(routes)) as site:
        limits = Limits(pages=10, page_bytes=2_000_000, seconds=100)
        swept = browse(
            site.url("/"), browser=Browser(wait_for=".ready", timeout=6.0), limits=limits
        )
    assert lost(swept) == {name: 1}
    assert ["the next" in sighting.text for sighting in swept.sightings] == [True]


@pytest.mark.parametrize(
    ("behaviour", "name"),
    [
        (Huge(), "too_large"),
        (Bomb(40_000_000), "too_large"),
        (EndlessHeaders(), "too_large"),
        (Silent(), "timeout"),
        (Page("<p>x</p>" * 500_000), "too_large"),
    ],
    ids=["huge", "bomb", "headers", "silent", "large"],
)
def test_an_answer_without_an_end_is_left_by_a_name(behaviour: Behaviour, name: str) -> None:
    with serving(Site({"/": links("/a"), "/a": behaviour})) as site:
        swept = browse(site.url("/"), browser=PLAIN)
    assert lost(swept) == {name: 1}


def test_a_page_that_takes_all_memory_ends_the_sweep_by_a_name() -> None:
    code = "const all = []; while (true) all.push(new Uint8Array(5e7).fill(7));"
    workers = f"for (let n = 0; n < 8; n++) new Worker(URL.createObjectURL(new Blob([{code!r}])))"
    with serving(Site({"/": links("/a", "/b"), "/a": script(workers), "/b": Page("b")})) as site:
        swept = browse(
            site.url("/"), limits=Limits(memory_mb=1_024, seconds=100), browser=Browser()
        )
    assert counted(swept).stopped == "memory_limit"
    assert swept.outcome is Outcome.PARTIAL


def test_half_a_page_is_no_page() -> None:
    with serving(Site({"/": links("/a"), "/a": Drop()})) as site:
        swept = browse(site.url("/"), browser=PLAIN)
    assert list(lost(swept)) in (["incomplete"], ["connection_lost"])


def test_the_time_limit_ends_a_sweep_in_the_midst_of_a_page() -> None:
    routes = {"/": Page(READY), "/a": script("")}
    with serving(Site(routes)) as site:
        patient = Browser(wait_for=".ready", timeout=60.0)
        swept = browse(site.url("/"), browser=patient, limits=Limits(seconds=12))
    assert (counted(swept).stopped, swept.outcome) == ("time_limit", Outcome.PARTIAL)


def test_the_trap_is_where_no_source_may_go() -> None:
    assert ip_address(INSIDE).is_loopback
