"""The command line: the only code that prints, and where errors become exit codes."""

from __future__ import annotations

from leakwatch.cli.entry import main

__all__ = ["main"]
