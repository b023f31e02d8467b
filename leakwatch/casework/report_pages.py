"""Pure: a report as Markdown, and as one HTML page that prints well."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from leakwatch.casework.charts import svg, swatch
from leakwatch.casework.report import Cell, Chart, Report, Section, Table
from leakwatch.text import html_page, literal

_STYLE = (
    ":root{color-scheme:light}"
    "body{font:15px/1.65 system-ui,'Hiragino Sans','Noto Sans CJK JP','Noto Sans JP',Meiryo,sans-serif;"
    "color:#1b2430;background:#fff;max-width:60em;margin:0 auto;padding:2em 1.5em}"
    "h1{font-size:1.6em;line-height:1.3;margin:0 0 .3em}"
    "h2{font-size:1.2em;margin:0 0 .5em;padding-bottom:.2em;border-bottom:2px solid #1f5673}"
    "p{margin:.3em 0;overflow-wrap:anywhere}header p{color:#4a5563}"
    "section{margin:2.2em 0}section.pressing h2{border-color:#b3411e}"
    "dl.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5em,1fr));gap:.8em;margin:1.6em 0}"
    "dl.figures div{border:1px solid #d5dbe2;border-top:4px solid #1f5673;border-radius:4px;padding:.6em .8em}"
    "dl.figures dt{font-size:.85em;color:#4a5563;line-height:1.4}"
    "dl.figures dd{margin:.1em 0 0;font-size:1.5em;font-weight:600;line-height:1.3}"
    "figure{margin:1em 0;break-inside:avoid}figcaption{font-weight:600;margin-bottom:.3em}"
    "figure svg[role=img]{width:100%;height:auto;max-width:45em;display:block}"
    "ul.key{list-style:none;display:flex;flex-wrap:wrap;gap:.2em 1.2em;margin:.2em 0;padding:0;font-size:.9em}"
    "svg.swatch{width:.8em;height:.8em;margin-right:.4em}"
    "div.wide{overflow-x:auto}"
    "table{border-collapse:collapse;margin:.8em 0;min-width:50%;font-size:.95em;font-variant-numeric:tabular-nums}"
    "caption{text-align:left;font-weight:600;padding:.2em 0}"
    "th,td{text-align:left;padding:.25em .9em .25em 0;border-bottom:1px solid #d5dbe2;vertical-align:top}"
    "th{border-bottom:1px solid #6b7684;font-weight:600}td.n,th.n{text-align:right;padding-right:1.4em}"
    "svg text{font-family:inherit;font-size:12px;fill:#1b2430}svg .tick{fill:#4a5563}"
    "svg .end{text-anchor:end}svg .mid{text-anchor:middle}svg .value{font-weight:600}"
    "svg .grid{stroke:#d5dbe2;stroke-width:1}"
    ".s0{fill:#1f5673}.s1{fill:#d9843b}.s2{fill:#7a9e3f}.s3{fill:#8d3b72}.s4{fill:#5b6b7c}.s5{fill:#c9b037}"
    ".t-critical{fill:#8c1d18}.t-high{fill:#d9663b}.t-medium{fill:#e8b64c}.t-low{fill:#9aa7b5}"
    "@media print{body{padding:0;max-width:none;font-size:10.5pt}section{margin:1.4em 0}"
    "h2,caption,figcaption{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}"
    "rect,.swatch{print-color-adjust:exact;-webkit-print-color-adjust:exact}}"
    "@page{size:A4;margin:18mm 16mm}"
)
_NOTHING = "–"


def report_html(report: Report, *, language: str) -> str:
    """One page without script and without anything from elsewhere."""
    return html_page(report.title, "".join(_page(report)), style=_STYLE, language=language)


def report_markdown(report: Report) -> str:
    """The same without the charts, whose numbers stand in the tables."""
    return "\n".join(_markdown(report)) + "\n"


def _page(report: Report) -> Iterator[str]:
    yield f"<header>\n<h1>{escape(report.title)}</h1>\n"
    yield from (f"<p>{escape(line)}</p>\n" for line in report.lines)
    yield "</header>\n<main>\n"
    if report.figures:
        yield '<dl class="figures">\n'
        for name, value in report.figures:
            yield f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>\n"
        yield "</dl>\n"
    for number, section in enumerate(report.sections, 1):
        yield from _section(section, number)
    yield "</main>\n"


def _section(section: Section, number: int) -> Iterator[str]:
    kind = ' class="pressing"' if section.pressing else ""
    yield f'<section{kind} aria-labelledby="h{number}">\n'
    mark = "⚠ " if section.pressing else ""
    yield f'<h2 id="h{number}">{mark}{escape(section.title)}</h2>\n'
    yield from (f"<p>{escape(line)}</p>\n" for line in section.lines)
    for at, chart in enumerate(section.charts, 1):
        yield from _figure(chart, f"c{number}-{at}")
    for table in section.tables:
        yield from _table(table)
    yield "</section>\n"


def _figure(chart: Chart, identity: str) -> Iterator[str]:
    yield f"<figure>\n<figcaption>{escape(chart.title)}</figcaption>\n"
    if len(chart.series) > 1:
        items = (
            f"<li>{swatch(one, at)}{escape(one.name)}</li>" for at, one in enumerate(chart.series)
        )
        yield f'<ul class="key">{"".join(items)}</ul>\n'
    yield svg(chart, identity=identity) + "\n</figure>\n"


def _table(table: Table) -> Iterator[str]:
    numbers = [_is_number(table, at) for at in range(len(table.headings))]
    kinds = [' class="n"' if one else "" for one in numbers]
    yield f'<div class="wide"><table>\n<caption>{escape(table.caption)}</caption>\n<thead><tr>'
    for kind, heading in zip(kinds, table.headings, strict=True):
        yield f'<th scope="col"{kind}>{escape(heading)}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for row in table.rows:
        cells = zip(kinds, row, strict=True)
        yield "<tr>" + "".join(f"<td{kind}>{escape(_said(cell))}</td>" for kind, cell in cells)
        yield "</tr>\n"
    yield "</tbody>\n</table></div>\n"


def _is_number(table: Table, at: int) -> bool:
    cells = [row[at] for row in table.rows]
    counted = any(isinstance(one, int) or (one or "").endswith("%") for one in cells)
    return counted and not any(isinstance(one, str) and not _like_number(one) for one in cells)


def _like_number(text: str) -> bool:
    return text[:1].isdigit() or text in {"", _NOTHING}


def _said(cell: Cell) -> str:
    return _NOTHING if cell is None else str(cell)


def _markdown(report: Report) -> Iterator[str]:
    yield f"# {literal(report.title)}"
    for line in report.lines:
        yield f"\n{literal(line)}"
    if report.figures:
        yield ""
        yield from (f"- {literal(name)}: **{literal(value)}**" for name, value in report.figures)
    for section in report.sections:
        yield f"\n## {'⚠ ' if section.pressing else ''}{literal(section.title)}"
        for line in section.lines:
            yield f"\n{literal(line)}"
        for table in section.tables:
            yield f"\n**{literal(table.caption)}**\n"
            yield "| " + " | ".join(map(literal, table.headings)) + " |"
            marks = [
                "---:" if _is_number(table, at) else "---" for at in range(len(table.headings))
            ]
            yield "| " + " | ".join(marks) + " |"
            yield from (
                "| " + " | ".join(literal(_said(cell)) for cell in row) + " |" for row in table.rows
            )
