from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings, strategies as st

from leakwatch.text import fold, fold_key
from leakwatch.text.plain import is_folded
from leakwatch.text.resources import rows

#: Everything folding treats specially, close together, so that short texts meet the odd pairs.
TRICKY = st.text(
    alphabet="山田髙齋アｱかカ゛ﾞﾟ\u3099\u309a は\r\n\t \u3000\u200b\u00ad,1180度℃°Ccｃー-−・･㈱①½é\u0301ßİ\0\ud800𠮷ヶ⁻¹²⻑",
    max_size=14,
)
ANY = st.text(max_size=30) | TRICKY | st.text(st.characters(categories=None), max_size=12)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("ＡＢＣ１２３", "abc123", id="full width"),
        pytest.param("ﾅﾉﾃｸ", "ナノテク", id="half-width kana"),
        pytest.param(
            "ﾃﾞﾝｼ ｶﾞﾗｽ ﾌﾟﾚｰﾄ", "デンシガラスプレート", id="half-width kana with its own marks"
        ),
        pytest.param("か\u3099くふ\u309aん", "がくぷん", id="separate marks (NFD)"),
        pytest.param("か゛", "が", id="spacing voiced mark"),
        pytest.param("か\u200b\u3099", "が", id="zero-width before the mark"),
        pytest.param("あ\u3099゛い", "あい", id="marks that fit nothing"),
        pytest.param("髙﨑邉齋澤嶋濱", "高崎辺斎沢島浜", id="old and register kanji"),
        pytest.param("齊藤 斉藤 齋藤", "斎藤斎藤斎藤", id="three spellings of one surname"),
        pytest.param("𠮷野", "吉野", id="beyond the basic plane"),
        pytest.param("関ヶ原", "関ケ原", id="small ke"),
        pytest.param("㈱山田 ㍿", "(株)山田株式会社", id="squared legal forms"),
        pytest.param("RV－4 RV‐4 RV–4 RV−4 RVー4", "rv-4 rv-4 rv-4 rv-4 rv-4", id="hyphens"),
        pytest.param("データー", "データー", id="a long vowel stays one in kana"),
        pytest.param("A･B·C•D", "a・b・c・d", id="middle dots"),
        pytest.param("Satō Müller", "sato muller", id="diacritics"),
        pytest.param("Straße", "strasse", id="casefold that grows"),
        pytest.param("1,180円/1,234,567", "1180円/1234567", id="thousands"),
        pytest.param(
            "1,18 12,3456 a,180", "1,18 12,3456 a,180", id="commas that part no thousands"
        ),
        pytest.param("1180℃/1180°C/1180 度", "1180度/1180度/1180度", id="degrees"),
        pytest.param("30° Cu 30°Cu", "30° cu 30°cu", id="an angle and copper are no degrees"),
        pytest.param("山 田　太\t郎", "山田太郎", id="blanks within Japanese"),
        pytest.param("山\r\n田", "山田", id="a wrapped line"),
        pytest.param("山\n\n田", "山\n\n田", id="an empty line parts for good"),
        pytest.param("山 \n \n\n 田", "山\n\n田", id="several empty lines"),
        pytest.param("a \t b\n\n\nc", "a b\n\nc", id="blanks between Latin words"),
        pytest.param("山田 taro 太郎", "山田 taro 太郎", id="blanks beside Latin"),
        pytest.param("第 3 世代 4,800　名", "第3世代4800名", id="a number within Japanese"),
        pytest.param("第\n3 世代", "第\n3世代", id="a number on the next line"),
        pytest.param("3 nm 2 3", "3 nm 2 3", id="numbers beside anything else"),
        pytest.param("10⁻¹¹ 10²³ １０³", "10^-11 10^23 10^3", id="exponents"),
        pytest.param("cm³ m² s⁻¹", "cm3 m2 s-1", id="powers of units"),
        pytest.param("⻑⻄⻘", "長西青", id="radicals for kanji"),
        pytest.param("𠮟 𣘺 圡", "叱橋土", id="register kanji beyond the basic plane"),
        pytest.param("辺\U000e0101 葛\U000e0100", "辺葛", id="variation sequences"),
        pytest.param(" a ", "a", id="edges"),
        pytest.param("山\u200b田\u00ad\u2060太\ufe00郎", "山田太郎", id="what shows nothing"),
        pytest.param("a\0b\x1bc", "abc", id="control characters"),
        pytest.param("a\ud800b", "a\ufffdb", id="lone surrogate"),
        pytest.param("カナ かな", "カナかな", id="hiragana and katakana stay apart"),
        pytest.param("", "", id="nothing"),
        pytest.param("\u3000\n", "", id="only blanks"),
        pytest.param("\u3099", "", id="only a mark"),
        pytest.param("―", "-", id="one dash"),
    ],
)
def test_what_is_typed_differently_is_folded_alike(typed: str, folded: str) -> None:
    assert fold_key(typed) == folded


@given(ANY)
@example("5 °C 山")
@example("か \u3099さ")
@example("1,2,345")
@example("\r\u200b\n山")
@example("0 ー0")
@example("1¹,180 \n山 1")
@example("5²°C 3 山")
@settings(max_examples=400, deadline=None)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_key(text)
    assert fold_key(once) == once


@given(ANY)
@settings(max_examples=300, deadline=None)
def test_spans_run_forwards_inside_the_original_and_quotes_are_its_slices(text: str) -> None:
    folded = fold(text)
    before = 0
    for offset in range(len(folded.text)):
        start, end = folded.span(offset, offset + 1)
        assert 0 <= before <= start < end <= len(text)
        assert folded.quote(offset, offset + 1) == text[start:end]
        before = start
    whole_start, whole_end = folded.span(0, len(folded.text))
    assert 0 <= whole_start <= whole_end <= len(text)


@given(TRICKY, TRICKY)
@settings(max_examples=200, deadline=None)
def test_a_quote_folds_to_what_was_found(left: str, right: str) -> None:
    folded = fold(left + "蒼嶺ﾃﾞﾊﾞｲｽ" + right)
    start = folded.text.find("蒼嶺デバイス")
    # a mark that joins the last letter makes another word of it, in whatever order marks stand
    joins = unicodedata.combining(right[:1] or "x") or right[:1] in "゛ﾞﾟ\u200b\u00ad\0"
    assert start >= 0 or joins
    if start >= 0:
        assert fold_key(folded.quote(start, start + 6)) == "蒼嶺デバイス"


@given(st.text(st.sampled_from("がぎぱペヴデ山田éÅñabc"), max_size=20))
@settings(deadline=None)
def test_composed_and_decomposed_text_are_the_same(text: str) -> None:
    assert fold_key(unicodedata.normalize("NFD", text)) == fold_key(text)
    assert fold_key(unicodedata.normalize("NFKC", text)) == fold_key(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
@settings(deadline=None)
def test_folded_text_can_always_be_encoded_and_shows_no_capitals(text: str) -> None:
    folded = fold_key(text + "\udfff")
    assert folded.encode("utf-8")
    assert all(char == char.lower() for char in folded if char.isascii())


@given(st.text("abZ 0189,.\n\r\t\x1f-°C\u00a0é’", max_size=16))
@example("a\n\nb")
@example("a\n\n\nb")
@example("a \n\nb  c")
@example("1,180")
@example("11,1800")
@settings(max_examples=500, deadline=None)
def test_text_without_japanese_is_folded_on_the_short_ways_as_on_the_long_one(text: str) -> None:
    long_way = fold(f"{text}\n\n山")  # what is Japanese makes the short ways impossible
    folded = fold(text)
    assert long_way.text == (f"{folded.text}\n\n山" if folded.text else "山")
    for offset in range(len(folded.text)):
        assert folded.span(offset, offset + 1) == long_way.span(offset, offset + 1)
        assert folded.parted(offset) == long_way.parted(offset)


@pytest.mark.parametrize("code", range(0x80))
def test_each_character_of_ascii_is_folded_the_same_alone_and_beside_japanese(code: int) -> None:
    assert fold_key(f"a{chr(code)}b") == fold_key(f"山\n\na{chr(code)}b").removeprefix("山\n\n")


def test_plain_english_needs_no_map_whatever_its_lines_and_capitals() -> None:
    page = "Sorei Ceramics\n\nI work at the Tokigawa Works, since 2014.\nAsk me.\n\nBye!"
    folded = fold(page)
    assert (folded.text, folded.firsts) == (page.lower(), None)


@given(TRICKY | st.text(st.sampled_from("山カーa1,°・"), max_size=8))
@settings(max_examples=400, deadline=None)
def test_what_is_seen_to_be_folded_is_what_folding_leaves_as_it_is(text: str) -> None:
    if is_folded(text):
        beside = fold(f"{text}\n\n山")  # which is folded in full, for its line breaks
        assert beside.text == (f"{text}\n\n山" if text else "山")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("山田データー", True),
        ("rv-4の開発、10年。", True),
        ("rvー4", False),
        ("髙瀬", False),
        ("か\u3099", False),
        ("山 田", False),
        ("1,180円", False),
        ("𠮷野", False),
    ],
)
def test_a_line_is_seen_to_be_folded_unless_in_doubt(text: str, *, seen: bool) -> None:
    assert is_folded(text) is seen


def test_spans_count_code_points_of_the_original() -> None:
    folded = fold("𠮷\u200b㈱ﾃﾞﾝ 山\n田")
    assert folded.text == "吉(株)デン山田"
    assert folded.span(0, 1) == (0, 1)
    assert folded.quote(1, 4) == "㈱"
    assert folded.quote(2, 3) == "㈱"
    assert folded.quote(4, 5) == "ﾃﾞ"
    assert folded.quote(6, 8) == "山\n田"
    assert folded.quote(3, 3) == ""
    assert folded.span(8, 8) == (len(folded.original), len(folded.original))


def test_text_that_needs_no_folding_needs_no_map() -> None:
    folded = fold("already folded 山田")
    assert folded.firsts is None
    assert folded.quote(8, 14) == "folded"
    assert not folded.parted(3)


def test_dropped_blanks_and_line_breaks_are_remembered_but_zero_width_is_not_a_blank() -> None:
    folded = fold("山 田\n太\u200b郎")
    assert folded.text == "山田太郎"
    assert [folded.parted(offset) for offset in range(5)] == [False, True, True, False, False]


def test_no_kanji_variant_is_itself_a_current_form_or_stands_twice() -> None:
    pairs = [(old, new) for new, olds in rows("kanji_variants") for old in olds]
    olds, news = [old for old, _ in pairs], {new for _, new in pairs}
    assert len(olds) == len(set(olds)) > 400
    assert not news & set(olds)
    assert all(fold_key(old) == fold_key(new) == new for old, new in pairs)


def test_a_large_text_of_the_worst_kind_is_folded_whole() -> None:
    worst = "㈱ﾃﾞ髙 \u200b1,180℃\r\n" * 20_000
    folded = fold(worst)
    assert folded.text.count("(株)デ高") == 20_000
    assert folded.quote(len(folded.text) - 5, len(folded.text)) == "1,180℃"
