"""The demo's own configuration, with the addresses of a running world filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from leakwatch.demo.content import DATA
from leakwatch.demo.world import World
from leakwatch.locale import Language

CONFIG = files("leakwatch.demo") / "config"
#: What the stand-in Slack knows; written here because its package needs the extra to be imported.
SLACK_TOKEN = "xoxb-stand-in-token"  # noqa: S105 - opens nothing but the stand-in
SLACK_APP_TOKEN = "xapp-stand-in-token"  # noqa: S105
_NOTICE = timedelta(days=60)  # the staff of the sample company was told two months ago
_VALID = timedelta(days=365)


def write_config(
    directory: Path,
    *,
    world: World,
    slack_url: str,
    os_user: str,
    today: date,
    language: Language,
    slack_token: str = SLACK_TOKEN,
) -> None:
    """Write settings, watchlist, charter, reviewers, sources and `people.csv` into `directory`.

    The charter is valid for a year from `today`; `os_user` becomes the reviewer.
    """
    values = {
        "language": language,
        "slack_url": _quoted(slack_url),
        "os_user": _quoted(os_user),
        "notice_date": (today - _NOTICE).isoformat(),
        "valid_until": (today + _VALID).isoformat(),
        "platform_url": world.platform_url,
        "board_url": world.board_url,
        "blog_url": world.blog_url,
    }
    _fill(CONFIG, directory, values)
    roster = (DATA / "roster.csv").read_text(encoding="utf-8")
    _write(directory / "people.csv", roster)
    _write(directory / "slack-token", slack_token + "\n")
    _write(directory / "slack-app-token", SLACK_APP_TOKEN + "\n")


def _fill(template: Traversable, target: Path, values: Mapping[str, str]) -> None:
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for part in template.iterdir():
        if part.is_dir():
            _fill(part, target / part.name, values)
        elif part.name.endswith(".yaml"):
            text = Template(part.read_text(encoding="utf-8")).substitute(values)
            _write(target / part.name, text)


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


def _quoted(text: str) -> str:
    """`text` as a YAML scalar, whatever is in it (YAML reads JSON strings)."""
    return json.dumps(text, ensure_ascii=False)
