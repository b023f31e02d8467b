"""Letters from a template and the fields that case, campaign or charter give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leakwatch.casework.letter_fields import Value
from leakwatch.casework.letter_files import find_template
from leakwatch.casework.letter_template import Filled, fill
from leakwatch.casework.platform_names import service_name
from leakwatch.models import (
    Campaign,
    CampaignLine,
    Case,
    CaseState,
    Charter,
    Company,
    LetterKind,
    Person,
    Sender,
    Source,
    Watchlist,
)

#: How a case that ended so is told to whom it was about.
_OUTCOMES = {
    CaseState.VERIFIED_GONE: "gone",
    CaseState.KEPT: "kept",
}
#: Letters to a person.
TO_PERSON = frozenset({LetterKind.HR_CONTACT, LetterKind.OUTCOME})


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The letter that this one follows."""

    date: date
    subject: str


def render(
    kind: LetterKind, language: str, fields: Mapping[str, Value], *, directory: Path
) -> Filled:
    """The letter as the company's template makes it, else the packaged one.

    `directory` is that of the configuration. What is empty is named in `missing`, and marked in the
    text. Raises ConfigMistakes for a template that is wrong, UsageError for a wrong field.
    """
    return fill(find_template(directory, kind, language).template, fields)


def fields_of_sender(sender: Sender, watchlist: Watchlist, language: str) -> dict[str, Value]:
    """Who we are; in English under our English name, where the watchlist has one."""
    owner = watchlist.owner
    company = sender.company or owner.name
    if language == "en" and owner.english and company == owner.name:
        company = owner.english[0]
    others = [one for one in watchlist.companies if not one.owner]
    return {
        "sender.company": company,
        "sender.corporate_number": sender.corporate_number,
        "sender.address": sender.address,
        "sender.department": sender.department,
        "sender.name": sender.name,
        "sender.mail": sender.mail,
        "sender.phone": sender.phone,
        "owner.names": _joined((company, owner.name, *owner.english, *owner.former_names)),
        "owner.domains": _joined(domain for one in watchlist.companies for domain in one.domains),
        "owner.subsidiaries": _joined(_titles(others, language)),
    }


def fields_of_letter(
    reference: str, *, today: date, answer_by: date, earlier: Earlier | None = None
) -> dict[str, Value]:
    return {
        "letter.date": today,
        "letter.reference": reference,
        "letter.answer_by": answer_by,
        "earlier.date": earlier.date if earlier else None,
        "earlier.subject": earlier.subject if earlier else None,
    }


def fields_of_platform(source: Source) -> dict[str, Value]:
    """The service and who runs it; what its definition does not say stays empty."""
    return {
        "platform.name": service_name(source),
        "recipient.company": source.inquiries.operator,
    }


def fields_for_line(campaign: Campaign, line: CampaignLine, source: Source) -> dict[str, Value]:
    """A platform of a campaign, with what it answered."""
    del campaign  # its grounds are ours and sealed
    return {
        **fields_of_platform(source),
        "answer.date": line.answered_on,
        "answer.count": line.count,
    }


def fields_for_case(
    case: Case, source: Source, kind: LetterKind, person: Person | None = None
) -> dict[str, Value]:
    """A case's platform or, in a letter to him, the person; the others are named nowhere."""
    fields = fields_of_platform(source)
    if kind not in TO_PERSON:
        return fields
    del fields["recipient.company"]
    fields["recipient.name"] = f"{person.surname} {person.given}".strip() if person else None
    fields["outcome.kind"] = _OUTCOMES.get(case.state)
    return fields


def fields_of_charter(charter: Charter | None) -> dict[str, Value]:
    if charter is None:
        return {}
    return {
        "charter.purpose": charter.purpose,
        "charter.legal_basis": charter.legal_basis,
        "charter.scope": charter.scope,
        "charter.responsible": charter.responsible,
        "charter.retention_days": charter.retention_days,
        "charter.valid_until": charter.valid_until,
    }


def _titles(companies: Iterable[Company], language: str) -> Iterable[str]:
    for one in companies:
        yield one.english[0] if language == "en" and one.english else one.name


def _joined(values: Iterable[str]) -> tuple[str, ...]:
    """`values` without blanks and repetitions, in their order."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, values))))
