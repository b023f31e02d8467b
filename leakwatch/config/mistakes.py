"""What is wrong with a configuration: every mistake of every file, said together."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from leakwatch.errors import N_, ConfigError
from leakwatch.locale import Catalogue, catalogue

#: Where a value stands in a file, such as `("terms", 3, "sensitivity")`.
KeyPath = tuple[str | int, ...]

#: Tokens people paste where they do not belong: Slack's (xoxb-, xapp-, …), GitHub's, AWS's.
SECRET_SHAPES = re.compile(
    r"xox[a-z]-[A-Za-z0-9-]{4,}|xapp-[A-Za-z0-9-]{4,}|gh[pousr]_\w{20,}|AKIA[0-9A-Z]{16}"
    r"|whsec_[A-Za-z0-9+/=]{16,}"
)
#: Keys whose value is never shown, whatever stands there.
_SECRET_KEYS = re.compile(
    r"token|secret|passw|credential|sealing_key|proxy|api_?key|^headers$", re.IGNORECASE
)

#: Mistakes of a table that are said: a wrong column makes one in each of a hundred thousand rows.
_FIRST = 20
_SHOWN = 40  # characters of a wrong value that a message repeats


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words inside a message that are translated with it."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, texts: Catalogue) -> str:
        return texts.text(self.message, **_rendered(self.values, texts))

    def __str__(self) -> str:
        return self.message.format(**self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something a command says at its start, such as a feature that is off."""

    message: str  #: catalogue message
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing to correct in one file."""

    file: str
    line: int | None  #: from 1; None when the file as a whole is meant
    key: str = ""  #: such as `terms[3].sensitivity`; empty when the file as a whole is meant
    message: str  #: catalogue message: what was expected and what stood there
    values: Mapping[str, object] = field(default_factory=dict)
    nearest: str | None = None  #: the valid key or value that was probably meant
    remedy: str | None = None  #: catalogue message: what to do

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file

    def text(self, texts: Catalogue) -> str:
        """One line: `FILE:LINE: KEY: what is wrong; what to do`."""
        sentences = [Phrase(self.message, self.values).text(texts)]
        if self.nearest:
            sentences.append(texts.text(N_("did you mean {nearest}?"), nearest=self.nearest))
        if self.remedy:
            sentences.append(Phrase(self.remedy, self.values).text(texts))
        said = "; ".join(sentences)
        return SECRET_SHAPES.sub(
            "…", ": ".join(part for part in (self.where, self.key, said) if part)
        )


class ConfigMistakes(ConfigError):
    """All mistakes of a configuration; `str()` lists them in English, `text()` in any language."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes: tuple[Mistake, ...] = tuple(mistakes)
        super().__init__(
            N_("mistakes in the configuration: {count}\n{mistakes}"),
            count=len(self.mistakes),
            mistakes=self._listed(catalogue("en")),
        )

    def text(self, texts: Catalogue) -> str:
        return texts.text(self.message, count=len(self.mistakes), mistakes=self._listed(texts))

    def _listed(self, texts: Catalogue) -> str:
        return "\n".join(mistake.text(texts) for mistake in self.mistakes)


class TableMistakes(ConfigMistakes):
    """All mistakes of a table, whose first ones are listed."""

    def _listed(self, texts: Catalogue) -> str:
        return first_listed(self.mistakes, texts)


def first_listed(mistakes: Sequence[Mistake], texts: Catalogue) -> str:
    """The first mistakes of a table, a line each, and how many more there are."""
    lines = [mistake.text(texts) for mistake in mistakes[:_FIRST]]
    more = len(mistakes) - len(lines)
    if more:
        message = N_("{file}: and {more} more that are not shown: put these right first")
        lines.append(texts.text(message, file=mistakes[0].file, more=more))
    return "\n".join(lines)


def dotted(path: KeyPath) -> str:
    """`("terms", 3, "text")` as `terms[3].text`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` was probably meant to be."""
    candidates = {candidate.lower(): candidate for candidate in known}
    close = difflib.get_close_matches(word.lower(), candidates, n=1, cutoff=0.6)
    return candidates[close[0]] if close else None


def shown(value: object, path: KeyPath) -> object:
    """A wrong value as a message may repeat it: short, and never a secret."""
    if any(isinstance(part, str) and _SECRET_KEYS.search(part) for part in path):
        return Phrase(N_("a value that is not shown here"))
    if value is None:
        return Phrase(N_("nothing"))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return Phrase(N_("a mapping"))
    if isinstance(value, list | tuple):
        return Phrase(N_("a list"))
    text = SECRET_SHAPES.sub("…", str(value))
    text = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return f'"{text}"' if isinstance(value, str) else text


def _rendered(values: Mapping[str, object], texts: Catalogue) -> dict[str, object]:
    return {
        name: value.text(texts) if isinstance(value, Phrase) else value
        for name, value in values.items()
    }
