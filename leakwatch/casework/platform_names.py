"""Which platform of a campaign a text speaks of: by label, by address, by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from leakwatch.models import Campaign, Source
from leakwatch.text import fold_key

#: A name in a title goes on to here: `VisasQ, public requests`.
_TITLE_END = re.compile(r"\s*[,、,(\[|:/].*$")
#: Parts of a mail domain that belong to everybody who takes mail there.
_FREE_MAIL = frozenset({"gmail.com", "outlook.com", "hotmail.com", "yahoo.co.jp", "icloud.com"})
_SHORTEST = 2


class PlatformNames:
    """Everything that a campaign's platforms are known by."""

    def __init__(self, campaign: Campaign, sources: Mapping[str, Source]) -> None:
        self.label = campaign.label
        self.platforms = frozenset(line.platform for line in campaign.lines)
        found: dict[str, set[str]] = {}
        hosts: dict[str, set[str]] = {}
        operators: dict[str, set[str]] = {}
        for platform in sorted(self.platforms):
            for name in _names(platform, sources.get(platform)):
                found.setdefault(name, set()).add(platform)
            operator = sources[platform].inquiries.operator if platform in sources else ""
            if len(bare := _bare(fold_key(operator))) >= _SHORTEST:
                operators.setdefault(bare, set()).add(platform)
            for host in _hosts(sources.get(platform)):
                hosts.setdefault(host, set()).add(platform)
        # a platform's own name is not taken for what its operator runs beside it
        found = {**operators, **found}
        self._names = {name: frozenset(platforms) for name, platforms in found.items()}
        self._hosts = {host: frozenset(platforms) for host, platforms in hosts.items()}
        self._pattern = _pattern(self._names)

    def by_label(self, text: str) -> frozenset[str]:
        """Platforms of this campaign whose label (`K-1/glg`) stands in `text`."""
        labels = re.findall(rf"(?i)\b{re.escape(self.label)}\s?/\s?([a-z0-9][a-z0-9_-]*)", text)
        return frozenset(label.lower() for label in labels) & self.platforms

    def foreign_labels(self, text: str) -> frozenset[str]:
        """Labels in `text` that are of no platform of this campaign."""
        labels = re.findall(r"(?i)\bK-\d+/[a-z0-9][a-z0-9_-]*", text)
        known = {f"{self.label}/{platform}".lower() for platform in self.platforms}
        return frozenset(label for label in labels if label.lower() not in known)

    def by_address(self, address: str) -> frozenset[str]:
        """Platforms one of whose hosts the mail address belongs to."""
        host = address.rpartition("@")[2].lower().strip(" >")
        while host:
            if host in self._hosts:
                return self._hosts[host]
            host = host.partition(".")[2]
        return frozenset()

    def named(self, cell: str) -> frozenset[str]:
        """Platforms that a whole cell names: by name, title, operator, label or host."""
        text = fold_key(cell).strip()
        bare = text.removeprefix(f"{self.label.lower()}/").strip()
        exact = self._names.get(_bare(bare), frozenset())
        return exact or self.by_address(_host(text)) or self.within(text)

    def within(self, text: str) -> frozenset[str]:
        """Platforms that a folded text names; a name within a longer known one does not count."""
        if self._pattern is None:
            return frozenset()
        found = [self._names[_bare(match[0])] for match in self._pattern.finditer(text)]
        certain = {platform for one in found if len(one) == 1 for platform in one}
        # a name that two bear says nothing beside one that only one bears
        unclear = (one for one in found if len(one) > 1 and not one & certain)
        return frozenset(certain.union(*unclear))


def service_name(source: Source) -> str:
    """What a place is called, without what its title adds to that: `VisasQ`."""
    return _TITLE_END.sub("", source.title) or source.name


def _names(platform: str, source: Source | None) -> Iterable[str]:
    names = [platform, platform.replace("-", " ")]
    if source is not None:
        names += [source.title, _TITLE_END.sub("", source.title), *source.inquiries.names]
    return {bare for bare in map(_bare, map(fold_key, names)) if len(bare) >= _SHORTEST}


def _bare(folded: str) -> str:
    return " ".join(folded.split())


def _hosts(source: Source | None) -> Iterable[str]:
    if source is None:
        return set()
    asked = source.inquiries
    links = source.manual.links if source.manual else ()
    addresses = [asked.contact.rpartition("@")[2], *map(_host, (asked.form, *links, *source.start))]
    hosts = {host.lower().removeprefix("www.") for host in addresses if host}
    return hosts - _FREE_MAIL


def _host(address: str) -> str:
    return urlsplit(address if "//" in address else f"//{address}").hostname or ""


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Longest first; a name in Latin letters has to stand alone, one in kana or kanji need not."""
    parts = [
        rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" if name.isascii() else re.escape(name)
        for name in sorted(names, key=len, reverse=True)
    ]
    return re.compile("|".join(parts)) if parts else None
