"""Hashes of what we look for; a finding carries the one it was judged by."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from leakwatch.models import Watchlist

_DIGITS = 16


def watchlist_digest(watchlist: Watchlist) -> str:
    """Hash of all entries, people included; neither order nor defaults written out change it."""
    return _hash(_plain(replace(watchlist, digest="")))


def directory_digest(directory: Path) -> str:
    """SHA-256 over the names and bytes of every file of the configuration that is read; no secret.

    Files that cannot be read count by their name.
    """
    whole = hashlib.sha256()
    for path in sorted(directory.rglob("*.yaml")):
        whole.update(
            f"{path.relative_to(directory).as_posix()}\0".encode("utf-8", "surrogateescape")
        )
        with contextlib.suppress(OSError):
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _hash(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _plain(value: Any) -> object:
    """`value` as JSON knows it, sorted, defaults left out so that a new field changes no hash."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if field.default is MISSING or getattr(value, field.name) != field.default
        }
    if isinstance(value, tuple):
        return sorted((_plain(item) for item in value), key=_order)
    return value.isoformat() if isinstance(value, date) else value


def _order(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("id") or value.get("language"))
    return str(value)
