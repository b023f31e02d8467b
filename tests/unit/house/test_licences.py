"""Everything leakwatch is installed with may be used under Apache-2.0."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scripts.locking import pins

ROOT = Path(__file__).resolve().parents[3]
#: Permissive, or copyleft that stays within the library's own files (MPL-2.0).
COMPATIBLE = re.compile(
    r"(?i)\b(?:MIT(?:-0)?|0?BSD|Apache|PSF|PSFL|Python Software Foundation|ISC|MPL|Mozilla|ZPL|Zlib|CC0)\b"
)
#: Copyleft that would reach leakwatch itself, or terms that allow no free use.
INCOMPATIBLE = re.compile(
    r"(?i)\b[AL]?GPL|\bGNU\b|Affero|SSPL|BUSL|Commons Clause|Non-?Commercial|Proprietary|CC-BY-(?:NC|ND)"
)
#: LGPL libraries, imported unchanged: each with the reason why it may stay.
LESSER: dict[str, str] = {}

LOCKED = [
    requirement
    for line in pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    if (requirement := Requirement(line)).marker is None or requirement.marker.evaluate()
]


def licence(metadata: dict[str, list[str]]) -> str:
    """What a package says of its licence, the most exact statement it makes."""
    if expression := metadata.get("License-Expression"):
        return expression[0]
    classifiers = [
        line.rpartition("::")[2].strip()
        for line in metadata.get("Classifier", [])
        if line.startswith("License ::") and not line.endswith(("OSI Approved", "DFSG approved"))
    ]
    # older packages put the whole text of the licence into this field; its title is the first line
    free = metadata.get("License", [""])[0].strip().split("\n")[0]
    return " AND ".join(classifiers) or free


def is_compatible(stated: str) -> bool:
    """Each part of an AND must be compatible, and one of each OR."""
    return bool(stated) and all(
        any(
            COMPATIBLE.search(choice) and not INCOMPATIBLE.search(choice)
            for choice in re.split(r"(?i)\bor\b", part)
        )
        for part in re.split(r"(?i)\band\b", stated.strip("()"))
    )


def test_the_licence_itself_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


@pytest.mark.parametrize("name", [requirement.name for requirement in LOCKED])
def test_a_locked_package_has_a_compatible_licence(name: str) -> None:
    found = importlib.metadata.metadata(name)
    stated = licence({key: found.get_all(key) or [] for key in set(found)})
    assert is_compatible(stated) or name in LESSER, f"{name}: {stated or 'no licence stated'}"


@pytest.mark.parametrize(
    ("stated", "compatible"),
    [
        ("MIT", True),
        ("Apache-2.0 AND MIT", True),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("MIT OR GPL-2.0-only", True),
        ("MPL-2.0", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("LGPL-2.1-or-later", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("MIT AND GPL-2.0-only", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_a_statement_is_judged_as_a_whole(stated: str, *, compatible: bool) -> None:
    assert is_compatible(stated) is compatible


@pytest.mark.parametrize(
    ("metadata", "stated"),
    [
        ({"License-Expression": ["MIT"], "License": ["GPL"]}, "MIT"),
        (
            {"Classifier": ["License :: OSI Approved", "License :: OSI Approved :: MIT License"]},
            "MIT License",
        ),
        ({"License": ["BSD-3-Clause\n\nCopyright"]}, "BSD-3-Clause"),
        ({}, ""),
    ],
    ids=["expression first", "then classifiers", "then the free field", "nothing stated"],
)
def test_the_most_exact_statement_counts(metadata: dict[str, list[str]], stated: str) -> None:
    assert licence(metadata) == stated
