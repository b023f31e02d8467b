"""An invented guild of experts on loopback, and an installation that watches it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from leakwatch.models import LoggedFinding
from tests.installation import Installation, Result, installed
from tests.servers.behaviours import Behaviour, Page, Site, serving

GUILD, CANARY = "guild", "掲載前に事務局が確認しています"
_DEFINITION = """\
kind: {kind}
start: {listing}
shows: profile
personal_data: {personal_data}
listing: {{links: "a.member::attr(href)", next: "a.next::attr(href)"}}
identity: {{url: '/members/([^/?]+)'}}
fields: {{name: .name, organisation: .organisation}}
canaries:
  - {{url: "{guide}", contains: {canary}}}
politeness: {{delay: 0s, concurrency: 2, autothrottle: false, timeout: 10s}}
allow_private: ["127.0.0.0/8"]
"""


def profile(
    *lines: str,
    name: str = "登録番号の方",
    organisation: str = "玄海ノヴァセラム株式会社 焼成技術部",
) -> Page:
    """One member's page; `lines` are what he says of himself."""
    said = "".join(f"<p>{line}</p>" for line in lines or ("焼成の相談をお受けします。",))
    return Page(
        f"<title>登録者のご案内</title><h1>登録者</h1><dl><dt>氏名</dt><dd class=name>{name}</dd>"
        f"<dt>所属</dt><dd class=organisation>{organisation}</dd></dl>{said}"
    )


class Guild:
    """A listing and its members, which a test changes between two sweeps."""

    def __init__(self, place: Installation, site: Site) -> None:
        self.place, self.site = place, site
        self.environ: dict[str, str] = {}  #: beside what every command gets
        site.routes["/guide"] = Page(f"<p>{CANARY}</p>")

    def shows(self, *members: str, **pages: Behaviour) -> None:
        """List exactly `members` and those of `pages`, and change what those pages answer."""
        self.answers(**pages)
        self.site.routes["/members"] = Page(
            "".join(f'<a class=member href="/members/{one}">詳細</a>' for one in (*members, *pages))
            or "<p>登録者はいません</p>"
        )

    def answers(self, **pages: Behaviour) -> None:
        for name, page in pages.items():
            self.site.routes[f"/members/{name}"] = page

    def sweep(self, *arguments: str) -> Result:
        """Raises nothing: how it ended stands in the result's `sweep.done`."""
        return self.place.run(
            "--verbose", "sweep", GUILD, "--format", "jsonl", *arguments, environ=self.environ
        )

    def swept(self, *arguments: str) -> Mapping[str, object]:
        """The report of one sweep."""
        result = self.sweep(*arguments)
        (done,) = result.events("sweep.done")
        return dict(done)

    def log(self) -> dict[str, LoggedFinding]:
        """Findings by the member they are about, unsealed."""
        return {
            urlsplit(one.url or "").path.rpartition("/")[2]: one for one in self.place.findings()
        }

    def acts(self, member: str) -> list[str]:
        with self.place.record() as record:
            return [one.act for one in record.findings.history(self.log()[member].number)]

    def told(self) -> list[str]:
        """The messages in the channel, each as one text, in the order they came."""
        return [
            json.dumps(one, ensure_ascii=False, sort_keys=True) for one in self.place.messages()
        ]


@contextmanager
def founded(
    directory: Path, *, personal_data: bool = True, kind: str = "directory"
) -> Iterator[Guild]:
    """An installation that watches nothing but a guild of its own."""
    with serving(Site({})) as site, installed(directory) as place:
        definition = _DEFINITION.format(
            kind=kind,
            listing=site.url("/members"),
            guide=site.url("/guide"),
            canary=CANARY,
            personal_data=json.dumps(personal_data),
        )
        path = place.config / "sources" / f"{GUILD}.yaml"
        path.write_text(definition, encoding="utf-8")
        path.chmod(0o600)
        yield Guild(place, site)
