"""Words in which platforms answer, Japanese and English; compared after folding.

Source: own selection of how companies head such tables and word such answers.
"""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.models import AnswerKind

#: Column → headings it goes by. `aside` holds what is kept in the attachment only.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "platform": (
        "platform", "service", "service name", "provider", "company", "site", "source",
        "プラットフォーム", "プラットフォーム名", "サービス", "サービス名", "媒体", "媒体名", "サイト",
        "事業者", "事業者名", "会社名", "照会先", "回答者", "回答元",
    ),
    "label": (
        "label", "reference", "reference number", "ref", "inquiry", "inquiry no",
        "照会番号", "管理番号", "整理番号", "問合せ番号", "問い合わせ番号", "お問い合わせ番号", "受付番号",
    ),
    "answer": (
        "answer", "reply", "response", "result", "status", "registered",
        "回答", "回答区分", "回答内容", "結果", "照会結果", "登録", "登録有無", "登録の有無", "該当", "該当有無",
        "該当の有無",
    ),
    "count": (
        "count", "number", "registrants", "number of registrants", "people", "headcount",
        "人数", "件数", "登録者数", "該当者数", "登録人数", "該当人数", "該当件数", "数",
    ),
    "date": (
        "date", "answered", "answered on", "answer date", "reply date", "day",
        "日付", "回答日", "回答年月日", "受領日", "受信日", "確認日",
    ),
    "aside": (
        "note", "notes", "remarks", "comment", "comments", "name", "names", "contact", "person", "no",
        "備考", "コメント", "摘要", "メモ", "氏名", "名前", "登録者", "登録者名", "該当者", "担当者", "連絡先",
        "no.", "番号", "#",
    ),
}  # fmt: skip

#: A whole cell that says it all.
CELLS: Mapping[AnswerKind, tuple[str, ...]] = {
    AnswerKind.NONE: (
        "none", "no", "nobody", "nil", "not registered", "no registrants", "no match", "zero",
        "なし", "無し", "無", "該当なし", "該当無し", "該当者なし", "該当者無し", "登録なし", "登録無し",
        "登録者なし", "登録者無し", "いない", "未登録", "×",
    ),
    AnswerKind.NUMBER: (
        "number", "yes", "registered", "some", "あり", "有り", "有", "該当あり", "該当有り", "該当者あり",
        "登録あり", "登録有り", "登録者あり", "いる", "登録済", "登録済み", "○", "〇",
    ),
    AnswerKind.RELAYED: (
        "relayed", "forwarded", "passed on", "notified", "取次", "取次済", "取次済み", "取り次ぎ済み",
        "取次ぎ済み", "転送済", "転送済み", "伝達済", "伝達済み", "連絡済", "連絡済み", "通知済", "通知済み",
        "本人へ連絡済み", "本人に連絡済み",
    ),
    AnswerKind.REFUSED: (
        "refused", "declined", "rejected", "cannot answer", "拒否", "拒絶", "回答不可", "回答拒否", "開示不可",
        "非開示", "お断り", "謝絶", "辞退", "回答辞退", "回答できない", "回答できません",
    ),
}  # fmt: skip

#: Patterns over a folded sentence of a mail. Each kind is told by itself: what two of them claim
#: is decided by a person.
SENTENCES: Mapping[AnswerKind, tuple[str, ...]] = {
    AnswerKind.NONE: (
        (r"該当(?:者|する(?:方|者|登録者|会員))?(?:は|が)?(?:1名も|一名も)?"
        r"(?:なし|無し|ありません|ございません|いません|おりません|いらっしゃいません|存在しません)"),
        (r"(?:ご)?登録(?:者|は|が|されている方|のある方|をされている方)*(?:は|が)?(?:現時点で|現在)?(?:は)?"
        r"(?:なし|無し|ありません|ございません|ありませんでした|ございませんでした|いません|おりません|いらっしゃいません"
        r"|されていません|されておりません|確認されませんでした)"),
        r"(?<![0-9])0\s?(?:名|人|件)",
        (r"\b(?:no|zero)\s(?:such\s|current\s|matching\s)?"
        r"(?:registrants?|registrations?|employees?|members?|experts?|profiles?|one|match(?:es)?)\b"),
        r"\bnobody\b",
        r"\bnone\s(?:of|are|is|were)\b",
        r"\bnot\sregistered\b",
    ),
    AnswerKind.RELAYED: (
        (r"(?:ご)?(?:本人|登録者|該当者|対象者|当該会員|会員)(?:様|の方|の皆様)?(?:に|へ|宛に|あてに)[^。\n]{0,30}"
        r"(?:連絡|伝達|通知|転送|お伝え|取り?次)(?:ぎ)?(?:を)?(?:いた|致)?し?(?:まし|済)"),
        r"(?:取り?次ぎ?|転送|伝達)(?:いた|致)?(?:しました|済み?)",
        r"\b(?:have|has|was|were|been)\s(?:been\s)?(?:forwarded|relayed|passed\son|notified|informed)\b",
        r"\bwe\s(?:forwarded|relayed|passed|notified|informed)\b",
    ),
    AnswerKind.REFUSED: (
        (r"(?:回答|お答え|開示|ご提供|提供|対応|お応え|ご案内)(?:は|を|いた|し|に|には|することは)*"
        r"(?:できません|できかねます|致しかねます|いたしかねます|しかねます|応じられません|応じかねます|差し控え|控えさせ)"),
        r"(?:お断り|拒否|謝絶)(?:いた|致)?(?:し|させ)",
        (r"\b(?:cannot|can't|can\snot|unable\sto|not\sable\sto|not\sin\sa\sposition\sto)\s"
        r"(?:answer|disclose|share|provide|confirm|comment|respond|comply)\b"),
        r"\b(?:decline|declined|refuse|refused)\b",
    ),
}  # fmt: skip

#: People with a number before them: `3名`, `3 registrants`. Days, floors and fees have other words.
COUNTED = (
    r"(?<![0-9.,/-])(?P<count>[0-9]{1,6}|[一二三四五六七八九十百]{1,5})\s?(?:名(?!も|以外)|人(?!も|日|月|以外))",
    (
        r"(?<![0-9.,/-])(?P<count>[0-9]{1,6})\s?"
        r"(?:\w+\s){0,2}?(?:registrants?|people|persons?|employees?|members?|experts?|profiles?)\b"
    ),
    (
        r"\b(?P<count>one|two|three|four|five|six|seven|eight|nine|ten)\s"
        r"(?:\w+\s){0,2}?(?:registrants?|people|persons?|employees?|members?|experts?|profiles?)\b"
    ),
    r"(?:登録者数|該当者数|登録人数|該当人数|件数|人数)\s?[:は]\s?(?P<count>[0-9]{1,6})",
)
SPELLED: Mapping[str, int] = {
    word: value
    for value, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}

#: Said of what is not certain, not yet, or a part: then nothing is read of the whole passage.
OPEN = (
    r"では(?:ありません|ございません|なく|ない)|以外|確認中|調査中|確認でき次第|未確認|数名|複数名|若干名|約\s?[0-9]|[0-9](?:名|人)(?:以上|前後|程度)|可能性|と思われ|かもしれ|不明",
    r"\b(?:not\s(?:one|two|three|[0-9])|may|might|investigating|checking|approximately|about\s[0-9]|several|at\sleast|some\sof)\b",
)
#: Conditions, questions and requests: what is claimed in the same sentence is no claim.
ASIDE = (r"場合|でしょうか|ください|下さい|\b(?:if|whether|could|would|please)\b|\?",)
