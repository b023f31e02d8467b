"""What a letter says: the company's text, filled with what is known of both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from leakwatch.app.watch import Watch
from leakwatch.casework.letter_fields import fields_about, own_fields, period_of
from leakwatch.casework.letters import Written, render
from leakwatch.config import ConfigMistakes, load_letters
from leakwatch.errors import N_, UsageError
from leakwatch.models import Inquiries, LetterKind, LetterTemplate, LetterText

#: Letters that go to the place itself; all others need an address that is typed.
_TO_PLACES = frozenset(
    {
        LetterKind.PLATFORM_INQUIRY,
        LetterKind.DEREGISTRATION_RELAY,
        LetterKind.EMPLOYER_BLOCK,
        LetterKind.REMINDER,
        LetterKind.CLOSING,
        LetterKind.TAKEDOWN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A letter as it was asked for."""

    kind: LetterKind
    about: str  #: label: `C-3`, `K-1/visasq`, `A-2`
    language: str | None = None
    to: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)  #: typed ones go before all others


def template_of(watch: Watch, kind: LetterKind, language: str) -> LetterTemplate:
    """The text of `kind`. Raises ConfigMistakes when the company's own has any."""
    texts = load_letters(watch.settings.directory)
    wrong = texts.mistakes.get((language, kind))
    if wrong:
        raise ConfigMistakes(wrong)
    return texts.templates[language, kind]


def written(watch: Watch, wanted: Wanted, *, now: datetime) -> tuple[Written, LetterText, str]:
    """What the letter would say, its text and its language; gaps are named in the first.

    Raises UsageError and ConfigMistakes.
    """
    platform, inquiries = _place(watch, wanted.about)
    language = wanted.language or (inquiries.language if inquiries else "")
    language = language or watch.settings.language
    fields = dict(_fields(watch, wanted, language, platform, inquiries, now=now))
    fields.update({name: value for name, value in wanted.fields.items() if value})
    result = render(template_of(watch, wanted.kind, language), fields)
    recipient = wanted.to or _address(wanted.kind, inquiries)
    text = LetterText(subject=result.subject, recipient=recipient, body=result.body)
    return result, text, language


def _place(watch: Watch, about: str) -> tuple[str, Inquiries | None]:
    """The name of the place a letter is about, and whom to write to there."""
    sort, _, rest = about.partition("-")
    name = ""
    if sort == "C" and rest.isdigit():
        name = watch.record.cases.get(int(rest)).source
    elif sort == "K":
        number, _, name = rest.partition("/")
        campaign = watch.record.campaigns.get(number_in(f"K-{number}"))
        if name and campaign.line(name) is None:
            raise UsageError(
                N_("{platform} is not in {campaign}: it asks {known}"),
                platform=name,
                campaign=campaign.label,
                known=", ".join(line.platform for line in campaign.lines) or "-",
            )
    elif sort != "A":
        raise UsageError(
            N_("{label} is nothing to write about: write C-3, K-1/PLATFORM or A-2"), label=about
        )
    source = watch.settings.sources.get(name)
    if source is None:
        return name, None
    return source.title or source.name, source.inquiries


def number_in(label: str) -> int:
    digits = label[2:].partition("/")[0]
    if not (digits.isascii() and digits.isdigit()):
        raise UsageError(
            N_("{label} is nothing to write about: write C-3, K-1/PLATFORM or A-2"), label=label
        )
    return int(digits)


def _fields(
    watch: Watch,
    wanted: Wanted,
    language: str,
    platform: str,
    inquiries: Inquiries | None,
    *,
    now: datetime,
) -> Mapping[str, str]:
    settings = watch.settings
    casework = settings.casework
    period = ""
    if wanted.about.startswith("K-"):
        period = period_of(watch.record.campaigns.get(number_in(wanted.about)), language)
    return {
        **own_fields(casework.sender, settings.watchlist, settings.charter.charter, language),
        **fields_about(
            wanted.about,
            wanted.kind,
            language,
            platform=platform,
            inquiries=inquiries,
            before=watch.record.letters.of(wanted.about),
            today=watch.today(now),
            deadlines=casework.deadlines,
            calendar=settings.routing,
        ),
        "period": period,
    }


def _address(kind: LetterKind, inquiries: Inquiries | None) -> str:
    if kind not in _TO_PLACES or inquiries is None:
        return ""
    return inquiries.contact or inquiries.form
