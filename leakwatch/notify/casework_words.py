"""What "gone" rests on, as a sentence about it goes on."""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.errors import N_
from leakwatch.models import Basis

BASES: Mapping[Basis, str] = {
    Basis.SWEEP: N_("by sweeps and a direct check"),
    Basis.PLATFORM: N_("by the platform's written answer"),
    Basis.PERSON: N_("by the person's own declaration"),
}
