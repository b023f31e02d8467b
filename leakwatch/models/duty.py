"""Something of casework that somebody has to do by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """As a channel may see it: labels and ids only."""

    what: str  #: name, such as `case.waiting`; its words are in `notify`
    label: str  #: `C-3`, `K-1/visasq`, `L-7`, `charter`, `J-2`
    due: date
    owner: str  #: reviewer id; empty: whoever is a lead
