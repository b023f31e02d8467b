"""How everything that connects gets out: proxy, exceptions, authorities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from leakwatch.config import addresses
from leakwatch.config.mistakes import Mistake
from leakwatch.config.secret import REFERENCE, not_a_reference, unset_variable
from leakwatch.config.settings import Network
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_

_PROXY = ("network", "proxy")
_NO_PROXY = ("network", "no_proxy")
_CA_FILE = ("network", "ca_file")

_VARIABLE = r"\$\{[A-Za-z_][A-Za-z0-9_]*\}"
_TEMPLATE = re.compile(rf"(http://)(?:({_VARIABLE})(?::({_VARIABLE}))?@)?([^@/]+)(/?)")


def find_network(
    document: Document, *, environ: Mapping[str, str], directory: Path
) -> tuple[Network, tuple[Mistake, ...]]:
    """The network settings of leakwatch.yaml and what is wrong with them."""
    proxy, mistake = _proxy(document, environ)
    ca_file = _ca_file(document, directory)
    mistakes = [mistake] if mistake else []
    mistakes += [*_no_proxy(document), *_ca_mistakes(document, ca_file)]
    written = document.get(_NO_PROXY)
    names = written if isinstance(written, list) else [written] if written else []
    no_proxy = tuple(name.strip() for name in names if isinstance(name, str))
    return Network(proxy=proxy, no_proxy=no_proxy, ca_file=ca_file), tuple(mistakes)


def _proxy(document: Document, environ: Mapping[str, str]) -> tuple[str | None, Mistake | None]:
    written = document.get(_PROXY)
    if not isinstance(written, str) or not written.strip():
        return None, None
    written = written.strip()
    for name in REFERENCE.findall(written):
        if not environ.get(name):
            return None, unset_variable(document, _PROXY, name)
    if REFERENCE.fullmatch(written):
        return _checked(document, environ[written[2:-1]].strip())
    match = _TEMPLATE.fullmatch(written)
    if match is None and "@" in written:
        return None, not_a_reference(document, _PROXY)
    if match is None:
        return None, _not_a_proxy(document)
    scheme, user, password, host, _ = match.groups()
    # what a variable holds may contain @ and : which would otherwise change the address
    parts = [quote(environ[part[2:-1]], safe="") for part in (user, password) if part]
    return _checked(document, scheme + ":".join(parts) + ("@" if parts else "") + host)


def _checked(document: Document, address: str) -> tuple[str | None, Mistake | None]:
    parts = addresses.split_url(address)
    if parts is None or parts.scheme != "http" or parts.path.strip("/") or parts.query:
        return None, _not_a_proxy(document)
    return address, None


def _not_a_proxy(document: Document) -> Mistake:
    return document.mistake(
        _PROXY,
        N_("expected the address of an http proxy, as in {example}"),
        example="http://proxy.example:3128",
    )


def _no_proxy(document: Document) -> Iterator[Mistake]:
    written = document.get(_NO_PROXY)
    for index, name in enumerate(written if isinstance(written, list) else [written]):
        if isinstance(name, str) and not _is_exception(name.strip()):
            yield document.mistake(
                (*_NO_PROXY, index),
                N_("expected a host, a {suffix} or a network, without http://"),
                suffix=".suffix",
            )


def _is_exception(name: str) -> bool:
    if name == "*" or addresses.network(name) is not None:
        return True
    return addresses.is_host(name.removeprefix("*").removeprefix("."))


def _ca_file(document: Document, directory: Path) -> Path | None:
    written = document.get(_CA_FILE)
    return directory / written.strip() if isinstance(written, str) and written.strip() else None


def _ca_mistakes(document: Document, path: Path | None) -> Iterator[Mistake]:
    if path is None:
        return
    import ssl  # noqa: PLC0415 - most installations name no file

    try:
        ssl.create_default_context(cafile=str(path))
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        yield document.mistake(
            _CA_FILE,
            N_("{file} cannot be read as PEM certificates ({reason})"),
            file=path,
            reason=getattr(error, "strerror", None) or type(error).__name__,
        )
