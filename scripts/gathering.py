"""Collect the texts of the code and bring every catalogue in line with them.

A msgid is the English text in `N_("…")`, `_("…")` or `catalogue.text("…")`. Babel's own extractor
reads tokens and would also take `node.text(separator=" ")`; the syntax tree tells them apart.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("leakwatch", "spiders")
LOCALE = Path("leakwatch", "locale")
DOMAIN = "leakwatch"
#: Who translated and when is in the history of the repository; dates here would only make noise.
HEADER = "# Kept in line with the code by scripts/catalogues: edit nothing but the msgstr lines."
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


class NotCollectable(SystemExit):
    """A marked text that is no literal: nobody could translate it."""


def _marker(call: ast.Call) -> str | None:
    match call.func:
        case ast.Name(id="N_" | "_" as name):
            return name
        case ast.Attribute(attr="text"):
            return "text"
        case _:
            return None


def texts(code: str, *, where: str) -> Iterator[str]:
    """The msgids in one module, in the order of their lines."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not (marker := _marker(node)) or not node.args:
            continue
        match node.args[0]:
            case ast.Constant(value=str() as text) if text:
                yield text
            case _ if marker == "N_":
                raise NotCollectable(f"{where}:{node.lineno}: N_() takes one plain string")
            case _:
                pass  # text(message): the message was marked where it was written


def gather(root: Path) -> dict[str, tuple[str, ...]]:
    """Every msgid and the files it stands in."""
    found: dict[str, list[str]] = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            where = path.relative_to(root).as_posix()
            for text in texts(path.read_text(encoding="utf-8"), where=where):
                places = found.setdefault(text, [])
                if where not in places:
                    places.append(where)
    return {text: tuple(places) for text, places in found.items()}


def catalogues(root: Path) -> list[Path]:
    return sorted((root / LOCALE).glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def load(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], domain=DOMAIN)


def in_line(old: Catalog, found: dict[str, tuple[str, ...]]) -> Catalog:
    """A catalogue of exactly the texts found, with the translations that `old` knows."""
    new = Catalog(
        locale=old.locale,
        domain=DOMAIN,
        header_comment=HEADER,
        project=DOMAIN,
        version="1",
        msgid_bugs_address="",
        last_translator="leakwatch",
        language_team="leakwatch",
        creation_date=NEVER,
        revision_date=NEVER,
        fuzzy=False,
    )
    for text, places in sorted(found.items(), key=lambda item: (item[1][0], item[0])):
        known = old.get(text)
        new.add(
            text,
            known.string if known else "",
            locations=[(place, 1) for place in places],
            flags=sorted(known.flags) if known else (),
        )
    return new


def po_bytes(catalog: Catalog) -> bytes:
    written = BytesIO()
    write_po(written, catalog, width=110, include_lineno=False)
    return written.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """The compiled catalogue; it leaves out what has no translation and what is fuzzy."""
    written = BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def main() -> None:
    found = gather(ROOT)
    for path in catalogues(ROOT):
        catalog = in_line(load(path), found)
        path.write_bytes(po_bytes(catalog))
        path.with_suffix(".mo").write_bytes(mo_bytes(catalog))
        missing = sum(1 for message in catalog if message.id and not message.string)
        print(f"{path.relative_to(ROOT)}: {len(found)} texts, {missing} without a translation")


if __name__ == "__main__":
    main()
