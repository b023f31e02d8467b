"""The bytes decide about the encoding; what is declared is only a claim."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from leakwatch.errors import NotText
from leakwatch.extract import decode, scrub

PROSE = "当社の髙橋が、焼成炉の①号機について㈱碧窯のﾌﾞﾗﾝﾄﾞ名で話した。～2時間～"
PLAIN = "緑川さんは、窯を開けてから記録を書いた。温度は千百八十度である。"
NAMES = "緑川葵 碧窯太郎 青山茂 高橋一郎 岐阜県多治見市"
FRENCH = "Été à l'école : la céramique réfractaire, dès 1180 °C, où ça coûte très cher."


def page(text: str, *, declared: str | None = None) -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}<title>{text}</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("header", [None, "text/html", "text/html; charset=utf-8"])
@pytest.mark.parametrize("declared", [None, "utf-8", "Shift_JIS", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("utf-8", PROSE),
        ("cp932", PROSE),
        ("euc_jp", PLAIN),
        ("euc_jis_2004", "窯①号機の㈱碧窯で、記録をとった。"),
        ("iso2022_jp", PLAIN),
        ("cp932", NAMES),
        ("euc_jp", NAMES),
    ],
    ids=["utf-8", "cp932", "euc-jp", "euc-jp with ①", "iso-2022-jp", "sjis kanji", "euc kanji"],
)
def test_japanese_is_read_whatever_header_and_document_declare(
    codec: str, text: str, declared: str | None, header: str | None
) -> None:
    read, _encoding = decode(page(text, declared=declared).encode(codec), content_type=header)
    assert text in read


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize(
    "wrong", ["utf-8", "shift_jis", "euc-jp", "iso-2022-jp", "iso-8859-1", "windows-1251", "big5"]
)
def test_a_wrong_header_is_survived(codec: str, wrong: str) -> None:
    body = page(PLAIN).encode(codec)
    read, _encoding = decode(body, content_type=f"text/html; charset={wrong}")
    assert PLAIN in read


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("windows-31j", "cp932"),
        ("EUC-JP", "euc_jp"),
        ("x-euc-jp", "euc_jp"),
        ("ISO-2022-JP", "iso2022_jp"),
        ("UTF-8", "utf-8"),
    ],
)
def test_a_right_declaration_is_named_as_python_names_it(label: str, codec: str) -> None:
    read, encoding = decode(page(PLAIN, declared=label).encode(codec), content_type="text/html")
    assert encoding == codec
    assert PLAIN in read


def test_shift_jis_means_what_windows_makes_of_it() -> None:
    read, encoding = decode("㈱①髙﨑".encode("cp932"), content_type="text/plain; charset=Shift_JIS")
    assert (read, encoding) == ("㈱①髙﨑", "cp932")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(codec: str) -> None:
    read, _encoding = decode(PROSE.encode(codec), content_type="text/html; charset=euc-jp")
    assert read == PROSE


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("header", [None, "text/html; charset=utf-16", "text/html; charset=utf-8"])
def test_utf_16_without_a_byte_order_mark_is_noticed(codec: str, header: str | None) -> None:
    read, encoding = decode(page(PLAIN).encode(codec), content_type=header)
    assert (PLAIN in read, encoding) == (True, codec)


@pytest.mark.parametrize("header", [None, "text/html; charset=iso-8859-1"])
def test_western_pages_are_not_taken_for_japanese(header: str | None) -> None:
    read, encoding = decode(page(FRENCH).encode("cp1252"), content_type=header)
    assert FRENCH in read
    assert encoding == "cp1252"


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("Технология обжига керамики, Москва", "cp1251", "windows-1251"),
        ("陶瓷烧结工艺，温度一千一百八十度", "gb18030", "gb2312"),
        ("도자기 소성 공정", "cp949", "euc-kr"),
    ],
    ids=["russian", "chinese", "korean"],
)
def test_other_scripts_are_read_as_declared(text: str, codec: str, label: str) -> None:
    read, encoding = decode(text.encode(codec), content_type=f"text/html; charset={label}")
    assert (read, encoding) == (text, codec)


def test_a_page_cut_within_a_character_keeps_its_encoding() -> None:
    for codec in ("utf-8", "cp932", "euc_jp"):
        body = (PLAIN * 20).encode(codec)[:-1]
        read, encoding = decode(body, content_type=None)
        assert encoding == codec
        assert read.startswith(PLAIN)


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    body = PLAIN.encode() + b"\xff" + PLAIN.encode()
    read, encoding = decode(body, content_type="text/html; charset=Shift_JIS")
    assert encoding == "utf-8"
    assert read == f"{PLAIN}\ufffd{PLAIN}"


def test_nuls_are_dropped_and_surrogates_replaced() -> None:
    body = b"<p>\xe7\xb7\x91\x00\xe5\xb7\x9d\xed\xa0\x80</p>"
    assert decode(body, content_type=None) == ("<p>緑川\ufffd</p>", "utf-8")


def test_terminal_escapes_are_not_taken_for_iso_2022_jp() -> None:
    read, encoding = decode("\x1b(B緑川\x1b[0m".encode(), content_type="text/plain")
    assert (read, encoding) == ("\x1b(B緑川\x1b[0m", "utf-8")


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n" + bytes(64),
        b"\xff\xd8\xff\xe0" + bytes(range(256)),
        b"PK\x03\x04" + bytes(range(256)),
        b"\x1f\x8b\x08\x00" + bytes(range(256)),
        b"\x00\x00\x00\x18ftypmp42" + bytes(32),
        bytes(range(256)) * 16,
        bytes(5_000),
    ],
    ids=["pdf", "png", "jpeg", "zip", "gzip", "mp4", "noise", "zeros"],
)
def test_binary_behind_text_html_is_no_text(body: bytes) -> None:
    with pytest.raises(NotText, match="binary data"):
        decode(body, content_type="text/html; charset=utf-8")


def test_nothing_is_read_of_nothing() -> None:
    assert decode(b"", content_type=None) == ("", "utf-8")


@given(
    st.binary(max_size=400), st.sampled_from([None, "text/html; charset=euc-jp", "a/b; charset="])
)
def test_any_bytes_are_read_or_refused(body: bytes, header: str | None) -> None:
    try:
        read, encoding = decode(body, content_type=header)
    except NotText:
        return
    assert "\x00" not in read
    assert encoding
    read.encode()


@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf_8_comes_out_as_it_went_in(text: str) -> None:
    assert decode(text.encode(), content_type="text/html; charset=Shift_JIS")[0].lstrip(
        "\ufeff"
    ) == text.lstrip("\ufeff")


def test_scrubbed_text_can_be_stored() -> None:
    assert scrub("緑\x00川\ud800") == "緑川\ufffd"
    assert scrub("plain") == "plain"
