"""What processes of `tests.warm` have imported when they begin; no reactor, no thread, nothing run."""

from __future__ import annotations

import gc
import os
import pkgutil
import sys
import threading
import warnings
from collections.abc import Iterable
from importlib import import_module

import leakwatch

#: The one reads the language when it is imported, the others are programs.
_OWN = ("leakwatch.cli", "leakwatch.__main__", "leakwatch.record.migrations.env")


def _import_all() -> None:
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # numpy's threads would not outlive a fork
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _import_below("leakwatch.", leakwatch.__path__)
        import_module("typer")
    import_module("leakwatch.text").fold_key("(株)")  # makes its tables
    assert not sys.modules.keys() & {"leakwatch.cli", "twisted.internet.reactor"}
    assert threading.active_count() == 1
    gc.freeze()


def _import_below(prefix: str, places: Iterable[str]) -> None:
    for found in pkgutil.iter_modules(places, prefix):
        if found.name not in _OWN:
            module = import_module(found.name)
            if found.ispkg:
                _import_below(f"{found.name}.", module.__path__)


_import_all()
