"""One page, read once: its text, title, data, and whatever a definition selects."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from leakwatch.errors import N_, LayoutChanged
from leakwatch.extract.addresses import absolute
from leakwatch.extract.decoding import decode
from leakwatch.extract.depth import harmless
from leakwatch.extract.language import language_of
from leakwatch.extract.markup import PageMarkup
from leakwatch.extract.page_data import json_strings, page_data
from leakwatch.extract.selecting import compiled_pattern, compiled_xpath
from leakwatch.extract.walking import Walk, readings_of, settle, text_of, walk
from leakwatch.models import Selector, SelectorKind

_DESCRIPTIONS = ("description", "og:title", "og:description", "twitter:description")
#: Elements that mean nothing outside a table.
_OF_TABLES = frozenset({"tbody", "td", "th", "tr"})
#: Longer addresses are cut before a definition's pattern sees them.
_LONGEST_URL = 2_000


def read_document(body: bytes, *, url: str, content_type: str | None = None) -> Document:
    """The page that `body` is, fetched from `url`.

    Raises NotText when it holds no text.
    """
    text, encoding = decode(body, content_type=content_type)
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind.endswith("json"):
        return Document("", url=url, encoding=encoding, json=text)
    if kind == "text/plain":
        text = f"<pre>{html.escape(text)}</pre>"
    return Document(harmless(text), url=url, encoding=encoding)


class Document:
    """A page; everything that costs time is worked out when it is first asked for."""

    def __init__(
        self,
        source: str,
        *,
        url: str,
        encoding: str,
        json: str | None = None,
        base: str | None = None,
    ) -> None:
        self.url = url
        self._given_base = base
        self.encoding = encoding
        self._source = source
        self._json = json
        self._tree = LexborHTMLParser(source, scripting=True)

    @cached_property
    def _walk(self) -> Walk:
        return walk(self._root)

    @property
    def _root(self) -> LexborNode:
        root = self._tree.root
        assert root is not None, "a parsed document has a root, be it empty"
        return root

    @cached_property
    def text(self) -> str:
        """What a reader sees, blocks apart by line breaks; without the title."""
        return self._walk.text

    @cached_property
    def title(self) -> str:
        titles = [settle(node.text_lexbor()) for node in self._walk.titles]
        return next(filter(None, titles), "") or self._metas.get("og:title", "") or self._heading

    @cached_property
    def description(self) -> str:
        """What the page says of itself to search engines and social networks, beside its title."""
        said = dict.fromkeys(self._metas.get(name, "") for name in _DESCRIPTIONS)
        return "\n".join(line for line in said if line and line != self.title)

    @cached_property
    def data(self) -> Mapping[str, str]:
        """Strings of JSON-LD and embedded page data, by kind or name."""
        if self._json is not None:
            return {"json": json_strings(self._json)}
        return page_data(self._walk.scripts) if self._walk.scripts else {}

    @cached_property
    def markup(self) -> PageMarkup:
        """What stands beside the page's subject and what it calls itself, for whoever will ask."""
        return PageMarkup(self._source, url=self.url)

    @cached_property
    def readings(self) -> tuple[tuple[str, str], ...]:
        """(base, reading) of what `ruby` annotates."""
        return readings_of(self._walk.rubies)

    @cached_property
    def language(self) -> str | None:
        """Two letters: by the script of the text, else as declared."""
        declared = self._root.attributes.get("lang") or self._root.attributes.get("xml:lang")
        return language_of(self.text or self.title, declared=declared)

    def select(self, selector: Selector) -> tuple[str, ...]:
        """What `selector` finds, in order; empty values are left out.

        Raises LayoutChanged when the selector cannot be evaluated.
        """
        ways = {
            SelectorKind.CSS: self._by_css,
            SelectorKind.XPATH: self._by_xpath,
            SelectorKind.URL: self._by_url,
        }
        return tuple(filter(None, ways[selector.kind](selector)))

    def text_without(self, selectors: Sequence[Selector]) -> str | None:
        """The text without the elements that `selectors` find; None when there are no selectors.

        A selector that is not CSS finds text: what it finds is taken out once.
        """
        if not selectors:
            return None
        tree = LexborHTMLParser(self._source, scripting=True)
        for selector in selectors:
            if selector.kind is SelectorKind.CSS:
                for node in _found(tree, selector):
                    node.decompose()
        text = walk(tree.root).text if tree.root is not None else ""
        others = [one for one in selectors if one.kind is not SelectorKind.CSS]
        for value in (value for selector in others for value in self.select(selector)):
            text = text.replace(value, "", 1)
        return text

    def links(self, selector: Selector) -> tuple[str, ...]:
        """Addresses `selector` finds: absolute, http(s) only, without fragment, each once.

        Without `::attr(…)` a CSS selector means the link itself or the first one inside.
        """
        if selector.kind is SelectorKind.CSS and selector.attribute is None:
            found = [href for node in self._css(selector) if (href := _href(node))]
        else:
            found = list(self.select(selector))
        addresses = (absolute(self.base, reference) for reference in found)
        return tuple(dict.fromkeys(address for address in addresses if address))

    def pieces(self, selector: Selector) -> tuple[Document, ...]:
        """Each element `selector` finds as a page of its own, with this page's address.

        Raises LayoutChanged when the selector cannot be evaluated.
        """
        if selector.kind is SelectorKind.CSS:
            found = [_whole(node.html or "", node.tag or "") for node in self._css(selector)]
        else:
            found = [
                _whole(_serialised(item), str(item.tag))
                for item in self._xpath(selector)
                if etree.iselement(item)
            ]
        return tuple(
            Document(each, url=self.url, encoding=self.encoding, base=self.base) for each in found
        )

    @cached_property
    def base(self) -> str:
        """What relative addresses of this page are relative to."""
        if self._given_base is not None:
            return self._given_base
        node = self._tree.css_first("base[href]")
        href = node.attributes.get("href") if node is not None else None
        return (absolute(self.url, href) if href else None) or self.url

    @cached_property
    def _metas(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in self._walk.metas:
            attributes = node.attributes
            name = (attributes.get("name") or attributes.get("property") or "").lower()
            content = attributes.get("content")
            if name and content:
                found.setdefault(name, settle(content))
        return found

    @property
    def _heading(self) -> str:
        node = self._tree.css_first("h1")
        return "" if node is None else text_of(node).replace("\n", " ")

    def _css(self, selector: Selector) -> list[LexborNode]:
        return _found(self._tree, selector)

    def _by_css(self, selector: Selector) -> list[str]:
        nodes = self._css(selector)
        if selector.attribute is None:
            return [text_of(node) for node in nodes]
        return [settle(node.attributes.get(selector.attribute) or "") for node in nodes]

    def _by_xpath(self, selector: Selector) -> list[str]:
        return [_value(item) for item in self._xpath(selector)]

    def _xpath(self, selector: Selector) -> list[Any]:
        if self._lxml is None:
            return []
        try:
            found = compiled_xpath(selector.expression)(self._lxml)
        except etree.XPathError as error:
            raise _unusable(selector, error) from error
        return found if isinstance(found, list) else [found]

    def _by_url(self, selector: Selector) -> list[str]:
        found = compiled_pattern(selector.expression).search(self.url[:_LONGEST_URL])
        return [found[1] or ""] if found else []

    @cached_property
    def _lxml(self) -> etree._Element | None:
        """A second tree, only for definitions that use XPath."""
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        try:
            return etree.fromstring(self._source.encode("utf-8", "replace"), parser)
        except (etree.XMLSyntaxError, ValueError):
            return None


def _whole(html: str, tag: str) -> str:
    """An element's markup so that it can stand alone: outside a table, parsers drop its rows."""
    return f"<table>{html}</table>" if tag in _OF_TABLES else html


def _found(tree: LexborHTMLParser, selector: Selector) -> list[LexborNode]:
    try:
        return tree.css(selector.expression)
    except SelectolaxError as error:
        raise _unusable(selector, error) from error


def _href(node: LexborNode) -> str | None:
    link = node if "href" in node.attributes else node.css_first("[href]")
    return None if link is None else link.attributes.get("href")


def _value(item: object) -> str:
    if etree.iselement(item):
        root = LexborHTMLParser(_serialised(item), scripting=True).root
        return "" if root is None else walk(root).text
    if isinstance(item, float):
        return f"{item:g}"
    return settle(str(item))


def _serialised(item: Any) -> str:
    return str(etree.tostring(item, encoding="unicode", method="html", with_tail=False))


def _unusable(selector: Selector, error: Exception) -> LayoutChanged:
    return LayoutChanged(
        N_("{where}: the selector {selector} cannot be used: {why}"),
        where=selector.where,
        selector=selector.expression,
        why=error,
    )
