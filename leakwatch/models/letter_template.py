"""The text of a kind of letter, as a company may write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leakwatch.errors import N_
from leakwatch.models.letter import LetterKind

#: What a text may hold, and what stands there.
LETTER_FIELDS: Mapping[str, str] = {
    "company": N_("our official name (sender.company)"),
    "corporate_number": N_("our corporate number (sender.corporate_number)"),
    "address": N_("our postal address (sender.address)"),
    "department": N_("the department that writes (sender.department)"),
    "signatory": N_("who signs (sender.name)"),
    "mail": N_("our mail address for answers (sender.mail)"),
    "phone": N_("our telephone number (sender.phone)"),
    "domains": N_("the domains of the group, from watchlist.yaml"),
    "subsidiaries": N_("the other companies of the group, from watchlist.yaml"),
    "platform": N_("the place that is written to or about"),
    "operator": N_("the company that answers for it (inquiries of its definition)"),
    "date": N_("the day on which it is written"),
    "due": N_("the day until which an answer is asked for"),
    "reference": N_("our reference, such as K-1/visasq or C-3"),
    "period": N_("the time a campaign asks about"),
    "sent_on": N_("the day of the letter before, to which a reminder refers"),
    "legal_basis": N_("the work rules or agreement (legal_basis of charter.yaml)"),
    "purpose": N_("why people are watched (purpose of charter.yaml)"),
    "responsible": N_("who answers for it (responsible of charter.yaml)"),
    "person": N_("the name of whoever is written to; typed, never filled in"),
    "page": N_("the address of the page that is meant; typed, never filled in"),
    "outcome": N_("what came of it; typed, never filled in"),
    "guideline": N_("where the guideline is to be read; typed, never filled in"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTemplate:
    kind: LetterKind
    language: str  #: `ja` or `en`
    subject: str  #: one line of Jinja
    body: str  #: Jinja
    where: str  #: the file, for messages
    own: bool = False  #: the company's own, not the one that comes with leakwatch
