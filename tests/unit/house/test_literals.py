"""Every word a person reads comes from the catalogue, so that it is there in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.unit.house.literals import error_names, literals

ROOT = Path(__file__).resolve().parents[3]
ERRORS = frozenset({"LeakwatchError", "UsageError"})


def read(code: str) -> list[str]:
    return [found.text for found in literals(ast.parse(code), where="a.py", errors=ERRORS)]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("raise UsageError('no such thing')", ["no such thing"]),
        ("raise errors.UsageError(f'no {thing} here')", ["no ", " here"]),
        ("raise UsageError('no {}'.format(thing))", ["no {}"]),
        ("raise UsageError('no ' + thing)", ["no "]),
        ("raise UsageError('gone' if gone else N_('there'))", ["gone"]),
        ("print('ready', count, 'pages')", ["ready", "pages"]),
        ("console.print('ready')", ["ready"]),
        ("typer.echo('準備完了')", ["準備完了"]),
        ("typer.Option('--all', help='Every source.')", ["Every source."]),
        ("typer.Typer(help='The watch.')", ["The watch."]),
        ("table.add_column('kind')", ["kind"]),
        ("terminal.table(['kind', N_('score')], rows)", ["kind"]),
        ("Mistake(file='a.yaml', message='unknown key')", ["unknown key"]),
        ("Verdict(name='take', words='I look into it')", ["I look into it"]),
    ],
)
def test_a_literal_that_goes_straight_to_a_person_is_found(code: str, found: list[str]) -> None:
    assert read(code) == found


@pytest.mark.parametrize(
    "code",
    [
        "raise UsageError(N_('no such thing'), thing='a name')",
        "raise ValueError('for programmers')",
        "logger.warn('sweep.done')",
        "warnings.warn('for programmers', stacklevel=2)",
        "print(json.dumps({'event': 'done'}))",
        "document.line((*path, 'owner'))",
        "terminal.line(f'leakwatch {version}')",
        "terminal.line(f'  {one:%Y-%m-%d}: {other}')",
        "typer.Option('--all', help=_('Every source.'))",
        "table.add_column(self.text(heading), overflow='fold')",
        "terminal.table(['F-', N_('score')], rows)",
    ],
)
def test_what_nobody_reads_or_the_catalogue_knows_is_left_alone(code: str) -> None:
    assert read(code) == []


def test_errors_are_known_through_their_whole_family_tree() -> None:
    module = ast.parse(
        "class LeakwatchError(Exception): ...\n"
        "class Lost(errors.LeakwatchError): ...\n"
        "class Gone(Lost): ...\n"
        "class Other(Exception): ..."
    )
    assert error_names([module]) == {"LeakwatchError", "Lost", "Gone"}


def test_no_literal_of_the_package_goes_straight_to_a_person() -> None:
    modules = {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for package in ("leakwatch", "spiders")
        for path in sorted((ROOT / package).rglob("*.py"))
    }
    errors = error_names(modules.values())
    assert "PageError" in errors
    found = [
        str(literal)
        for where, module in modules.items()
        for literal in literals(module, where=where, errors=errors)
    ]
    assert found == []
