"""From a finding to its end: campaigns, cases, letters, awareness, evidence, and what is kept."""

from __future__ import annotations
