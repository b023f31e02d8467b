"""The headers of a definition, its tokens among them: to the source's own hosts, and to no other."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from leakwatch.models import Source

#: Scheme, host and port: what a browser calls an origin.
Origin = tuple[str, str, int]
_PORTS = {"http": 80, "https": 443}


class OwnHeaders:
    """Sets the headers where they belong and removes them anywhere else.

    Scrapy makes the request that follows a redirect from the one before, headers included. Own are
    the addresses a definition itself names, and its hosts over https: not another port of them,
    which may be somebody else's program, and not http where a token could be read on its way.
    robots.txt is asked for as anybody would.
    """

    def __init__(self, source: Source) -> None:
        self._headers = dict(source.headers)
        named = (urlsplit(url) for url in source.start)
        secured = (("https", host, _PORTS["https"]) for host in source.domains)
        self._origins = frozenset({*map(_origin, named), *secured})

    def settle(self, request: Request) -> None:
        own = _origin(urlsplit(request.url)) in self._origins
        for name, value in self._headers.items():
            if own and request.callback is not NO_CALLBACK:
                request.headers[name] = value
            elif not own:
                request.headers.pop(name, None)


def _origin(parts: SplitResult) -> Origin:
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or _PORTS.get(scheme, 0)
