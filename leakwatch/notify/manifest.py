"""The Slack app this tool posts as, for a workspace's admins to paste."""

from __future__ import annotations

from importlib.resources import files


def manifest() -> str:
    """The app manifest (YAML) as `leakwatch slack manifest` prints it."""
    return (files("leakwatch.notify") / "manifest.yaml").read_text(encoding="utf-8")
