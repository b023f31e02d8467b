from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
import leakwatch.crawl, leakwatch.dispatch
print([name for name in ("scrapy", "twisted", "numpy") if name in sys.modules])
"""


def test_judging_needs_no_scrapy_so_the_supervisor_stays_small() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
