"""Whatever comes as an answer, it is read or refused: nothing else happens."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given, settings, strategies as st

from leakwatch.casework.answers import AnswersRead, AnswersRefused
from leakwatch.casework.answers_mail import read_mail
from leakwatch.casework.answers_table import read_table
from leakwatch.casework.platform_names import PlatformNames
from leakwatch.errors import UsageError
from leakwatch.locale import catalogue
from tests.asked import PLATFORMS, TODAY, make_campaign, make_line

CAMPAIGN = make_campaign(*(make_line(name) for name in PLATFORMS))
NAMES = PlatformNames(CAMPAIGN, PLATFORMS)

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "komorebi",
            "K-1/minato",
            "なし",
            "あり",
            "3名",
            "0",
            "-1",
            "2026-11-05",
            "令和8年11月5日",
            "11/5/2026",
            "回答日",
            "人数",
            "platform",
            "answer",
            '"',
            "\x00",
            "９９９９９９９９９９",
            "東雲",
        ]
    ),
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=6)
ENCODINGS = st.sampled_from(["utf-8", "cp932", "euc_jp", "utf-16", "iso2022_jp"])
SENTENCES = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            [
                "コモレビ",
                "Minato Experts",
                "該当なし。",
                "3名",
                "登録者へ転送しました。",
                "> 引用",
                "お答えできません",
                "From: legal@minato.example",
                "K-1/hoshi",
                "確認中",
                "\n",
                "。",
                "---------- Forwarded message ---------",
                "Date: 2026年11月5日",
            ]
        ),
    ),
    max_size=12,
)


def table(body: bytes) -> AnswersRead | AnswersRefused:
    try:
        return read_table(body, file="a.csv", campaign=CAMPAIGN, names=NAMES, today=TODAY)
    except AnswersRefused as refused:
        return refused


def mail(body: bytes) -> AnswersRead | UsageError:
    own = ("soukai.example",)
    try:
        return read_mail(
            body, file="a.eml", campaign=CAMPAIGN, names=NAMES, today=TODAY, zone=UTC, own=own
        )
    except UsageError as refused:
        return refused


@settings(max_examples=300)
@given(TABLES, ENCODINGS, st.sampled_from(",;\t|"))
def test_a_table_is_taken_whole_or_refused_with_reasons(
    rows: list[list[str]], encoding: str, sign: str
) -> None:
    found = table("\r\n".join(sign.join(row) for row in rows).encode(encoding, "replace"))
    if isinstance(found, AnswersRefused):
        assert found.mistakes
        assert found.text(catalogue("en"))
        return
    assert found.answers
    assert len({one.platform for one in found.answers}) == len(found.answers)
    assert all(one.on <= TODAY for one in found.answers)


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_are_no_table_and_no_mail(body: bytes) -> None:
    assert isinstance(table(body), AnswersRefused)
    assert isinstance(mail(body), UsageError)


@settings(max_examples=300)
@given(SENTENCES, st.sampled_from(["desk@komorebi.example", "anzu@soukai.example", ""]))
def test_a_mail_gives_each_platform_one_answer_or_none(parts: list[str], sender: str) -> None:
    head = f"From: {sender}\nSubject: Re\nDate: Thu, 05 Nov 2026 01:00:00 +0000\n"
    head += "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    body = (head + "\n".join(parts)).encode("utf-8", "replace")
    found = mail(body)
    assert isinstance(found, AnswersRead)
    answered = [one.platform for one in found.answers]
    assert len(set(answered)) == len(answered)
    doubted = {platform for one in found.undecided for platform in one.platforms}
    assert not doubted & set(answered)
    assert all(one.why.text(catalogue("en")) for one in found.undecided)
