"""An invented company that writes, an invented platform that is written to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from leakwatch.casework.letter_fields import Value
from leakwatch.casework.letters import Earlier, fields_of_letter, fields_of_sender
from leakwatch.models import Company, Letter, LetterKind, LetterState, LetterText, Sender, Watchlist

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
SENDER = Sender(
    company="サンプル商会株式会社",
    corporate_number="7000012050002",
    address="東京都千代田区見本町一丁目2番3号",
    department="総務部 情報管理課",
    name="見本 花子",
    mail="joho@sample-shokai.example",
    phone="03-0000-0000",
)
ENGLISH_SENDER = Sender(
    company="Sample Trading Co., Ltd.",
    corporate_number="7000012050002",
    address="1-2-3 Mihoncho, Chiyoda-ku, Tokyo, Japan",
    department="Information Management Section",
    name="Hanako Mihon",
    mail="joho@sample-shokai.example",
    phone="+81-3-0000-0000",
)
WATCHLIST = Watchlist(
    companies=(
        Company(
            id="sample",
            name="サンプル商会株式会社",
            owner=True,
            english=("Sample Trading Co., Ltd.",),
            former_names=("サンプル工業株式会社",),
            domains=("sample-shokai.example",),
        ),
        Company(
            id="film",
            name="サンプルフィルム株式会社",
            english=("Sample Film Inc.",),
            domains=("sample-film.example",),
        ),
    )
)


def make_fields(language: str = "ja", **changes: Value) -> dict[str, Value]:
    """Every field that any letter shows; `sender__name=None` empties one."""
    ja = language == "ja"
    fields: dict[str, Value] = {
        **fields_of_sender(SENDER if ja else ENGLISH_SENDER, WATCHLIST, language),
        **fields_of_letter(
            "K-1/komorebi",
            today=TODAY,
            answer_by=date(2026, 12, 10),
            earlier=Earlier(
                date=date(2026, 11, 9),
                subject="当社従業員等のご登録状況に関するご照会【K-1/komorebi】"
                if ja
                else "Enquiry about registrations from our company [K-1/komorebi]",
            ),
        ),
        "recipient.company": "コモレビ株式会社" if ja else "Komorebi Inc.",
        "platform.name": "コモレビ・エキスパート" if ja else "Komorebi Experts",
        "answer.date": date(2026, 11, 20),
        "answer.count": 3,
        "outcome.kind": "kept",
        "takedown.urls": ("https://paste.example/a1b2", "https://paste.example/c3d4"),
        "charter.purpose": "営業秘密の漏えいを早期に把握すること"
        if ja
        else "To notice leaks of trade secrets early",
        "charter.legal_basis": "就業規則第12条、秘密情報管理規程"
        if ja
        else "Article 12 of the work rules; rules on confidential information",
        "charter.responsible": "情報管理責任者 見本 太郎" if ja else "Taro Mihon, CISO",
        "charter.retention_days": 365,
        "charter.valid_until": date(2027, 3, 31),
        "union.name": "サンプル商会労働組合" if ja else "Sample Trading Workers' Union",
        "union.meeting": date(2026, 12, 15),
        "guideline.title": "秘密情報の取扱いガイドライン"
        if ja
        else "Guideline on Confidential Matters",
        "guideline.place": "社内ポータル「規程集」" if ja else "intranet, section Rules",
    }
    return {**fields, **{name.replace("__", "."): value for name, value in changes.items()}}


def make_letter(language: str = "ja", **changes: Any) -> Letter:
    given: dict[str, Any] = {
        "number": 7,
        "version": 2,
        "kind": LetterKind.PLATFORM_INQUIRY,
        "language": language,
        "about": "K-1/komorebi",
        "state": LetterState.APPROVED,
        "author": "R01",
        "approver": "R02",
        "created_at": NOW,
    }
    return Letter(**(given | changes))


def make_text(**changes: str) -> LetterText:
    given = {
        "subject": "ご照会【K-1/komorebi】",
        "recipient": "desk@komorebi.example",
        "body": "コモレビ株式会社 御中\n\nサンプル商会株式会社\n見本 花子\n2026年12月10日までにお願いします。\n",
        "answer_by": "2026-12-10",
    }
    return LetterText(**(given | changes))
