"""The tech blog of the demo world: a feed of recent articles, a sitemap of the older ones."""

from __future__ import annotations

from leakwatch.demo.content import Article, old_articles, recent_articles
from leakwatch.demo.page import Html, Page, html_page, joined, not_found, render

SITE = "夜更かし工作ノート"
CANARY = "仕事帰りの有志が書いているブログです"


def respond(path: str, url: str, day: int) -> Page:
    """The answer to a path under `/blog`; `url` is the blog's own address, without a slash."""
    if path == "/blog/feed.xml":
        return _feed(url, day)
    if path == "/blog/sitemap.xml":
        return _sitemap(url, day)
    if path == "/blog/about":
        body = render("notice.html", title="このブログについて", body=f"{CANARY}。")
        return html_page("このブログについて", body, site=SITE)
    if path == "/blog/":
        return _index(day)
    return _found(path, day)


def _found(path: str, day: int) -> Page:
    articles = {f"/blog/articles/{one.slug}": one for one in recent_articles(day)}
    articles |= {f"/blog/archive/{one.slug}": one for one in old_articles(day)}
    article = articles.get(path)
    return _article(article) if article else not_found(SITE)


def _article(article: Article) -> Page:
    code = render("code.html", text=article.code) if article.code else Html("")
    body = render(
        "article.html",
        title=article.title,
        author=article.author,
        published=article.published,
        paragraphs=joined(render("paragraph.html", text=text) for text in article.paragraphs),
        code=code,
        tags=joined(render("list_item.html", text=tag) for tag in article.tags),
    )
    return html_page(article.title, body, site=SITE, charset=article.encoding)


def _index(day: int) -> Page:
    rows = joined(
        render(
            "blog_item.html",
            href=f"/blog/articles/{article.slug}",
            title=article.title,
            published=article.published,
        )
        for article in reversed(recent_articles(day))
    )
    return html_page(SITE, render("blog_index.html", title=SITE, rows=rows), site=SITE)


def _feed(url: str, day: int) -> Page:
    newest_first = recent_articles(day)[::-1]
    entries = joined(
        render(
            "feed_entry.xml",
            title=article.title,
            href=f"{url}/articles/{article.slug}",
            published=_moment(article),
            author=article.author,
            summary=str(render("paragraph.html", text=article.paragraphs[0])),  # escaped once more
        )
        for article in newest_first
    )
    feed = render(
        "feed.xml", title=SITE, url=url, updated=_moment(newest_first[0]), entries=entries
    )
    return Page(body=feed.encode(), content_type="application/atom+xml; charset=utf-8")


def _sitemap(url: str, day: int) -> Page:
    entries = joined(
        render(
            "sitemap_entry.xml",
            href=f"{url}/archive/{article.slug}",
            published=article.published,
        )
        for article in old_articles(day)
    )
    body = render("sitemap.xml", entries=entries).encode()
    return Page(body=body, content_type="application/xml")


def _moment(article: Article) -> str:
    return f"{article.published}T09:00:00+09:00"
