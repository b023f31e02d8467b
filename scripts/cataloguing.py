"""Write the table of docs/sources/catalogue.md from config/sources: `python -m scripts.cataloguing`.

The table stands between `<!-- catalogue -->` and `<!-- /catalogue -->`; a test fails when it is out of date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from leakwatch.config.load_sources import read_sources
from leakwatch.models import Source

ROOT = Path(__file__).resolve().parent.parent
DEFINITIONS = ROOT / "config" / "sources"
DOCUMENT = ROOT / "docs" / "sources" / "catalogue.md"
_OPENING, _CLOSING = "<!-- catalogue -->\n", "<!-- /catalogue -->"
_HEADINGS = ("file", "what it is", "kind", "people", "what it learns", "terms", "confidence")


def catalogued() -> tuple[Source, ...]:
    """Every shipped definition, in the order of names. Raises ValueError with their mistakes."""
    found = read_sources(DEFINITIONS, name="config/sources", main=None, user_kinds=False)
    if found.mistakes:
        raise ValueError("\n".join(map(str, found.mistakes)))
    return tuple(one.source for one in found.definitions)


def _rows() -> Iterator[Sequence[str]]:
    for source in catalogued():
        about = source.about
        yield (
            f"[`{source.name}`](../../config/sources/{source.name}.yaml)",
            source.title,
            f"`{source.kind}`",
            "yes" if source.personal_data else "no",
            about.discloses or "-",
            source.terms.crawling.value,
            about.confidence.value if about.confidence else "-",
        )


def filled(text: str) -> str:
    """The document with its table as the definitions have it."""
    before, _, rest = text.partition(_OPENING)
    lines = (_HEADINGS, ("---",) * len(_HEADINGS), *_rows())
    table = "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
    return before + _OPENING + table + _CLOSING + rest.partition(_CLOSING)[2]


def main() -> None:
    DOCUMENT.write_text(filled(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
