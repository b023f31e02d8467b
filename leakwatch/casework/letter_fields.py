"""What the fields of a letter are filled with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from leakwatch.models import (
    Campaign,
    Charter,
    Deadlines,
    Inquiries,
    Letter,
    LetterKind,
    Sender,
    Watchlist,
)
from leakwatch.workdays import Calendar, add_business_days

_SEPARATOR = {"ja": "、", "en": ", "}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
#: Business days that an answer is given, by kind of letter: a name of `models.Deadlines`.
_ANSWER = {
    LetterKind.REMINDER: "reminder",
    LetterKind.HR_CONTACT: "hr",
    LetterKind.LEAVER_REMINDER: "hr",
    LetterKind.TAKEDOWN: "takedown",
}


def day_in_words(day: date, language: str) -> str:
    """2026年11月26日, or 26 November 2026."""
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def own_fields(
    sender: Sender, watchlist: Watchlist, charter: Charter | None, language: str
) -> Mapping[str, str]:
    """Who writes, and on which grounds."""
    separator = _SEPARATOR[language]
    companies = watchlist.companies
    return {
        "company": sender.company,
        "corporate_number": sender.corporate_number,
        "address": sender.address,
        "department": sender.department,
        "signatory": sender.name,
        "mail": sender.mail,
        "phone": sender.phone,
        "domains": separator.join(dict.fromkeys(one for two in companies for one in two.domains)),
        "subsidiaries": separator.join(one.name for one in companies if not one.owner),
        "legal_basis": charter.legal_basis if charter else "",
        "purpose": charter.purpose if charter else "",
        "responsible": charter.responsible if charter else "",
    }


def fields_about(
    reference: str,
    kind: LetterKind,
    language: str,
    *,
    platform: str,
    inquiries: Inquiries | None,
    before: tuple[Letter, ...],
    today: date,
    deadlines: Deadlines,
    calendar: Calendar,
) -> Mapping[str, str]:
    """Who is written to, about what and until when; `before` are the letters about the same."""
    days = getattr(deadlines, _ANSWER.get(kind, "answer"))
    sent = [one.sent_at for one in before if one.sent_at is not None]
    return {
        "reference": reference,
        "platform": platform,
        "operator": (inquiries.operator if inquiries else "") or platform,
        "date": day_in_words(today, language),
        "due": day_in_words(add_business_days(today, days, calendar), language),
        "sent_on": day_in_words(max(sent).date(), language) if sent else "",
    }


def period_of(campaign: Campaign, language: str) -> str:
    begins, ends = (day_in_words(day, language) for day in (campaign.begins, campaign.ends))
    return f"{begins}から{ends}まで" if language == "ja" else f"{begins} to {ends}"
