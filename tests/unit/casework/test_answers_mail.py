from __future__ import annotations

from datetime import date, timedelta, timezone
from email.message import EmailMessage
from typing import Any

import pytest

from leakwatch.casework.answers import AnswersRead
from leakwatch.casework.answers_mail import read_mail
from leakwatch.casework.platform_names import PlatformNames
from leakwatch.models import AnswerKind, LineAnswer, LineState
from tests.asked import PLATFORMS, TODAY, make_campaign, make_line

CAMPAIGN = make_campaign(
    make_line("komorebi"),
    make_line("minato"),
    make_line("hoshi"),
    make_line("tsuki", state=LineState.DRAFT, sent_on=None),
)
JAPAN = timezone(timedelta(hours=9))
DAY = date(2026, 11, 10)
OWN = ("soukai.example",)


def mail(
    text: str,
    *,
    sender: str = "窓口 <desk@komorebi.example>",
    subject: str = "ご照会の件",
    sent: str = "Mon, 09 Nov 2026 23:30:00 +0000",
    charset: str = "utf-8",
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = sender, subject, sent
    message.set_content(text, charset=charset)
    return message


def read(message: EmailMessage | bytes, **changes: Any) -> AnswersRead:
    names = PlatformNames(CAMPAIGN, PLATFORMS)
    body = message if isinstance(message, bytes) else message.as_bytes()
    given = {"file": "answer.eml", "campaign": CAMPAIGN, "names": names, "today": TODAY}
    return read_mail(body, **{**given, "zone": JAPAN, "own": OWN, **changes})


def answer(platform: str, kind: AnswerKind, count: int | None = None, on: date = DAY) -> LineAnswer:
    return LineAnswer(platform=platform, kind=kind, count=count, on=on)


def whys(found: AnswersRead) -> list[str]:
    return [one.why.message.format(**one.why.values) for one in found.undecided]


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("貴社の従業員の登録はございません。", AnswerKind.NONE, None),
        ("確認の結果、該当者はおりませんでした。該当なしとご報告します。", AnswerKind.NONE, None),
        ("該当する登録者は0名です。", AnswerKind.NONE, None),
        ("該当者は1名もおりません。", AnswerKind.NONE, None),
        ("確認の結果、貴社の登録はござい\nません。", AnswerKind.NONE, None),
        ("There are no registrants of your company.", AnswerKind.NONE, None),
        ("貴社にご所属の登録者は3名です。", AnswerKind.NUMBER, 3),
        ("該当者は3名です\nご確認ください", AnswerKind.NUMBER, 3),
        ("登録者数：２", AnswerKind.NUMBER, 2),
        ("三名の登録を確認しました。", AnswerKind.NUMBER, 3),
        ("We found two registered experts.", AnswerKind.NUMBER, 2),
        ("登録者の方へ登録解除のお願いを転送しました。", AnswerKind.RELAYED, None),
        ("3名の登録者に、ご依頼の件を連絡いたしました。", AnswerKind.RELAYED, 3),
        ("Your request has been forwarded to 2 registrants.", AnswerKind.RELAYED, 2),
        ("個別の登録状況についてはお答えできません。", AnswerKind.REFUSED, None),
        ("誠に恐れ入りますが、開示はいたしかねます。", AnswerKind.REFUSED, None),
        ("We are unable to disclose this.", AnswerKind.REFUSED, None),
    ],
)
def test_a_plain_answer_is_read_by_whoever_sent_it(
    text: str, kind: AnswerKind, count: int | None
) -> None:
    found = read(mail(f"お世話になっております。\n{text}\nよろしくお願いします。\n"))
    assert whys(found) == []
    assert found.answers == (answer("komorebi", kind, count),)


@pytest.mark.parametrize(
    "text",
    [
        "数名の登録があります。",
        "約3名の登録があります。",
        "3名以上の登録があります。",
        "登録は3名ですが、詳細は確認中です。",
        "登録者がいる可能性があります。3名です。",
        "該当者がいない場合は、該当なしとお返事します。",
        "登録はございませんが、退会者に2名おりました。",
        "東京に2名、大阪に3名の登録があります。",
        "お答えできません。なお登録者には連絡いたしました。",
        "登録は3名でしょうか?",
        "登録者は3名\nではありません。",
        "登録者は3名ではなく、集計中です。",
        "ご連絡ありがとうございます。",
        "",
    ],
)
def test_what_is_not_plain_is_left_to_a_person(text: str) -> None:
    found = read(mail(text + "\n"))
    assert found.answers == ()
    assert [one.platforms for one in found.undecided] == [("komorebi",)]


@pytest.mark.parametrize("charset", ["iso-2022-jp", "utf-8", "shift_jis", "euc-jp"])
def test_a_mail_is_read_in_its_encoding(charset: str) -> None:
    found = read(mail("該当者は3名です。\n", charset=charset))
    assert found.answers == (answer("komorebi", AnswerKind.NUMBER, 3),)


def test_a_wrongly_declared_encoding_does_not_matter() -> None:
    body = mail("該当者は3名です。\n", charset="shift_jis").as_bytes()
    found = read(body.replace(b"shift_jis", b"us-ascii"))
    assert found.answers == (answer("komorebi", AnswerKind.NUMBER, 3),)


def test_a_mail_of_html_alone_is_read() -> None:
    message = mail("")
    message.set_content("<p>該当者は<b>3</b>名です。</p>", subtype="html")
    assert read(message).answers == (answer("komorebi", AnswerKind.NUMBER, 3),)


def test_the_day_is_that_of_the_reader() -> None:
    found = read(mail("該当なし\n", sent="Tue, 10 Nov 2026 20:00:00 +0000"))
    assert found.answers[0].on == date(2026, 11, 11)


def forward(*inner: EmailMessage, text: str = "転送します。\n") -> EmailMessage:
    outer = mail(text, sender="杏 <anzu@soukai.example>", subject="Fwd: 回答")
    for one in inner:
        outer.add_attachment(one)
    return outer


def test_mails_attached_to_a_forwarded_mail_are_answers_of_their_own() -> None:
    found = read(
        forward(
            mail("該当者は3名です。\n"),
            mail("There are no registrants.\n", sender="legal@minato.example"),
            forward(mail("お答えできません。\n", sender="x@example.com", subject="ホシノネット")),
        )
    )
    assert whys(found) == []
    assert found.answers == (
        answer("komorebi", AnswerKind.NUMBER, 3),
        answer("minato", AnswerKind.NONE),
        answer("hoshi", AnswerKind.REFUSED),
    )


def test_mails_quoted_whole_are_answers_of_their_own() -> None:
    text = """共有します。

---------- Forwarded message ---------
From: 窓口 <desk@komorebi.example>
Date: 2026年11月10日(火) 9:00
Subject: Re: ご照会の件
To: <anzu@soukai.example>

該当者は2名です。

-----Original Message-----
From: legal@minato.example
Sent: 11/9/2026 9:00 AM
Subject: Re: ご照会の件

No registrants.
"""
    found = read(mail(text, sender="anzu@soukai.example"))
    assert found.answers == (answer("komorebi", AnswerKind.NUMBER, 2),)
    # of a day written like that, nobody knows which number is the month
    assert whys(found) == ["the mail bears no day that can be read"]
    assert found.undecided[0].platforms == ("minato",)


def test_a_list_of_answers_is_read_platform_by_platform() -> None:
    text = """各社から電話で回答がありました。

コモレビ: 3名
Minato Experts：該当なし
ホシノネット
　登録者へ転送しました。
"""
    found = read(mail(text, sender="anzu@soukai.example"))
    assert whys(found) == []
    assert found.answers == (
        answer("komorebi", AnswerKind.NUMBER, 3),
        answer("minato", AnswerKind.NONE),
        answer("hoshi", AnswerKind.RELAYED),
    )


def test_what_is_not_plain_of_a_list_leaves_the_others() -> None:
    text = "コモレビ: 3名\nMinato Experts: 数名\nホシノネット: 回答は来週\n"
    found = read(mail(text, sender="anzu@soukai.example"))
    assert found.answers == (answer("komorebi", AnswerKind.NUMBER, 3),)
    assert [one.platforms for one in found.undecided] == [("minato",), ("hoshi",)]


def test_a_passage_about_two_platforms_leaves_both_to_a_person() -> None:
    text = "コモレビ: 3名\nホシノネット・コモレビ: 該当なし\nMinato Experts: 2名\n"
    found = read(mail(text, sender="anzu@soukai.example"))
    assert found.answers == (answer("minato", AnswerKind.NUMBER, 2),)
    assert [one.platforms for one in found.undecided] == [("hoshi", "komorebi"), ("komorebi",)]


def test_our_own_words_are_no_answer() -> None:
    text = """該当者は3名です。

2026年11月2日(月) 10:00 杏 <anzu@soukai.example>:
> 該当者がいない場合は「該当なし」とお答えください。
> K-1/komorebi
"""
    assert read(mail(text)).answers == (answer("komorebi", AnswerKind.NUMBER, 3),)
    inquiry = mail("コモレビ御中\n該当なしの場合もご回答ください。\n", sender="anzu@soukai.example")
    found = read(forward(inquiry, mail("該当者は3名です。\n")))
    assert found.answers == (answer("komorebi", AnswerKind.NUMBER, 3),)
    assert (found.undecided, found.own) == ((), 2)


def test_a_label_tells_whose_answer_an_unknown_sender_gives() -> None:
    found = read(mail("該当なし\n", sender="someone@example.com", subject="Re: [K-1/minato]"))
    assert found.answers == (answer("minato", AnswerKind.NONE),)
    quoted = mail("該当なし\n> 照会番号 K-1/hoshi\n", sender="someone@example.com")
    assert read(quoted).answers == (answer("hoshi", AnswerKind.NONE),)


def test_signs_that_point_to_two_platforms_decide_nothing() -> None:
    found = read(mail("該当なし\n", subject="Re: [K-1/minato]"))
    assert found.answers == ()
    assert found.undecided[0].platforms == ("komorebi", "minato")


def test_the_label_of_another_campaign_is_said() -> None:
    found = read(mail("該当なし\n", sender="someone@example.com", subject="[K-7/minato]"))
    assert whys(found) == ["it bears K-7/minato, which K-1 does not ask"]


def test_an_answer_of_nobody_known_is_listed() -> None:
    found = read(mail("該当者は3名です。\n", sender="someone@example.com"))
    assert whys(found) == ["an answer that names no platform of the campaign"]


def test_two_mails_that_contradict_each_other_decide_nothing() -> None:
    found = read(forward(mail("該当者は3名です。\n"), mail("該当なし\n")))
    assert found.answers == ()
    assert whys(found) == ["several passages give several answers"]


def test_the_same_answer_twice_is_one() -> None:
    later = mail("該当なし\n", sent="Thu, 12 Nov 2026 01:00:00 +0000")
    found = read(forward(mail("該当なし\n"), later))
    assert found.answers == (answer("komorebi", AnswerKind.NONE, None, date(2026, 11, 12)),)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sent": "Fri, 27 Nov 2026 01:00:00 +0000"}, "still to come"),
        ({"sent": "Sun, 01 Nov 2026 01:00:00 +0000"}, "before it was asked"),
        ({"sent": "gestern"}, "no day that can be read"),
        ({"sender": "info@tsuki.example"}, "K-1/tsuki was never asked"),
    ],
)
def test_an_answer_of_a_day_or_a_platform_that_cannot_be_is_listed(
    changes: dict[str, str], why: str
) -> None:
    found = read(mail("該当なし\n", **changes))
    assert found.answers == ()
    assert why in whys(found)[0]


def test_pictures_and_documents_are_counted_for_a_person_to_open() -> None:
    message = mail("回答書を添付します。該当なし\n")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
    assert read(message).unread == 1


def test_what_is_undecided_repeats_none_of_its_words() -> None:
    found = read(mail("東雲朔太郎様ほか数名の登録があります。\n"))
    assert "東雲" not in repr(found.undecided)
