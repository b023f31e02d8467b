"""A small world on loopback: sample platforms, a sample company and a stand-in Slack."""

from __future__ import annotations

from leakwatch.demo.configuration import write_config
from leakwatch.demo.expected import Claim, Expected, Planted, Tally, expected
from leakwatch.demo.world import Fault, Seen, World

__all__ = [
    "Claim",
    "Expected",
    "Fault",
    "Planted",
    "Seen",
    "Tally",
    "World",
    "expected",
    "write_config",
]
