"""Addresses: absolute, canonical, without what only tracks their reader."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, unquote, urljoin, urlsplit, urlunsplit

from w3lib.url import add_or_replace_parameter

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|yclid|msclkid|twclid|ttclid|igshid|igsh|"
    r"mc_cid|mc_eid|_ga|_gl|_hsenc|_hsmi|mkt_tok|ref_src|ref_url|yj_r|vero_id|oly_enc_id|oly_anon_id",
    re.IGNORECASE,
)
_GOOGLE = re.compile(r"(?:www\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})")
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: Longer than any browser's address; what is longer is not followed.
_LONGEST = 8_192


def canonical_url(url: str) -> str:
    """`url` without fragment and tracking parameters; host in lower case, default port left out.

    The order of what remains is kept: on some sites it means something.
    """
    try:
        parts = urlsplit(url.strip())
        host = _host(parts)
    except ValueError:
        return url.strip()
    path = parts.path or ("/" if host else "")
    return urlunsplit((parts.scheme.lower(), host, path, _query(parts.query), "")).strip()


def absolute(base: str, reference: str) -> str | None:
    """The http(s) address `reference` means on a page at `base`, without fragment, else None."""
    if not reference.strip():
        return None
    try:
        parts = urlsplit(urljoin(base, reference.strip()))
        if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
            return None
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return None
    url = urlunsplit(parts._replace(fragment="", path=parts.path or "/"))
    return url if len(url) <= _LONGEST else None


def with_parameter(url: str, name: str, value: str) -> str | None:
    """`url` with the parameter `name` set to `value`; None when that is longer than addresses go."""
    changed = add_or_replace_parameter(url, name, value)
    return changed if len(changed) <= _LONGEST else None


def unwrapped(url: str) -> str:
    """Where a link of a search engine's alert leads: Google's go through `/url?url=TARGET`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if parts.path != "/url" or not _GOOGLE.fullmatch(parts.hostname or ""):
        return url
    values = parse_qs(parts.query)
    targets = (absolute("", one) for name in ("url", "q") for one in values.get(name, ()))
    return next(filter(None, targets), url)


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    if parts.port is not None and parts.port != _DEFAULT_PORTS.get(parts.scheme.lower()):
        host = f"{host}:{parts.port}"
    return host


def _query(query: str) -> str:
    return "&".join(
        part
        for part in query.split("&")
        if part and not _TRACKING.fullmatch(unquote(part.partition("=")[0]))
    )
