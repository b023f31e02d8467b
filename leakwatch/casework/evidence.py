"""One captured page as an archive that anybody can verify without leakwatch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from leakwatch.casework.evidence_quotes import look_for, page_in
from leakwatch.casework.evidence_verify import DIGITS, MANIFEST, METADATA, SEAL
from leakwatch.casework.evidence_warc import write_warc
from leakwatch.models import Excerpt, Exchange, PackedCapture, Quote, Shown

_FORMAT = 1
#: So that `python evidence.zip` verifies it.
_MAIN = "import sys\n\nimport verify\n\nsys.exit(verify.main([sys.argv[0]]))\n"
_READABLE = 0o600 << 16  #: Unix mode of an unpacked file


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a page is kept for, and under which circumstances."""

    finding: str  #: label
    about: str  #: label of what the evidence belongs to
    url: str  #: that was asked for
    excerpts: tuple[Excerpt, ...]
    rules: tuple[str, ...]  #: of the explanation, heaviest first
    kind: str
    source: str
    watchlist_digest: str
    rules_digest: str
    charter_version: str | None
    config_digest: str
    version: str  #: of leakwatch
    by: str  #: reviewer id; empty: leakwatch itself, when the finding was made


def pack(
    exchanges: Sequence[Exchange], ground: Ground, *, gone: bool, said: str, at: datetime
) -> PackedCapture:
    """The archive of `exchanges`, the page last; never touches the disk.

    `gone`: the page says that it is not there; `said` names how its answer was taken.
    """
    last = exchanges[-1]
    page = page_in(last)
    quotes = look_for(ground.excerpts, page, exchange=last)
    shown = _shown(quotes, gone=gone, readable=page is not None)
    content = {
        "page.warc.gz": write_warc(exchanges, software=f"leakwatch/{ground.version}", at=at),
        "headers.txt": _heads(exchanges),
    }
    if page is not None:
        content["page.txt"] = f"{page.title}\n\n{page.text}\n".encode("utf-8", "replace")
    content[METADATA] = _json(
        {
            **_circumstances(exchanges, ground, at),
            "shown": shown.value,
            "said": said,
            "encoding": page.encoding if page is not None else None,
            "quotes": [asdict(quote) for quote in quotes],
            "files": {name: sha256(one).hexdigest() for name, one in content.items()},
        }
    )
    return PackedCapture(
        content=_archive({**content, **_beside()}, at),
        shown=shown,
        status=last.status,
        quotes=len(quotes),
        present=sum(quote.present is True for quote in quotes),
    )


def _shown(quotes: Sequence[Quote], *, gone: bool, readable: bool) -> Shown:
    if gone:
        return Shown.GONE
    if not readable:
        return Shown.UNREAD
    return Shown.PRESENT if all(quote.present for quote in quotes) else Shown.CHANGED


def _circumstances(
    exchanges: Sequence[Exchange], ground: Ground, at: datetime
) -> dict[str, object]:
    last = exchanges[-1]
    return {
        "format": _FORMAT,
        "finding": ground.finding,
        "about": ground.about,
        "kind": ground.kind,
        "source": ground.source,
        "url": ground.url,
        "final_url": last.url,
        "redirects": [{"url": one.url, "status": one.status} for one in exchanges[:-1]],
        "status": last.status,
        "content_type": last.header("content-type"),
        "rendered": not last.answered,
        "address": last.address,
        "certificate_issuer": last.issuer or None,
        "received_at": _time(last.at),
        "packed_at": _time(at),
        "captured_by": ground.by or None,
        "on": "request" if ground.by else "finding",
        "tool": {"name": "leakwatch", "version": ground.version},
        "config_sha256": ground.config_digest,
        "watchlist": ground.watchlist_digest,
        "rules": ground.rules_digest,
        "charter": ground.charter_version,
        "rule_ids": [*ground.rules],
        "entries": sorted({excerpt.entry for excerpt in ground.excerpts}),
    }


def _heads(exchanges: Sequence[Exchange]) -> bytes:
    return b"\n".join(
        part.partition(b"\r\n\r\n")[0].replace(b"\r\n", b"\n") + b"\n"
        for one in exchanges
        for part in (one.asked, one.answered or _head_of(one))
    )


def _head_of(exchange: Exchange) -> bytes:
    """As a browser told of it, where no bytes were heard."""
    lines = [f"HTTP {exchange.status}", *(f"{name}: {value}" for name, value in exchange.headers)]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _beside() -> dict[str, bytes]:
    here = files("leakwatch") / "casework"
    return {
        "README.en.txt": (here / "evidence_readme.en.txt").read_bytes(),
        "README.ja.txt": (here / "evidence_readme.ja.txt").read_bytes(),
        "verify.py": (here / "evidence_verify.py").read_bytes(),
        "__main__.py": _MAIN.encode("ascii"),
    }


def _archive(content: Mapping[str, bytes], at: datetime) -> bytes:
    sums = "".join(f"{sha256(one).hexdigest()}  {name}\n" for name, one in content.items())
    out, moment = BytesIO(), at.astimezone(UTC)
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, one in {**content, MANIFEST: sums.encode("ascii")}.items():
            entry = ZipInfo(name, moment.timetuple()[:6])
            entry.external_attr, entry.compress_type = _READABLE, ZIP_DEFLATED
            archive.writestr(entry, one)
        archive.comment = SEAL + b"0" * DIGITS
    sealed = out.getvalue()[:-DIGITS]
    return sealed + sha256(sealed).hexdigest().encode("ascii")


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return (text + "\n").encode("utf-8", "replace")


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
