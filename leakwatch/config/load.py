"""All files of a configuration directory → one `Settings`, or every mistake in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from leakwatch.config.build import build_reviewer, build_watchlist
from leakwatch.config.build_casework import build_casework
from leakwatch.config.build_routing import build_routing
from leakwatch.config.charter_file import examine_charter
from leakwatch.config.checks import check_reviewers, check_watchlist, in_order, secrets
from leakwatch.config.leaving import ask_with
from leakwatch.config.load_sources import Definition, read_sources
from leakwatch.config.media import CHANNELS, Media, check_digests, check_places, find_media
from leakwatch.config.mistakes import ConfigMistakes, Mistake, Notice
from leakwatch.config.namesakes import check_namesakes
from leakwatch.config.network import find_network
from leakwatch.config.protected import check_protected
from leakwatch.config.routing_checks import check_routes, check_times
from leakwatch.config.routing_places import (
    Surroundings,
    check_channels,
    check_owners,
    warn_of_routing,
)
from leakwatch.config.schema import (
    CaseworkFile,
    Entry,
    MainFile,
    ReviewersFile,
    RoutingFile,
    WatchlistFile,
)
from leakwatch.config.secret import find_sealing_key, find_slack, references
from leakwatch.config.settings import Network, Settings, SlackSettings
from leakwatch.config.source_checks import foreign
from leakwatch.config.violations import validated
from leakwatch.config.yaml_file import Document, read_document
from leakwatch.errors import N_, ConfigError
from leakwatch.locale import language_of
from leakwatch.models import CaseworkPlan, CharterState, Reviewer, Routing, Watchlist, joined

M = TypeVar("M", bound=Entry)


def find_config_dir(option: Path | None, environ: Mapping[str, str]) -> Path:
    """`--config DIR`, else $LEAKWATCH_CONFIG, else ./config; absolute, whether it exists or not."""
    return (option or Path(environ.get("LEAKWATCH_CONFIG") or "config")).absolute()


def load_settings(
    directory: Path, *, environ: Mapping[str, str], today: date, channels: bool = True
) -> Settings:
    """The configuration in `directory`. Raises ConfigMistakes with every mistake of every file.

    Without `channels` no token of a channel is read: a process that reads hostile pages holds none.
    """
    directory = directory.absolute()
    if not directory.is_dir():
        raise ConfigError(
            N_(
                "there is no configuration in {directory}: write one with leakwatch init, or say"
                " where it is with --config or LEAKWATCH_CONFIG"
            ),
            directory=directory,
        )
    loading = _Loading(directory, environ, today, channels=channels)
    settings = loading.settings()
    if loading.mistakes or settings is None:
        raise ConfigMistakes(in_order(loading.mistakes))
    return settings


def load_reviewers(directory: Path, *, today: date) -> tuple[Reviewer, ...]:
    """`reviewers.yaml` of `directory` as it is now. Raises ConfigMistakes."""
    loading = _Loading(directory, {}, today)
    reviewers = loading.reviewers()
    if loading.mistakes:
        raise ConfigMistakes(in_order(loading.mistakes))
    return reviewers


@dataclass
class _Loading:
    """One pass over the files; goes on after a mistake, to find the others."""

    directory: Path
    environ: Mapping[str, str]
    today: date
    channels: bool = True
    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)

    def settings(self) -> Settings | None:
        document, main = self._file("leakwatch.yaml", MainFile)
        network, slack, sealing_key = self._outside(document)
        media = self._media(document)
        watchlist = self._watchlist()
        reviewers, charter = self.reviewers(), self._charter()
        definitions = self._sources(document, main)
        routing = self._routing(document, definitions)
        casework = self._casework(watchlist)
        if main is None or watchlist is None:
            return None
        asked = ask_with(watchlist, definitions)
        self.mistakes += asked.mistakes
        self.warnings += asked.warnings
        definitions = asked.definitions
        self._contact(document, main.contact, definitions)
        return Settings(
            directory=self.directory,
            state_dir=self.directory.parent / Path(main.state_dir).expanduser(),
            language=main.language or language_of(self.environ),
            timezone=main.timezone,
            organisation=main.organisation,
            contact=main.contact,
            network=network,
            slack=slack,
            mail=media.mail,
            webhooks=media.webhooks,
            monitor=media.monitor,
            watchlist=watchlist,
            sources={one.source.name: one.source for one in definitions},
            reviewers=reviewers,
            charter=charter,
            routing=routing,
            casework=casework,
            sealing_key=sealing_key,
            user_spiders=main.spiders,
            warnings=tuple(self.warnings),
            variables=references(document, but=CHANNELS),
            withheld=references(document, but=()) - references(document, but=CHANNELS),
        )

    def _name(self, file: str) -> str:
        """How messages call a file: `config/watchlist.yaml`."""
        return f"{self.directory.name}/{file}"

    def _file(self, file: str, model: type[M]) -> tuple[Document, M | None]:
        document, mistakes = read_document(self.directory / file, name=self._name(file))
        self.mistakes += mistakes
        if document.data is None and not mistakes:
            self.mistakes.append(document.mistake((), N_("this file is empty")))
        if document.data is None:
            return document, None
        written, mistakes = validated(document, model)
        self.mistakes += [*mistakes, *secrets(document)]
        return document, written

    def _outside(self, document: Document) -> tuple[Network, SlackSettings | None, str | None]:
        """What reaches out of leakwatch.yaml: into the environment and to other files."""
        directory, environ = self.directory, self.environ
        network, mistakes = find_network(document, environ=environ, directory=directory)
        slack, warnings, slack_mistakes = (
            find_slack(document, environ=environ, directory=directory)
            if self.channels
            else (None, (), ())
        )
        key = find_sealing_key(document, environ=environ, directory=directory)
        self.mistakes += [*mistakes, *slack_mistakes, *([key.mistake] if key.mistake else [])]
        self.warnings += warnings
        return network, slack, key.value

    def _media(self, document: Document) -> Media:
        """Mail, webhooks and monitor; nothing of them for a process that is to hold no secret."""
        if not self.channels:
            return Media()
        media = find_media(document, environ=self.environ, directory=self.directory)
        self.mistakes += media.mistakes
        self.warnings += media.notices
        return media

    def _watchlist(self) -> Watchlist | None:
        document, written = self._file("watchlist.yaml", WatchlistFile)
        self.mistakes += check_watchlist(document)
        self.mistakes += check_protected(document)
        self.mistakes += check_namesakes(document)
        if (self.directory / "people.csv").exists():
            self.warnings.append(
                Notice(
                    message=N_(
                        "{file} holds names in the clear: seal it with leakwatch people import,"
                        " then delete it"
                    ),
                    values={"file": self._name("people.csv")},
                )
            )
        return build_watchlist(written) if written else None

    def reviewers(self) -> tuple[Reviewer, ...]:
        if not (self.directory / "reviewers.yaml").exists():
            message = N_("there is no {file}: nobody may see or judge findings")
            values = {"file": self._name("reviewers.yaml")}
            self.warnings.append(Notice(message=message, values=values))
            return ()
        document, written = self._file("reviewers.yaml", ReviewersFile)
        self.mistakes += check_reviewers(document)
        return joined(map(build_reviewer, written.reviewers)) if written else ()

    def _routing(self, main: Document, definitions: tuple[Definition, ...]) -> Routing:
        if not (self.directory / "routing.yaml").exists():
            return Routing()
        document, written = self._file("routing.yaml", RoutingFile)
        names = tuple(path.stem for path in (self.directory / "sources").glob("*.yaml"))
        channels = frozenset(one.source.channel for one in definitions if one.source.channel)
        around = Surroundings(
            main=main,
            reviewers=self._plain("reviewers.yaml"),
            source_channels=channels if len(names) == len(definitions) else None,
        )
        self.mistakes += check_routes(document, sources=names)
        self.mistakes += check_times(document)
        self.mistakes += check_owners(document, around.reviewers)
        self.mistakes += [*check_places(document, main), *check_digests(document)]
        self.mistakes += check_channels(document, around)
        self.warnings += warn_of_routing(document, around)
        return build_routing(written, document, directory=self.directory) if written else Routing()

    def _casework(self, watchlist: Watchlist | None) -> CaseworkPlan:
        if not (self.directory / "casework.yaml").exists():
            return build_casework(CaseworkFile(), watchlist)
        _, written = self._file("casework.yaml", CaseworkFile)
        return build_casework(written or CaseworkFile(), watchlist)

    def _plain(self, file: str) -> Document:
        """A file whose form is checked elsewhere; a missing one counts as an empty mapping."""
        if not (self.directory / file).exists():
            return Document(self._name(file), {})
        return read_document(self.directory / file, name=self._name(file))[0]

    def _charter(self) -> CharterState:
        read, mistakes = examine_charter(self.directory, today=self.today)
        self.mistakes += mistakes
        return read.state

    def _sources(self, document: Document, main: MainFile | None) -> tuple[Definition, ...]:
        found = read_sources(
            self.directory / "sources",
            name=self._name("sources"),
            main=main,
            user_kinds=bool(document.get(("spiders",))),
            environ=self.environ,
            today=self.today,
        )
        self.mistakes += found.mistakes
        self.warnings += found.warnings
        return found.definitions

    def _contact(
        self, document: Document, contact: str, definitions: tuple[Definition, ...]
    ) -> None:
        enabled = [one.source for one in definitions if one.source.enabled and foreign(one.source)]
        if enabled and not contact:
            self.mistakes.append(
                document.mistake(
                    ("contact",),
                    N_("other people's sites are visited ({source}), and they cannot write to us"),
                    source=enabled[0].name,
                    remedy=N_("write a mail address: it is sent in the User-Agent"),
                )
            )
