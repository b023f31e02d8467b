"""A leakwatch configuration made of a benchmark's own watch list and roster, and of nothing else."""

from __future__ import annotations

import csv
import getpass
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROSTER_COLUMNS = (
    *("id", "surname", "given", "surname_kana", "given_kana", "romaji"),
    *("division", "site", "title", "years", "email", "left", "reason"),
)


def write_configuration(bench: Path, config: Path, *, today: date) -> Path:
    """Turn `watchlist.json` and `roster.csv` of `bench` into a configuration at `config`.

    Returns the roster to import.
    """
    (config / "sources").mkdir(parents=True)
    given = json.loads((bench / "watchlist.json").read_text(encoding="utf-8"))
    _dump(config / "leakwatch.yaml", _installation())
    _dump(config / "reviewers.yaml", _reviewers())
    _dump(config / "charter.yaml", _charter(today))
    _dump(config / "watchlist.yaml", _watchlist(given))
    with (bench / "roster.csv").open(encoding="utf-8", newline="") as stream:
        people = list(csv.DictReader(stream))
    roster = config / "people.csv"
    with roster.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=ROSTER_COLUMNS)
        writer.writeheader()
        writer.writerows(map(_person, people))
    return roster


def _dump(path: Path, data: object) -> None:
    YAML(typ="safe").dump(data, path)


def _installation() -> dict[str, Any]:
    return {"language": "en", "timezone": "Asia/Tokyo", "organisation": "benchmark", "contact": ""}


def _reviewers() -> dict[str, Any]:
    me = {"id": "bench", "role": "lead", "os_user": getpass.getuser()}
    return {"reviewers": [me]}


def _charter(today: date) -> dict[str, Any]:
    return {
        "purpose": "to measure detection on invented people",
        "legal_basis": "nobody is watched: the roster is generated",
        "responsible": "benchmark",
        "deputy": "benchmark deputy",
        "retention_days": 30,
        "notice_date": today - timedelta(days=30),
        "valid_until": today + timedelta(days=30),
    }


def _watchlist(given: Mapping[str, Any]) -> dict[str, Any]:
    company = given["company"]
    owner = {
        "id": company["id"],
        "name": company["official_ja"],
        "owner": True,
        "kana": company["kana"],
        "english": [company["official_en"]],
        "aliases": company["aliases"],
        "weak_aliases": company["weak_aliases"],
        "former_names": company["former_names"],
        "domains": company["domains"],
        "profile": {
            language: _profile(company[key])
            for language, key in (("ja", "profile"), ("en", "profile_en"))
            if key in company
        },
    }
    group = [
        {"id": f"subsidiary-{number}", "name": name}
        for number, name in enumerate(company.get("subsidiaries", ()), start=1)
    ]
    return {
        "companies": [owner, *group],
        "sites": [_site(*item) for item in given["sites"].items()],
        "divisions": [_division(*item) for item in given["divisions"].items()],
        "terms": list(map(_term, given["terms"])),
    }


def _profile(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "industry": given["industry"],
        "listing": given["listing"],
        "headquarters": _listed(given["hq"]),
        "market": _listed(given["market"]),
        "employees": given["employees"],
        "founded": given["founded"],
    }


def _listed(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _site(site_id: str, names: list[str]) -> dict[str, Any]:
    name, region, english, english_region = names
    return {
        "id": site_id,
        "name": name,
        "english": [english],
        "region": list(dict.fromkeys([region, english_region])),
    }


def _division(division_id: str, given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": division_id,
        "name": given["ja"],
        "english": [given["en"]],
        "aliases": [given["loose_ja"], given["loose_en"]],
        "sites": given["sites"],
        "technologies": given["terms"],
    }


def _term(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": given["id"],
        "text": given["text"],
        "sensitivity": given["level"],
        "kind": given["type"],
        "variants": given["aliases"],
        "context": given.get("context", []),
    }


def _person(given: Mapping[str, str]) -> dict[str, str]:
    """The last day is not given: the last of the year is as late as it can have been."""
    left = f"{given['left_year']}-12-31" if given["status"] == "former" else ""
    titles = dict.fromkeys(filter(None, (given["title"], given.get("title_en", ""))))
    return {
        **{column: given.get(column, "") for column in ROSTER_COLUMNS},
        "title": " / ".join(titles),
        "left": left,
        "reason": "benchmark",
    }
