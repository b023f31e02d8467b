from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import pytest

from leakwatch.casework.letter_forms import Envelope, as_file, as_mail, as_page, as_text
from leakwatch.errors import UsageError
from tests.lettered import make_letter, make_text

ENVELOPE = Envelope(
    sender="leakwatch@sample-shokai.example",
    display="サンプル商会株式会社 総務部",
    reply_to="joho@sample-shokai.example",
    at=datetime(2026, 11, 26, 12, 0, tzinfo=ZoneInfo("Asia/Tokyo")),
)


def raw(**changes: str) -> bytes:
    return as_file(as_mail(make_letter(), make_text(**changes), ENVELOPE), unsent=True)


def test_a_mail_comes_back_as_it_was_written() -> None:
    mail = message_from_bytes(raw(), policy=default)
    assert mail["Subject"] == "ご照会【K-1/komorebi】"
    assert mail["From"].addresses[0].display_name == "サンプル商会株式会社 総務部"
    assert mail["To"] == "desk@komorebi.example"
    assert mail["Reply-To"].addresses[0].addr_spec == "joho@sample-shokai.example"
    assert mail["Date"].datetime == ENVELOPE.at
    assert mail["Message-ID"].endswith("@sample-shokai.example>")
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == make_text().body


def test_a_mail_is_ascii_on_its_way_in_lines_that_servers_take() -> None:
    written = raw(subject="照会" * 80, body="行" * 5_000 + "\n")
    assert written.isascii()
    assert max(map(len, written.split(b"\r\n"))) <= 998
    assert message_from_bytes(written, policy=default)["Subject"] == "照会" * 80


def test_the_same_version_is_the_same_mail_and_another_version_another() -> None:
    assert raw() == raw()
    one, other = (
        as_mail(letter, make_text(), ENVELOPE)["Message-ID"]
        for letter in (make_letter(), make_letter(version=3))
    )
    assert one != other


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "a\r\nBcc: x@example.com"},
        {"subject": "a\nb"},
        {"subject": "a\u2028b"},
        {"recipient": "desk@komorebi.example\r\nBcc: x@example.com"},
        {"recipient": "desk@komorebi.example, x@example.com"},
        {"recipient": "窓口"},
        {"recipient": "a..b@komorebi.example"},
    ],
)
def test_no_header_can_be_brought_in(changes: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        raw(**changes)


def test_no_header_can_be_brought_in_by_our_own_name() -> None:
    envelope = replace(ENVELOPE, display="a\r\nBcc: x@example.com")
    with pytest.raises(UsageError):
        as_mail(make_letter(), make_text(), envelope)


def test_a_domain_in_japanese_leaves_as_ascii() -> None:
    mail = as_mail(make_letter(), make_text(recipient="desk@日本語.example"), ENVELOPE)
    assert mail["To"] == "desk@xn--wgv71a119e.example"


def test_a_page_to_print_is_a4_asks_for_nothing_and_escapes_everything() -> None:
    page = as_page(make_letter(), make_text(body="<script>alert(1)</script>&\n", subject="<b>"))
    assert "@page{size:A4" in page
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in page
    assert "<h1>&lt;b&gt;</h1>" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "default-src &#x27;none&#x27;" in page


def test_lines_keep_their_place_on_paper() -> None:
    body = "\u3000" * 18 + "2026年11月26日\n" + "\u3000" * 14 + "記\n\u3000本文\n"
    page = as_page(make_letter(), make_text(body=body))
    assert '<p class="right">2026年11月26日</p>' in page
    assert '<p class="middle">記</p>' in page
    assert "<p>\u3000本文</p>" in page


def test_the_text_begins_with_its_subject() -> None:
    assert as_text(make_letter("en"), make_text(subject="Hi", body="text\n")) == (
        "Subject: Hi\n\ntext\n"
    )
