"""What processes of `tests.warm` have imported when they begin; no reactor, no thread, nothing run."""

from __future__ import annotations

import gc
import os
import pkgutil
import sys
import threading
import warnings
from importlib import import_module

import leakwatch

#: Read the language when they are imported, or are programs.
_OWN = ("leakwatch.cli", "leakwatch.__main__", "leakwatch.record.migrations.")


def _import_all() -> None:
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # numpy's threads would not outlive a fork
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for module in pkgutil.walk_packages(leakwatch.__path__, "leakwatch."):
            if not module.name.startswith(_OWN):
                import_module(module.name)
        import_module("typer")
    import_module("leakwatch.text").fold_key("(株)")  # makes its tables
    assert "twisted.internet.reactor" not in sys.modules
    assert threading.active_count() == 1
    gc.freeze()


_import_all()
