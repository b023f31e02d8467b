"""What a page writes does not shape an alert."""

from __future__ import annotations

from leakwatch.locale import catalogue
from leakwatch.notify import render
from tests.factories import make_alert, make_alert_finding, make_posting

ENGLISH = catalogue("en")


def test_the_line_breaks_of_a_page_do_not_stretch_an_alert() -> None:
    finding = make_alert_finding(excerpt="\n玄海 \n\n 唐津\r\n製造所\n")
    quoted = str(render(make_posting(make_alert(findings=(finding,))), ENGLISH).blocks)
    assert "玄海 唐津 製造所" in quoted
