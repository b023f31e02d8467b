"""Language data: tab-separated files of the package, comments behind `#`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `data/NAME.tsv` as tuples of columns."""
    content = (files("leakwatch") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in content.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(line.split("\t")) for line in lines)


def all_data() -> bytes:
    """Every language file, in the order of names: for the digest of the rules."""
    folder = files("leakwatch") / "data"
    found = sorted((entry for entry in folder.iterdir()), key=lambda entry: entry.name)
    return b"\0".join(entry.read_bytes() for entry in found if entry.name.endswith(".tsv"))
