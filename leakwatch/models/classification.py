"""Which technology deserves what: the answers by which a term's sensitivity was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Listed(StrEnum):
    """Whether it is on a list of critical or controlled technology of a major country."""

    NONE = "none"
    LISTED = "listed"
    UNSURE = "unsure"  #: counts as listed until somebody knows


class Military(StrEnum):
    """Whether it could serve military ends."""

    NONE = "none"
    POSSIBLE = "possible"
    DIRECT = "direct"


class Confidentiality(StrEnum):
    """How confidential it is by interview with those who work on it."""

    PUBLIC = "public"  #: published by the company or others: catalogue, patent, paper
    INTERNAL = "internal"
    STRICT = "secret"  #: for named people only, or its loss would cost the company its lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """The answers about one term."""

    term: str  #: id
    listed: Listed
    military: Military
    confidentiality: Confidentiality
    reasons: str = ""
    lower: bool = False  #: its sensitivity may be lowered by this
