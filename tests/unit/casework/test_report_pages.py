"""A report as Markdown and HTML: alive in nothing, whole without its pictures, and well-formed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, strategies as st

from leakwatch.casework.charts import scale, svg
from leakwatch.casework.report import Chart, Report, Section, Series, Table
from leakwatch.casework.report_pages import report_html, report_markdown
from leakwatch.locale import catalogue
from tests.board import report

ENGLISH = catalogue("en")
HOSTILE = "<script>alert(1)</script> | *b* `c` [x](https://evil.example) & \"q\" 'a'"


def make_report(word: str) -> Report:
    """One word everywhere a word can stand."""
    table = Table(caption=word, headings=(word, word), rows=((word, 1), (word, None)))
    chart = Chart(
        title=word,
        description=word,
        labels=(word, word),
        series=(Series(name=word, values=(1.0, None)), Series(name=word, values=(2.0, 3.0))),
    )
    section = Section(title=word, lines=(word,), tables=(table,), charts=(chart,), pressing=True)
    return Report(title=word, lines=(word,), figures=((word, word),), sections=(section,))


class Elements(HTMLParser):
    """Every element that opens, and whether all that open close again."""

    VOID = frozenset({"meta", "rect", "line"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_nothing_in_a_page_is_alive() -> None:
    page = Elements(report_html(make_report(HOSTILE), language="en"))
    assert page.open == []
    tags = {tag for tag, _ in page.seen}
    assert not tags & {"script", "img", "a", "iframe", "link", "object", "form", "b"}
    for _tag, given_here in page.seen:
        assert not {"style", "href", "src", "onclick", "onload"} & set(given_here)


def test_its_policy_allows_its_own_style_and_nothing_else() -> None:
    page = report_html(report(ENGLISH), language="en")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src &#x27;none&#x27;")
    assert "unsafe" not in policy
    assert "url(" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_every_picture_says_what_it_shows_and_has_a_table_beside_it() -> None:
    for section in report(ENGLISH).sections:
        assert len(section.tables) >= len(section.charts)
    page = report_html(report(ENGLISH), language="en")
    drawn = re.findall(r'<svg role="img".*?</svg>', page, re.DOTALL)
    assert len(drawn) == sum(len(one.charts) for one in report(ENGLISH).sections)
    identities = re.findall(r'\bid="([^"]+)"', page)
    assert len(identities) == len(set(identities))
    for one in drawn:
        image = ET.fromstring(one)
        named = image.attrib["aria-labelledby"].split()
        assert [child.attrib["id"] for child in list(image)[:2]] == named
        assert all((child.text or "").strip() for child in list(image)[:2])


def test_markdown_shows_what_it_holds_and_no_more() -> None:
    text = report_markdown(make_report(HOSTILE))
    for alive in ("<script>", "[x](", " *b*", "`c`"):
        assert alive not in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3}


def test_numbers_stand_in_the_markdown_without_the_pictures() -> None:
    text = report_markdown(report(ENGLISH))
    assert "| 2025-12 |" in text
    assert "| A-3 | 2026-11-01 | C-3 | 153 | 254 | 60 % |" in text
    assert "svg" not in text


@pytest.mark.parametrize("lying", [False, True])
@given(
    values=st.lists(
        st.one_of(st.none(), st.floats(0, 1e7), st.integers(0, 10**9)), min_size=0, max_size=40
    )
)
def test_a_chart_of_any_numbers_is_an_image_with_nothing_outside_it(
    values: list[float | None], lying: bool
) -> None:
    chart = Chart(
        title="t",
        description="d",
        labels=tuple("名前" * 12 for _ in values),
        series=(Series(name="s", values=tuple(values)),),
        lying=lying,
    )
    image = ET.fromstring(svg(chart, identity="c1"))
    _, _, wide, high = map(float, image.attrib["viewBox"].split())
    for bar in image.iter("rect"):
        left, top = float(bar.attrib["x"]), float(bar.attrib["y"])
        assert 0 <= left <= left + float(bar.attrib["width"]) <= wide + 1
        assert -0.1 <= top <= top + float(bar.attrib["height"]) <= high + 1


@given(st.floats(0, 1e9))
def test_an_axis_holds_its_highest_number_in_a_few_round_steps(highest: float) -> None:
    end, step = scale(highest)
    assert end >= highest * (1 - 1e-6)
    assert 1 <= round(end / step) <= 5
