"""Watch terms out of real pages, chosen by a parser that is not ours."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree, html

from benchmarks.corpus import CorpusFile, Kind
from leakwatch.text import fold_key

_SEED = 20_261
_UNSEEN = ("script", "style", "noscript", "template", "iframe", "noembed", "noframes", "rt", "rp")
#: One phrase of words only, so that nothing around it can make it part of a longer word.
_PHRASE = re.compile(r"[\w\u30fb]{6,24}")
_LETTERS = re.compile(r"[a-z]{9,}")
_WORD = re.compile(r"(?<![\w-])[A-Za-z]{9,20}(?![\w-])")
#: What page data may look like; other script is never to be read.
_DATA = re.compile(r"__\w|window\s*[.\[]|self\s*[.\[]|globalThis")


@dataclass(frozen=True)
class Planted:
    """What a page shows, or does not show, and where."""

    text: str
    page: str  #: name of the corpus file


def _tree(page: CorpusFile) -> html.HtmlElement | None:
    codec = {"shift_jis": "cp932"}.get(page.encoding, page.encoding or "utf-8")
    text = page.body.decode(codec, "replace")
    try:
        return html.document_fromstring(text.encode(), html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return None


def _trees(files: Iterable[CorpusFile]) -> Iterator[tuple[CorpusFile, html.HtmlElement]]:
    for page in files:
        tree = _tree(page) if page.kind is Kind.PAGE else None
        if tree is not None:
            yield page, tree


def shown_terms(files: list[CorpusFile], count: int) -> list[Planted]:
    """Phrases that fill an element of a page and are shown by it, one of each of `count` pages."""
    found: list[list[Planted]] = []
    for page, tree in _trees(files):
        for element in tree.xpath("//" + "|//".join(_UNSEEN)):
            element.drop_tree()
        texts = (
            (element.text or "").strip()
            for element in tree.xpath("//body//*[not(*)]")
            if element.tag in {"p", "li", "td", "h1", "h2", "h3", "dt", "dd", "th"}
        )
        phrases = sorted({text for text in texts if _PHRASE.fullmatch(text)})
        if phrases:
            found.append([Planted(phrase, page.name) for phrase in phrases])
    draw = random.Random(_SEED)
    chosen: dict[str, Planted] = {}
    while found and len(chosen) < count:
        page_phrases = found.pop(draw.randrange(len(found)))
        phrase = draw.choice(page_phrases)
        chosen.setdefault(fold_key(phrase.text), phrase)
    return list(chosen.values())


def hidden_terms(files: list[CorpusFile], count: int) -> list[Planted]:
    """Words that stand only in style, or in script that is no page data, on no page elsewhere."""
    hidden: dict[str, Planted] = {}
    elsewhere: list[str] = []
    for page, tree in _trees(files):
        for element in tree.xpath("//script|//style"):
            said = (element.text or "") + " ".join(map(str, element.attrib.values()))
            if _is_data(element):
                elsewhere.append(said)
            else:
                hidden |= {word.lower(): Planted(word, page.name) for word in _WORD.findall(said)}
            element.text = None
        elsewhere.append(html.tostring(tree, encoding="unicode"))
    known = " ".join(set(_LETTERS.findall(" ".join(elsewhere).lower())))
    words = sorted(hidden)
    random.Random(_SEED).shuffle(words)
    unknown = (hidden[word] for word in words if word not in known)
    return list(islice(unknown, count))


def _is_data(element: html.HtmlElement) -> bool:
    kind = element.get("type", "")
    return element.tag == "script" and ("json" in kind or bool(_DATA.search(element.text or "")))
