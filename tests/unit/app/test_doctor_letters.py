"""The doctor's lines on templates of letters."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from leakwatch.app.checks import Health
from leakwatch.app.doctor_letters import examine_templates
from leakwatch.cli.doctor import _words
from leakwatch.cli.terminal import Terminal
from leakwatch.config import write_starter
from leakwatch.locale import Language, catalogue


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str, str | None], None]:
    """Writes one template of a company that has all of them; None takes it away."""
    directory = tmp_path / "config"
    write_starter(directory, reviewer="hanako", language="en")

    def change(name: str, text: str | None) -> None:
        path = directory / "letters" / name
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")

    return change


def told(tmp_path: Path, language: Language = "en") -> list[tuple[Health, str]]:
    terminal = Terminal(StringIO(), StringIO(), catalogue(language))
    return [(one.health, _words(terminal, one)) for one in examine_templates(tmp_path / "config")]


@pytest.mark.usefixtures("own")
def test_a_company_with_all_its_templates_reads_one_line(tmp_path: Path) -> None:
    assert told(tmp_path) == [(Health.GOOD, "no template is broken or missing")]


def test_each_broken_template_is_named_with_its_line_and_what_to_do(
    tmp_path: Path, own: Callable[[str, str | None], None]
) -> None:
    own("en/guideline.j2", "Subject: x\n\n{{ nobody.knows }}\n")
    own("ja/outcome.j2", "\n本文だけ\n")
    (no_subject, (health, unknown)) = told(tmp_path)
    assert no_subject[0] is health is Health.BAD
    assert no_subject[1].startswith("config/letters/ja/outcome.j2:")
    assert "let the first line be" in no_subject[1]
    assert unknown.startswith("config/letters/en/guideline.j2:3: nobody.knows: ")
    japanese = [text for _, text in told(tmp_path, "ja")]
    assert "the subject is missing" not in japanese[0]


def test_a_missing_template_and_one_that_nobody_reads_are_noted(
    tmp_path: Path, own: Callable[[str, str | None], None]
) -> None:
    own("en/guideline.j2", None)
    own("ja/outcom.j2", "件名: x\n\ny\n")
    missing, strange = told(tmp_path)
    assert missing[0] is strange[0] is Health.NOTE
    assert "the packaged template is used for en/guideline.j2" in missing[1]
    assert "no letter is called ja/outcom.j2" in strange[1]


def test_without_a_folder_the_packaged_templates_are_whole(tmp_path: Path) -> None:
    assert told(tmp_path) == [(Health.GOOD, "the packaged templates are used for all letters")]
