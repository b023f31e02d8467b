"""Where each entry of the watchlist stands, for whoever has something to say about it later."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from leakwatch.config.yaml_file import read_document
from leakwatch.models import EntryKind

_LISTS = {
    "companies": (EntryKind.COMPANY, EntryKind.PROFILE),
    "sites": (EntryKind.SITE,),
    "divisions": (EntryKind.DIVISION,),
    "terms": (EntryKind.TERM,),
    "combinations": (EntryKind.TERM,),
}


def entry_places(directory: Path) -> Mapping[tuple[EntryKind, str], str]:
    """`config/watchlist.yaml:12` by kind and id; the roster has no lines any more."""
    file = directory / "watchlist.yaml"
    document, _ = read_document(file, name=f"{directory.name}/{file.name}")
    return {
        (kind, str(entry.get("id"))): f"{document.file}:{document.line(path)}"
        for key, kinds in _LISTS.items()
        for path, entry in document.entries(key)
        for kind in kinds
    }
