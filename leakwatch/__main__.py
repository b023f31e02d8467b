"""`python -m leakwatch`."""

from __future__ import annotations

from leakwatch.cli import main

if __name__ == "__main__":
    main()
