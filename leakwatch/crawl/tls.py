"""Certificates are verified: against the system's authorities, and the company's own beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from OpenSSL import SSL
from twisted.internet._sslverify import IOpenSSLTrustRoot
from twisted.internet.ssl import optionsForClientTLS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]  # ships no types

from leakwatch.errors import N_, SweepError


@implementer(IOpenSSLTrustRoot)
class _Authorities:
    def __init__(self, ca_file: Path | None) -> None:
        self._ca_file = ca_file

    def _addCACertsToContext(self, context: SSL.Context) -> None:  # noqa: N802 - Twisted's name
        context.set_default_verify_paths()
        if self._ca_file is not None:
            context.load_verify_locations(str(self._ca_file))


@implementer(IPolicyForHTTPS)
class VerifiedContexts:
    """One verifying TLS context per host name, made once."""

    def __init__(self, ca_file: Path | None) -> None:
        self._authorities: Any = _Authorities(ca_file)
        self._creators: dict[str, Any] = {}

    def creatorForNetloc(self, hostname: bytes | str, port: int) -> Any:  # noqa: ARG002, N802
        name = hostname.decode("ascii") if isinstance(hostname, bytes) else hostname
        if name not in self._creators:
            self._creators[name] = optionsForClientTLS(name, trustRoot=self._authorities)
        return self._creators[name]


def check_ca_file(ca_file: Path | None) -> None:
    """Raise SweepError when `ca_file` holds no certificates that can be trusted."""
    if ca_file is None:
        return
    try:
        SSL.Context(SSL.TLS_CLIENT_METHOD).load_verify_locations(str(ca_file))
    except SSL.Error as error:
        raise SweepError(
            N_("{path} holds no certificates (network.ca_file): expected a PEM file"), path=ca_file
        ) from error
