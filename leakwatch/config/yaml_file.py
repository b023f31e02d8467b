"""One YAML file as plain data, with the line of everything in it.

ruamel.yaml parses; the data is built here from its nodes, since a configuration needs text, numbers,
lists and mappings only: no tags, no merge keys, no duplicate keys, no expanding aliases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLStreamError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from leakwatch.config.mistakes import KeyPath, Mistake, dotted
from leakwatch.config.text_file import WrongText, read_text
from leakwatch.errors import N_

#: A file nests a handful deep; aliases that repeat each other (a "YAML bomb") pass these at once.
_DEPTH, _VALUES = 40, 500_000

#: What escapes such as `\x1b` bring in: no control character or lone surrogate is anybody's text.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = {_TAG + name for name in ("str", "int", "float", "bool", "null", "timestamp")}
_BROKEN = (YAMLError, YAMLStreamError, ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Document:
    """A file's data and where each part of it stands."""

    file: str  #: as messages name it
    data: object = None  #: text, int, float, bool, None, list or dict with text keys
    lines: Mapping[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int | None:
        """Line of `path`, or of what surrounds it where it is missing."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None

    def mistake(
        self,
        path: KeyPath,
        message: str,
        *,
        nearest: str | None = None,
        remedy: str | None = None,
        **values: object,
    ) -> Mistake:
        return Mistake(
            file=self.file,
            line=self.line(path),
            key=dotted(path),
            message=message,
            values=values,
            nearest=nearest,
            remedy=remedy,
        )

    def entries(self, key: str) -> Iterator[tuple[KeyPath, dict[str, object]]]:
        """The mappings in the list at `key`, whatever else may be wrong with the file."""
        items = self.get((key,))
        for index, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, dict):
                yield (key, index), item

    def get(self, path: KeyPath) -> object:
        """What stands at `path`, or None."""
        value = self.data
        for part in path:
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value


def read_document(path: Path, *, name: str) -> tuple[Document, tuple[Mistake, ...]]:
    """The file at `path`, called `name` in messages, and everything wrong with its form."""
    try:
        text = read_text(path, name=name)
    except WrongText as wrong:
        return Document(name), (wrong.mistake,)
    return parse_document(text, name=name)


def parse_document(text: str, *, name: str) -> tuple[Document, tuple[Mistake, ...]]:
    """`text` as a document, and everything wrong with its form."""
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except _BROKEN as error:
        return Document(name), (_broken(error, text, name),)
    builder = _Builder(name)
    data = builder.value(node, ()) if node is not None else None
    return Document(name, data, builder.lines), tuple(builder.mistakes)


def _broken(error: Exception, text: str, name: str) -> Mistake:
    problem, line = "", None
    if isinstance(error, MarkedYAMLError):
        problem = str(error.problem or error.context or "")
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else None
    elif isinstance(getattr(error, "position", None), int):  # ReaderError: an unprintable character
        line = text.count("\n", 0, error.position) + 1  # type: ignore[attr-defined]
        problem = "control character"
    if "\\t" in problem:
        return Mistake(
            file=name,
            line=line,
            message=N_("a tab stands where YAML wants spaces"),
            remedy=N_("indent with spaces"),
        )
    return Mistake(
        file=name,
        line=line,
        message=N_("this is not valid YAML ({problem})"),
        values={"problem": problem or type(error).__name__},
        remedy=N_("look for a missing colon, quote, bracket or space before this place"),
    )


class _Builder:
    """Walks the node tree once; what is wrong is noted and left out."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[KeyPath, int] = {}
        self.mistakes: list[Mistake] = []
        self._values = 0

    def value(self, node: Node, path: KeyPath) -> object:
        self._values += 1
        if len(path) > _DEPTH or self._values > _VALUES:
            self._too_much(node, path)
            return None
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, MappingNode) and node.tag == _TAG + "map":
            return self._mapping(node, path)
        if isinstance(node, SequenceNode) and node.tag == _TAG + "seq":
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, ScalarNode) and _INVISIBLE.search(str(node.value)):
            self._note(node, path, N_("a control character stands here"))
            return None
        if isinstance(node, ScalarNode) and node.tag in _PLAIN_TAGS:
            return scalar(node.tag.removeprefix(_TAG), node.value)
        self._note(node, path, N_("a tag (!{tag}) is not allowed here"), tag=_tag_name(node))
        return None

    def _mapping(self, node: MappingNode, path: KeyPath) -> dict[str, object]:
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._note(key_node, path, N_("a key must be one word"))
                continue
            key = _INVISIBLE.sub("?", str(key_node.value))
            if key_node.tag == _TAG + "merge":
                self._note(key_node, path, N_("merge keys (<<) are not allowed: write it out"))
            elif key in found:
                self._duplicate(key_node, (*path, key))
            else:
                self.lines[(*path, key)] = key_node.start_mark.line + 1
                found[key] = self.value(value_node, (*path, key))
        return found

    def _duplicate(self, node: Node, path: KeyPath) -> None:
        self._note(
            node,
            path,
            N_("this key stands here twice, first in line {first}"),
            remedy=N_("keep one of them"),
            first=self.lines[path],
        )

    def _too_much(self, node: Node, path: KeyPath) -> None:
        if self._values < 2 * _VALUES:  # once, however many values follow
            self._values = 2 * _VALUES
            self._note(
                node,
                path[:3],
                N_("this nests too deep or repeats too much"),
                remedy=N_("write it out instead of pointing to other parts with * and &"),
            )

    def _note(
        self, node: Node, path: KeyPath, message: str, remedy: str | None = None, **values: object
    ) -> None:
        self.mistakes.append(
            Mistake(
                file=self.name,
                line=node.start_mark.line + 1,
                key=dotted(path),
                message=message,
                values=values,
                remedy=remedy,
            )
        )


def scalar(tag: str, text: str) -> object:
    """A plain value; dates stay text, the schema reads them."""
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() == "true"
    try:
        if tag == "int":
            return int(text.replace("_", ""), 0 if re.match(r"[-+]?0[xo]", text) else 10)
        return float(text.replace("_", "")) if tag == "float" else text
    except ValueError:  # such as .inf, or more digits than a number may have
        return text


def _tag_name(node: Node) -> str:
    return str(node.tag).removeprefix(_TAG).lstrip("!")
