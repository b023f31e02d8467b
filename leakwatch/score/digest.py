"""The rules' fingerprint, so that findings a new version brings can be told from new pages."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files

from leakwatch.text import all_data

#: Packages whose behaviour decides what becomes a finding.
JUDGING = ("match", "score", "text")


@cache
def rules_digest() -> str:
    """Hash over rules, weights, severity matrix and language data, as the package holds them."""
    digest = sha256(all_data())
    for package in JUDGING:
        folder = files("leakwatch") / package
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                digest.update(f"\0{package}/{entry.name}\0".encode())
                digest.update(entry.read_bytes())
    return digest.hexdigest()[:16]
