"""What a service without an app token does not load."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
import leakwatch.app.service
print([name for name in ("slack_bolt", "scrapy", "leakwatch.triage") if name in sys.modules])
"""


def test_without_an_app_token_nothing_of_buttons_and_commands_is_loaded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"
