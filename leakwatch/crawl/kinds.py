"""The spider of a kind: built in, or of a user's own, whose mistakes are told by file and line."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Iterator, Sequence
from types import ModuleType

from scrapy import Spider
from scrapy.utils.misc import walk_modules_iter
from scrapy.utils.spider import iter_spider_classes

from leakwatch.errors import N_, SweepError
from leakwatch.models import Source


def spider_class(source: Source, modules: Sequence[str]) -> type[Spider]:
    """The spider in `modules` whose name is the source's kind.

    Raises SweepError when a module cannot be loaded, two spiders have one name, or none has that.
    """
    loaded = [module for name in modules for module in _loaded(name)]
    kinds: dict[str, type[Spider]] = {}
    for module in loaded:
        for spider in iter_spider_classes(module):
            first = kinds.setdefault(spider.name, spider)
            if first is not spider:
                raise SweepError(
                    N_("two spiders are called {kind}: {first} and {second}; rename yours"),
                    kind=spider.name,
                    first=_named(first),
                    second=_named(spider),
                )
    if source.kind not in kinds:
        raise _unknown(source, kinds, loaded)
    return kinds[source.kind]


def _loaded(name: str) -> Iterator[ModuleType]:
    try:
        yield from walk_modules_iter(name)
    except Exception as error:
        raise SweepError(
            N_("the spiders in {modules} cannot be loaded: {why}"),
            modules=name,
            why=said_of(error),
        ) from error


def said_of(error: Exception) -> str:
    """What went wrong in code that has not seen a page yet, and in which line of which file."""
    frames = traceback.extract_tb(error.__traceback__)
    known = (
        not isinstance(error, SyntaxError) and frames and frames[-1].filename[:1] not in {"", "<"}
    )
    place = f" ({frames[-1].filename}:{frames[-1].lineno})" if known else ""
    return f"{type(error).__name__}: {error}{place}"


def _unknown(
    source: Source, kinds: dict[str, type[Spider]], loaded: list[ModuleType]
) -> SweepError:
    where = source.where or source.name
    nearly = next((doubt for module in loaded for doubt in _nearly(module, source.kind)), None)
    if nearly is not None:
        message, spider = nearly
        return SweepError(message, where=where, kind=source.kind, spider=_named(spider))
    return SweepError(
        N_("{where}: no spider is called {kind}; known kinds are {known}"),
        where=where,
        kind=source.kind,
        known=", ".join(sorted(kinds)) or "-",
    )


def _nearly(module: ModuleType, kind: str) -> Iterator[tuple[str, type]]:
    """Classes of a user's module that were probably meant to be the spider."""
    if module.__name__.partition(".")[0] == "spiders":
        return
    for found in vars(module).values():
        if not inspect.isclass(found) or found.__module__ != module.__name__:
            continue
        if not issubclass(found, Spider):
            if getattr(found, "name", None) == kind:
                yield (
                    N_(
                        "{where}: {spider} is called {kind} and is no spider: derive it from"
                        " spiders.source_spider.SourceSpider"
                    ),
                    found,
                )
        elif not getattr(found, "name", None):
            yield (
                N_("{where}: no spider is called {kind}: {spider} has no name; give it one"),
                found,
            )


def _named(spider: type) -> str:
    return f"{spider.__module__}.{spider.__qualname__}"
