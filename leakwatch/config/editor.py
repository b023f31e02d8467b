"""JSON Schemas, so that an editor completes keys and marks mistakes while one types."""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.config.schema import (
    CaseworkFile,
    CharterFile,
    Entry,
    MainFile,
    ReviewersFile,
    RoutingFile,
    SourceFile,
    WatchlistFile,
)

#: File → its model; every file in sources/ follows `source.yaml`.
FILES: Mapping[str, type[Entry]] = {
    "leakwatch.yaml": MainFile,
    "watchlist.yaml": WatchlistFile,
    "reviewers.yaml": ReviewersFile,
    "routing.yaml": RoutingFile,
    "casework.yaml": CaseworkFile,
    "charter.yaml": CharterFile,
    "source.yaml": SourceFile,
}

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schemas() -> Mapping[str, dict[str, object]]:
    """File name → JSON Schema of what may stand in it."""
    return {
        name: {"$schema": _DIALECT, **model.model_json_schema(by_alias=True), "title": name}
        for name, model in FILES.items()
    }
