"""leakwatch tells a security team that its know-how or its people are on sale."""

from __future__ import annotations

__version__ = "0.1.0"
