"""What stands in place of a page: walls, shells, "not there"; and pages that only look wrong.

All texts are invented after what such pages say; nothing is copied from anybody's.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from tests.servers.behaviours import Asked, Page, send, status

NAME = "サンプル商会"
_FRAME = "<nav><a href='/'>トップ</a> <a href='/guide'>ご利用ガイド</a> <a href='/login'>ログイン</a></nav>"


def framed(title: str, body: str) -> str:
    """A page with the head and foot that all pages of a site share."""
    head = f"<!doctype html><html lang=ja><title>{title}</title>{_FRAME}"
    return f"{head}<main>{body}</main><footer>運営会社 {NAME}</footer></html>"


def profile(number: int) -> Page:
    """An ordinary page, with a link to log in and a note on cookies like most."""
    body = (
        f"<h1 class=name>専門家 {number}</h1><p class=career>化学メーカーで研究開発を{number}年。</p>"
        "<p>相談するにはログインしてください</p><div>当サイトはCookieを使用します <button>同意する</button></div>"
        "<noscript>JavaScriptを有効にすると地図が見られます</noscript>"
    )
    return Page(framed(f"専門家 {number} | {NAME}", body))


BOT_WALLS = {
    "BotWall": Page(
        "<!doctype html><title>Just a moment...</title><h1>site.example</h1>"
        "<p>Verify you are human by completing the action below.</p>"
        "<script>window._cf_chl_opt={}</script>"
    ),
    "BotWallForbidden": Page(
        "<!doctype html><title>Attention Required! | Cloudflare</title>"
        "<h1>Sorry, you have been blocked</h1><p>You are unable to access site.example</p>",
        403,
    ),
    "BotWallJapanese": Page(
        framed(NAME, "<p>ロボットではありません にチェックを入れてください。</p>")
    ),
    "BotWallScript": Page(
        "<!doctype html><html><body><script src='//ct.captcha-delivery.com/c.js'></script>"
    ),
    "BotWallHeader": Page("<html><p>.</p>", 202, {"x-amzn-waf-action": "challenge"}),
}

LOGIN_WALL = Page(
    framed(
        f"会員ログイン | {NAME}",
        "<h1>ログイン</h1><form><input name=mail><input type=password name=pw>"
        "<a href='/reminder'>パスワードを忘れた方</a></form>",
    )
)
MEMBERS_ONLY = Page(framed(NAME, "<p>このページをご覧になるには会員登録が必要です。</p>"))
CONSENT_WALL = Page(
    "<!doctype html><title>site.example</title><h1>We value your privacy</h1>"
    "<p>We and our partners store and/or access information on a device.</p>"
    "<button>Accept all</button><button>Manage options</button>"
)
SOFT_404 = Page(framed(f"ページが見つかりません | {NAME}", "<p>URLをご確認ください。</p>"))
MAINTENANCE = Page(framed(NAME, "<h1>ただいまメンテナンス中です</h1><p>8時に終わります。</p>"))
CROWDED = status(503)
SHELL = Page(
    "<!doctype html><title>サンプル</title><noscript>You need to enable JavaScript to run this app."
    "</noscript><div id=root></div><script src=/app.js></script>"
)
WRONG_CHARSET = Page(
    framed(f"専門家 | {NAME}", "<h1 class=name>専門家</h1><p class=career>研究開発</p>").encode(
        "cp932"
    ),
    headers={"Content-Type": "text/html; charset=utf-8"},
)
DEEP = Page(
    "<!doctype html><title>深い</title><h1 class=name>専門家</h1>"
    + "<div>" * 20_000
    + "<p class=career>研究開発</p>"
)
ENTITY_BOMB = Page(
    "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a '"
    + "lol" * 100
    + "'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 20}'>" for n in range(9))
    + "]><rss version='2.0'><channel><title>&j;</title><item><title>&j;</title></item></channel></rss>",
    headers={"Content-Type": "application/rss+xml"},
)


class ChangingNoise:
    """An ordinary page whose tokens, counters and advertisements differ each time."""

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        noise = time.monotonic_ns()
        body = f"<h1 class=name>専門家</h1><p class=career>研究開発</p><p>閲覧数 {noise}</p>"
        await send(out, framed(f"専門家 | {NAME}", body).encode(), headers={"X-Id": str(noise)})


@dataclass(frozen=True, slots=True)
class Late:
    """An ordinary page, after a while."""

    page: Page
    seconds: float = 0.3

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self.seconds)
        await self.page.answer(asked, out)


class Echoing404:
    """A page for what does not exist that names what was asked for, in words nobody knows."""

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        what = asked.path.rpartition("/")[2]
        body = f"<h1>おやおや</h1><p>{what} という方はこちらにはおられないようです。</p>"
        await send(out, framed(NAME, body).encode())
