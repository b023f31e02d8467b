from __future__ import annotations

import pytest

from leakwatch.demo.page import (
    TEMPLATES,
    Html,
    escaped,
    html_page,
    joined,
    not_found,
    plain,
    render,
)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("山田", "山田", id="text stays"),
        pytest.param("A&B", "A&amp;B", id="ampersand"),
        pytest.param("<script>", "&lt;script&gt;", id="tag"),
        pytest.param("\"'", "&quot;&#x27;", id="quotes"),
        pytest.param(Html("<b>山</b>"), "<b>山</b>", id="markup stays"),
    ],
)
def test_a_value_is_escaped_unless_it_is_markup(value: str, shown: str) -> None:
    assert escaped(value) == shown


def test_a_template_escapes_what_is_filled_in() -> None:
    assert render("list_item.html", text="<img src=x>") == "<li>&lt;img src=x&gt;</li>"


def test_rendered_markup_is_not_escaped_twice() -> None:
    item = render("list_item.html", text="A&B")
    assert joined([item, item]) == "<li>A&amp;B</li>\n<li>A&amp;B</li>"


def test_a_missing_value_is_an_error_and_not_a_hole_in_the_page() -> None:
    with pytest.raises(KeyError, match="text"):
        render("list_item.html")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("a < b", "a < b", id="plain text is left alone"),
        pytest.param(Html("<b>山</b><i>田</i>"), "山田", id="tags go"),
        pytest.param(Html("A&amp;B"), "A&B", id="entities are resolved"),
    ],
)
def test_data_shows_the_text_of_markup(value: str, text: str) -> None:
    assert plain(value) == text


def test_a_page_names_its_encoding_in_header_and_head() -> None:
    page = html_page("題名", Html("<p>本文</p>"), site="見本")
    assert page.status == 200
    assert page.content_type == "text/html; charset=utf-8"
    assert '<meta charset="utf-8">' in page.body.decode()
    assert "<title>題名 | 見本</title>" in page.body.decode()


def test_a_shift_jis_page_is_cp932_on_the_wire() -> None:
    page = html_page("髙①㈱", Html(""), site="見本", charset="shift_jis")
    assert page.content_type == "text/html; charset=shift_jis"
    assert "髙①㈱" in page.body.decode("cp932")
    with pytest.raises(UnicodeDecodeError):
        page.body.decode("shift_jis")


def test_what_is_not_there_answers_404() -> None:
    page = not_found("見本")
    assert page.status == 404
    assert "ページが見つかりません" in page.body.decode()


def test_every_html_template_keeps_markup_out_of_attribute_gaps() -> None:
    """A value inside a tag stands in quotes, so that escaping is enough."""
    for template in TEMPLATES.iterdir():
        text = template.read_text(encoding="utf-8")
        for line in text.splitlines():
            assert "=$" not in line, f"{template.name}: {line}"
