"""Pure: a chart as SVG, without script, style or anything from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape
from unicodedata import east_asian_width

from leakwatch.casework.report import Chart, Series

_WIDTH, _HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 16, 40
_ROW, _NAMES, _VALUES = 30, 210, 64
_TICKS = 4
#: Half-width characters that fit: a name beside a bar, and below a column.
_NAME_LIMIT, _MOST_NAMES = 30, 12
#: Columns of up to this number bear their values.
_MOST_VALUES = 18
_STEPS = (1, 2, 5, 10)


def svg(chart: Chart, *, identity: str) -> str:
    """`chart` as an image that tells its title and description; `identity` is unique in its page."""
    body = _lying(chart) if chart.lying else _standing(chart)
    height = _ROW * len(chart.labels) + _TOP if chart.lying else _HEIGHT
    return (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {height}" '
        f'aria-labelledby="{identity}-t {identity}-d" preserveAspectRatio="xMinYMin meet">'
        f'<title id="{identity}-t">{escape(chart.title)}</title>'
        f'<desc id="{identity}-d">{escape(chart.description)}</desc>' + "".join(body) + "</svg>"
    )


def scale(highest: float) -> tuple[float, float]:
    """The end of an axis that holds `highest`, and the step between its ticks: round numbers."""
    if highest <= _TICKS:  # counts have no halves
        return float(math.ceil(highest) or _TICKS), 1.0
    rough = highest / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in _STEPS if one * power >= rough * (1 - 1e-9))
    return step * max(1, math.ceil(highest / step - 1e-9)), step


def _totals(chart: Chart) -> list[float]:
    return [
        sum(values[at] or 0.0 for values in (one.values for one in chart.series))
        for at in range(len(chart.labels))
    ]


def _standing(chart: Chart) -> Iterator[str]:
    totals = _totals(chart)
    end, step = scale(max([*totals, chart.highest or 0.0]))
    floor, room = _HEIGHT - _BOTTOM, _HEIGHT - _BOTTOM - _TOP
    for tick in range(round(end / step) + 1):
        y = floor - room * tick * step / end
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        text = f"{_number(tick * step)}{escape(chart.unit)}"
        yield f'<text class="tick end" x="{_LEFT - 6}" y="{y + 4:.1f}">{text}</text>'
    pitch = (_WIDTH - _LEFT - _RIGHT) / max(1, len(chart.labels))
    every = math.ceil(len(chart.labels) / _MOST_NAMES) or 1
    for at, label in enumerate(chart.labels):
        middle, wide = _LEFT + pitch * (at + 0.5), min(pitch * 0.7, 64.0)
        yield from _column(chart, at, (middle - wide / 2, wide), floor, room / end)
        if at % every == 0:
            shown = _cut(label, max(6, int(pitch * every / 7)))
            yield f'<text class="tick mid" x="{middle:.1f}" y="{floor + 18}">{escape(shown)}</text>'
        if totals[at] and len(chart.labels) <= _MOST_VALUES:
            y = floor - totals[at] * room / end - 5
            text = f"{_number(totals[at])}{escape(chart.unit)}"
            yield f'<text class="value mid" x="{middle:.1f}" y="{y:.1f}">{text}</text>'


def _column(
    chart: Chart, at: int, place: tuple[float, float], floor: float, each: float
) -> Iterator[str]:
    """The stack of one label at `place` (left, width), `each` high for a count of one."""
    (left, wide), y = place, floor
    for number, series in enumerate(chart.series):
        high = (series.values[at] or 0.0) * each
        if high > 0:
            y -= high
            yield (
                f'<rect class="{tone(series, number)}" x="{left:.1f}" y="{y:.1f}" width="{wide:.1f}" '
                f'height="{high:.1f}"/>'
            )


def _lying(chart: Chart) -> Iterator[str]:
    totals = _totals(chart)
    end = max([*totals, chart.highest or 0.0]) or 1.0
    room = _WIDTH - _NAMES - _VALUES
    for at, label in enumerate(chart.labels):
        y, x = _TOP / 2 + _ROW * at, float(_NAMES)
        shown = escape(_cut(label, _NAME_LIMIT))
        yield f'<text class="name end" x="{_NAMES - 8}" y="{y + 19:.1f}">{shown}</text>'
        for number, series in enumerate(chart.series):
            wide = (series.values[at] or 0.0) * room / end
            if wide > 0:
                yield (
                    f'<rect class="{tone(series, number)}" x="{x:.1f}" y="{y + 5:.1f}" width="{wide:.1f}" '
                    f'height="{_ROW - 10}"/>'
                )
                x += wide
        known = any(one.values[at] is not None for one in chart.series)
        text = f"{_number(totals[at])}{escape(chart.unit)}" if known else "–"
        yield f'<text class="value" x="{x + 6:.1f}" y="{y + 19:.1f}">{text}</text>'


def _number(value: float) -> str:
    return str(round(value)) if abs(value - round(value)) < 0.05 else f"{value:.1f}"  # noqa: PLR2004 - half of what one decimal shows


def _cut(text: str, limit: int) -> str:
    """`text` as wide as `limit` half-width characters; the table has it whole."""
    wide = 0
    for at, char in enumerate(text):
        wide += 2 if east_asian_width(char) in "WFA" else 1
        if wide > limit:
            return text[: max(at - 1, 1)] + "…"
    return text


def tone(series: Series, number: int) -> str:
    """The class of a colour: that which the series asks for, else the one of its place."""
    return f"t-{escape(series.tone)}" if series.tone else f"s{number}"


def swatch(series: Series, number: int) -> str:
    """A small square in the colour of a series, for the list of what the colours mean."""
    return (
        '<svg class="swatch" viewBox="0 0 12 12" aria-hidden="true">'
        f'<rect class="{tone(series, number)}" width="12" height="12"/></svg>'
    )
