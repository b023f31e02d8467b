from __future__ import annotations

import pytest

from leakwatch.crawl.walls import Answer, gone_look, looks_gone, wall_at, wall_of
from leakwatch.extract import Document, read_document
from leakwatch.models import Marks
from tests.servers.walls import NAME, framed, profile

URL = "https://site.example/expert/4711"
LONG = "<p>" + "化学メーカーの研究開発部門で高分子の合成に携わる。" * 100
NAV = "<nav>" + "".join(f"<a href=/{n}>分野 {n}</a> " for n in range(60)) + "</nav>"


def read(body: str, *, url: str = URL) -> Document:
    return read_document(body.encode(), url=url, content_type="text/html; charset=utf-8")


def wall(
    body: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    marks: Marks | None = None,
) -> str | None:
    answer = Answer(document=read(body), body=body.encode(), status=status, headers=headers)
    return wall_of(answer, marks or Marks())


WALLS = [
    ("Cloudflare waits", "<title>Just a moment...</title>", "bot_wall"),
    ("in full width", "<title>Ｊｕｓｔ ａ ｍｏｍｅｎｔ...</title>", "bot_wall"),
    ("Akamai", "<title>Access Denied</title><h1>Access Denied</h1>Reference #18.1", "bot_wall"),
    ("HUMAN", "<div id=px-captcha></div><p>Press &amp; Hold to confirm you are a human", "bot_wall"),
    ("Imperva", "<iframe>x</iframe>Request unsuccessful. Incapsula incident ID: 1-2", "bot_wall"),
    ("only a script", "<script src=//x.awswaf.com/challenge.js></script>", "bot_wall"),
    ("Turnstile", "<div class=cf-turnstile></div>", "bot_wall"),
    ("Japanese", "<p>私はロボットではありません", "bot_wall"),
    ("too much", "<p>短時間に大量のアクセスがあったため、しばらくお待ちください", "bot_wall"),
    ("log in", framed(f"ログイン | {NAME}", NAV + LONG[:900]), "login_wall"),
    ("heading", f"<h1>ログインしてください</h1>{NAV}", "login_wall"),
    ("members", framed(NAME, "この先をご覧になるには会員登録が必要です"), "login_wall"),
    ("English", "<title>Sign in - Sample</title><form><input type=password></form>", "login_wall"),
    ("consent", "<h1>Before you continue</h1><p>We use cookies and data", "consent_wall"),
    ("age", "<title>年齢確認</title><p>あなたは18歳以上ですか", "consent_wall"),
    ("down", "<h1>ただいまメンテナンス中です</h1>", "maintenance"),
    ("crowded", "<p>アクセスが集中しております。しばらく時間をおいてお試しください", "maintenance"),
    ("not there", framed(f"ページが見つかりません | {NAME}", NAV + LONG[:900]), "soft_404"),
    ("not there, by its heading", framed(NAME, "<h1>404</h1>" + NAV), "soft_404"),
    ("left", framed(NAME, "このユーザーは退会済みです"), "soft_404"),
    ("English, not there", "<title>404 Not Found</title><h1>Not Found</h1>nginx", "soft_404"),
    ("React", "<title>x</title><div id='root'></div><script src=a.js></script>", "needs_javascript"),
    ("Angular", "<title>x</title><app-root></app-root>", "needs_javascript"),
    ("Vue", '<title>x</title><div class=a id="app" data-v> </div>', "needs_javascript"),
    ("asks", "<noscript>JavaScriptを有効にしてください</noscript>", "needs_javascript"),
    ("asks aloud", "<p>Please enable JavaScript to continue.", "needs_javascript"),
    ("nothing", "", "empty_page"),
    ("next to nothing", "<html><body> \n <script>var a</script></body>", "empty_page"),
]  # fmt: skip

PAGES = [
    ("a profile", str(profile(3).body)),
    ("an article about CAPTCHAs", f"<title>「私はロボットではありません」の仕組み</title>{LONG}Verify you are human"),
    ("an article about an error", f"<title>404 Not Found の原因と対策 | {NAME}</title>{LONG}"),
    ("a note on Access Denied", f"<title>Access Denied エラーの直し方をまとめた</title>{LONG}"),
    ("a form of its own", f"<title>山田の研究室</title><div class=g-recaptcha></div>{LONG}"),
    ("a hidden login", f"<title>専門家</title>{LONG[:300]}<form><input type=password></form>ログイン"),
    ("a banner", framed("専門家", "化学メーカーで研究開発を十年、その後独立<div>当サイトはクッキーを使用します 同意する</div>")),
    ("a footer on cookies", framed("専門家", f"{LONG[:200]}<p>We use cookies. Accept all")),
    ("a root that is filled", f"<div id=root><p>{LONG[:200]}</p></div>"),
    ("a shell with data", "<div id=root></div><script type='application/ld+json'>"
     '{"@type": "Person", "name": "専門家", "description": "' + "研究開発" * 80 + '"}</script>'),
    ("a counting picture", "<title>短い</title><p>短い頁<noscript><img src=/count></noscript>"),
    ("Cloudflare's script", f"<title>専門家</title>{LONG[:400]}<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>"),
    ("maintenance as a trade", f"<title>設備メンテナンスの専門家 | {NAME}</title><h1>設備メンテナンスの専門家</h1>{LONG[:300]}"),
    ("a room", f"<title>404号室の研究日記</title>{LONG[:300]}"),
    ("a single word", "<p>山田"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "name"), [row[1:] for row in WALLS], ids=[row[0] for row in WALLS]
)
def test_what_stands_in_place_of_a_page_is_known(body: str, name: str) -> None:
    assert wall(body) == name


@pytest.mark.parametrize("body", [row[1] for row in PAGES], ids=[row[0] for row in PAGES])
def test_a_page_is_a_page_though_it_speaks_of_walls(body: str) -> None:
    assert wall(body) is None


def test_a_header_says_it_whatever_the_page_shows() -> None:
    assert wall(LONG, headers={"cf-mitigated": "challenge"}) == "bot_wall"
    assert wall(LONG, headers={"x-amzn-waf-action": "captcha"}) == "bot_wall"
    assert wall(LONG, headers={"server": "cloudflare"}) is None


def test_a_refusal_may_say_more_than_its_number() -> None:
    said = f"<p>自動アクセスを検知しました</p>{LONG[:700]}"
    assert wall(said, status=403) == "bot_wall"
    assert wall(said, status=200) is None


@pytest.mark.parametrize(
    ("marks", "name"),
    [
        (Marks(login=("ゲストの方は",)), "login_wall"),
        (Marks(bot=("少々お待ち",)), "bot_wall"),
        (Marks(consent=("約款に",)), "consent_wall"),
        (Marks(gone=("ｵﾔｵﾔ",)), "soft_404"),
    ],
)
def test_a_definition_knows_the_walls_of_its_place_however_long_they_are(
    marks: Marks, name: str
) -> None:
    assert wall(f"{LONG}ゲストの方は 約款に 少々お待ち おやおや オヤオヤ", marks=marks) == name
    assert wall(LONG, marks=marks) is None


@pytest.mark.parametrize(
    ("asked", "url", "name"),
    [
        ("https://a.example/p/1", "https://a.example/login?next=/p/1", "login_wall"),
        ("https://a.example/p/1", "https://a.example/users/sign_in", "login_wall"),
        ("https://a.example/p/1", "https://accounts.a.example/v3", "login_wall"),
        ("https://a.example/p/1", "https://consent.a.example/m?continue=x", "consent_wall"),
        ("https://a.example/login/x", "https://a.example/login/y", None),
        ("https://a.example/p/1", "https://a.example/p/1/", None),
        ("https://a.example/p/1", "https://a.example/p/login-systems", None),
    ],
)
def test_an_address_that_a_redirect_leads_to_may_say_it(
    asked: str, url: str, name: str | None
) -> None:
    assert wall_at(url, asked=asked) == name


def test_what_is_shown_for_a_page_that_does_not_exist_is_known_again() -> None:
    frame = f"<title>{NAME}</title>{NAV}<h1>おやおや</h1><p>{{}} さんはいません</p><p>閲覧 {{}}</p>"
    gone = gone_look(read(frame.format("nobody", 17), url="https://site.example/expert/nobody"))
    assert looks_gone(read(frame.format("4711", 4), url=URL), gone)
    assert not looks_gone(read(frame.format("4711", 4) + "<p>名古屋</p>", url=URL), gone)
    assert not looks_gone(read(frame.format("4711", 4).replace(NAME, "専門家"), url=URL), gone)


def test_a_page_that_shows_nothing_teaches_nothing() -> None:
    gone = gone_look(read("", url="https://site.example/nobody"))
    assert not looks_gone(read(""), gone)
