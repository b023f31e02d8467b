"""From three answers about a term to its sensitivity: a table anybody can read."""

from __future__ import annotations

from leakwatch.models import Classification, Confidentiality, Listed, Military

#: What is published stays public whatever it can be used for: watching for it as if it were a
#: secret would report the company's own catalogue.
_BASE = {
    Confidentiality.PUBLIC: 1,
    Confidentiality.INTERNAL: 2,
    Confidentiality.STRICT: 3,
}
_SECRET = 3


def sensitivity_of(answers: Classification) -> int:
    """1 public, 2 internal, 3 secret.

    Internal know-how of a technology that is listed (or may be), or serves military ends directly,
    counts as secret.
    """
    base = _BASE[answers.confidentiality]
    grave = answers.listed is not Listed.NONE or answers.military is Military.DIRECT
    return _SECRET if grave and answers.confidentiality is not Confidentiality.PUBLIC else base
