"""What identifies what: pure hashes over sightings, findings and alerts."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from leakwatch.models import EntryKind, Finding, Hit, person_of
from leakwatch.record.sealing import Vault

#: Identity of a finding that could not be sealed: one for its source and subject, whatever the page,
#: since the hash of a guessable address would give the page away.
WITHHELD = "withheld"
#: The sensitivity from which a term's quotes are sealed.
_SECRET = 3


def digest(*parts: str) -> str:
    """SHA-256 over `parts`; each part's length goes in, so no two lists of parts meet."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sighting_digest(source: str, identity: str) -> str:
    return digest(source, identity)


def member_digest(hit: Hit) -> str:
    """One member of a hit signature: entry, rule and folded quote."""
    return digest(hit.entry, hit.rule, hit.folded)


def is_confidential(finding: Finding) -> bool:
    """Whether what was found is about a person, may be so, or shows a secret."""
    if finding.sighting.personal_data or person_of(finding.subject):
        return True
    return any(
        hit.sensitivity >= _SECRET or hit.entry_kind is EntryKind.PERSON for hit in finding.hits
    )


def keyed(vault: Vault, plain: str) -> str:
    """The keyed form of a digest, which nobody can compute or check without the index key."""
    return vault.keyed("digest", plain)


def alert_key(source: str, findings: Iterable[tuple[int, int, Iterable[str]]]) -> str:
    """The same for the same news, whoever computes it: (number, openings, signature) each."""
    parts = [
        digest(str(number), str(openings), *sorted(signature))
        for number, openings, signature in sorted(findings, key=lambda one: one[0])
    ]
    return digest("findings", source, *parts)


def summary_key(kind: str, source: str, sweep: int) -> str:
    """Of a summary or a health alert: one of each kind for one sweep."""
    return digest(kind, source, str(sweep))
