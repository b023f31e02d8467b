"""Every key of every file is explained where its file is, and every key explained exists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from leakwatch.config import json_schemas
from leakwatch.config.roster import COLUMNS
from leakwatch.config.source_checks import FIELD_NAMES

DOCUMENT = (Path(__file__).parents[3] / "docs" / "configuration.md").read_text(encoding="utf-8")
SECTIONS = {
    "leakwatch.yaml": "leakwatch.yaml",
    "watchlist.yaml": "watchlist.yaml",
    "reviewers.yaml": "reviewers.yaml",
    "routing.yaml": "routing.yaml",
    "casework.yaml": "casework.yaml",
    "charter.yaml": "charter.yaml",
    "source.yaml": "sources",
}
#: Explained once for both places.
ELSEWHERE = re.compile(r"defaults\.(limits|politeness)\.|profile\.en\.|\.(css|xpath|url|json)$")

Schema = Mapping[str, Any]


def section(title: str) -> str:
    return re.split(rf"^## {re.escape(title)}$", DOCUMENT, flags=re.MULTILINE)[1].split("\n## ")[0]


def paths(schema: Schema, root: Schema, prefix: str = "") -> Iterator[str]:
    """Every key below `schema`, as the document writes it: `terms[].text`."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    for part in schema.get("anyOf", []):
        yield from paths(part, root, prefix)
    if isinstance(schema.get("items"), dict):
        yield from paths(schema["items"], root, f"{prefix}[]")
    for key, inner in schema.get("properties", {}).items():
        path = f"{prefix}.{key}" if prefix else key
        yield path
        yield from paths(inner, root, path)


KEYS = [(file, key) for file, schema in json_schemas().items() for key in paths(schema, schema)]


@pytest.mark.parametrize(("file", "key"), KEYS)
def test_every_key_is_explained_in_the_section_of_its_file(file: str, key: str) -> None:
    if ELSEWHERE.search(key) and key != "canaries[].url":
        return
    assert f"`{key}`" in section(SECTIONS[file]) or key == "expect"


@pytest.mark.parametrize("file", SECTIONS)
def test_every_key_that_a_table_explains_exists(file: str) -> None:
    cells = re.findall(r"^\| (`[^|]*) \|", section(SECTIONS[file]), re.MULTILINE)
    explained = {key for cell in cells for key in re.findall(r"`([^`]+)`", cell)}
    assert explained
    assert explained - {key for name, key in KEYS if name == file} == set()


def test_there_are_as_many_keys_as_files_promise() -> None:
    assert {file for file, _ in KEYS} == set(SECTIONS)
    assert len(KEYS) > 100


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_of_the_roster_is_explained_with_its_other_headings(column: str) -> None:
    (row,) = [line for line in DOCUMENT.splitlines() if line.startswith(f"| `{column}` | ")
              and line in section("people.csv")]  # fmt: skip
    headings = {heading.strip() for heading in row.split("|")[2].split(",")}
    assert headings == set(COLUMNS[column])


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_every_field_the_rules_know_is_named(name: str) -> None:
    assert f"`{name}`" in section("sources")


@pytest.mark.parametrize("file", SECTIONS)
def test_every_key_of_a_schema_says_what_it_is_for(file: str) -> None:
    def described(schema: Schema) -> Iterator[tuple[str, bool]]:
        for key, inner in schema.get("properties", {}).items():
            yield key, bool(inner.get("description"))
        for inner in schema.get("$defs", {}).values():
            yield from described(inner)

    assert [key for key, is_described in described(json_schemas()[file]) if not is_described] == []


@pytest.mark.parametrize("file", SECTIONS)
def test_a_schema_allows_no_other_key(file: str) -> None:
    schema = json_schemas()[file]
    assert schema["additionalProperties"] is False
    assert schema["title"] == file
    assert json.loads(json.dumps(schema)) == schema


def test_a_schema_speaks_as_the_file_does() -> None:
    """Keys by their names in the file, durations and sizes as texts, selectors short or long."""
    schemas: Mapping[str, Any] = json_schemas()
    entry = schemas["reviewers.yaml"]["$defs"]["ReviewerEntry"]["properties"]
    assert {"from", "until"} <= set(entry)
    source = schemas["source.yaml"]
    delay = source["$defs"]["PolitenessEntry"]["properties"]["delay"]["anyOf"][0]
    assert re.fullmatch(delay["pattern"], "500ms")
    size = source["$defs"]["LimitsEntry"]["properties"]["page_size"]["anyOf"][0]
    assert re.fullmatch(size["pattern"], "10MB")
    start = source["properties"]["start"]["anyOf"]
    assert [part["type"] for part in start] == ["string", "array"]
    links = source["$defs"]["ListingEntry"]["properties"]["links"]["anyOf"]
    assert {"type": "string"} in links
