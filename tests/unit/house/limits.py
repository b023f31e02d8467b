"""The measurable part of the house style."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

FILE_LINES, FUNCTION_LINES = 300, 40
#: Names that say nothing of what is inside.
EMPTY_NAMES = re.compile(r"(?:^|_)(?:utils?|helpers?|managers?|misc|common)(?:_|$)")

#: Where a developer's or a robot's own machine shows through.
MACHINE_PATH = re.compile(r"(?<![\w.~/$}-])/(?:work|root|home|Users|opt)/\w+")
PACKAGE_INDEX = re.compile(r"pypi\.org|pythonhosted\.org")
HOST = re.compile(r"(?:https?|wss?)://(?:[^\s/@\"'`]+@)?([^\s/:?#\"'`<>)\]，。、」]+)")
#: Set aside for examples, company networks or this machine (RFC 2606, RFC 6761, JPRS, ICANN).
RESERVED_HOST = re.compile(
    r"(?i)(?:^|\.)(?:example|invalid|test|localhost|local|internal|corp|home|example\.(?:com|net|org|(?:co\.|ne\.|or\.)?jp))\.?$"
    r"|^[\d.]+$|^\[|^0x|[{}*$%@]|^[^.]*$"  # a name without a dot is in no public zone
)
#: Real hosts a file may name, by the end of the name, and why.
NAMED_HOSTS: dict[str, str] = {
    "apache.org": "the licence",
    "docs.astral.sh": "where uv is explained",
    "jsonfeed.org": "how a feed in JSON names its version",
    "keepachangelog.com": "the form of the changelog",
    "semver.org": "what a version number means",
    "google.com": "whose alerts lead to a page by a link of their own",
    "google.co.jp": "the same",
    "json-schema.org": "the dialect of the schemas",
    "purl.org": "namespaces of feeds",
    "schema.org": "namespace of structured data",
    "sitemaps.org": "namespace of sitemaps",
    "slack.com": "the API alerts are posted to",
    "slack.dev": "its documentation",
    "w3.org": "namespaces of feeds and pages",
    "googleblog.com": "namespace of image sitemaps",
    **dict.fromkeys(("google.com", "google.co.jp"), "the alerts whose links an inbox leads past"),
    **dict.fromkeys(
        ("brave.com", "connpass.com", "github.com", "gitlab.com", "qiita.com", "stackexchange.com"),
        "a definition of a source says where its API is",
    ),
}


def long_functions(module: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield node.name, lines


def foreign_hosts(text: str) -> list[str]:
    """The hosts in addresses that are neither reserved nor named above."""
    return [
        host
        for host in HOST.findall(text)
        if not RESERVED_HOST.search(host)
        and not any(host == known or host.endswith("." + known) for known in NAMED_HOSTS)
    ]


def traces(text: str) -> list[str]:
    """What a file gives away of the machine it was written on, or of whose packages it took."""
    return [*MACHINE_PATH.findall(text), *PACKAGE_INDEX.findall(text)]
