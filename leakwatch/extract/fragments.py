"""Small pieces of markup, often broken: what feeds put into their summaries."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from leakwatch.extract.decoding import scrub
from leakwatch.extract.depth import harmless
from leakwatch.extract.tags import Role, names
from leakwatch.extract.walking import LINE, settle, walk

#: beautifulsoup4 reads 2 MB a second, and some garbage much slower; what is longer is a whole page.
_SMALL = 20_000


def fragment_text(html: str) -> str:
    """The words of a piece of markup, blocks apart by line breaks; plain text comes out as it is."""
    html = scrub(html)
    if "<" not in html and "&" not in html:
        return settle(html.replace("\n", LINE))
    if len(html) > _SMALL:
        return _strict_text(html)
    return _tolerant_text(html)


def _strict_text(html: str) -> str:
    root = LexborHTMLParser(harmless(html), scripting=True).root
    return "" if root is None else walk(root).text


def _tolerant_text(html: str) -> str:
    from bs4 import BeautifulSoup, ParserRejectedMarkup  # noqa: PLC0415 - 0.2 s for feeds alone

    try:
        soup = BeautifulSoup(html, "html.parser")
    except ParserRejectedMarkup:  # `<![;`: a declaration that it does not know
        return _strict_text(html)
    for tag in soup.find_all([*names(Role.SKIP), *names(Role.SCRIPT)]):
        tag.decompose()
    for tag in soup.find_all([*names(Role.BREAK), *names(Role.BLOCK), *names(Role.KEPT)]):
        tag.insert_before(LINE)
        tag.append(LINE)
    for tag in soup.find_all(names(Role.KEPT)):
        for string in tag.find_all(string=True):
            string.replace_with(string.replace("\n", LINE))
    for image in soup.find_all("img", alt=True):
        image.insert_before(LINE, str(image["alt"]), LINE)
    return settle(soup.get_text())
