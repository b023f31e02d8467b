"""The environment of a child: what it needs, named one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

_PASSED = frozenset(
    {"HOME", "LANG", "LANGUAGE", "LOGNAME", "PATH", "SSL_CERT_DIR", "SSL_CERT_FILE", "TMPDIR"}
    | {"SUDO_UID", "TZ", "USER", "VIRTUAL_ENV"}  # SUDO_UID: who it really is
)
_PASSED_PREFIXES = ("LC_", "LEAKWATCH_", "PYTHON")
#: Never for a child, whatever its prefix: a sweep reads hostile pages and sends nothing.
_WITHHELD = ("SLACK", "TOKEN", "PASSWORD", "SECRET")

#: A memory limit counts address space; threads that are never used would eat most of it.
_FRUGAL = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def child_environment(
    environ: Mapping[str, str],
    *,
    needed: Collection[str] = (),
    withheld: Collection[str] = (),
) -> dict[str, str]:
    """`environ` without anything a sweep has no use for: no token, no proxy, no key file of others.

    `needed` are variables that its configuration names; `withheld` those that are other sweeps'
    secrets, whatever they are called.
    """
    passed = {
        name: value
        for name, value in environ.items()
        if name in needed
        or (
            name not in withheld
            and (name in _PASSED or name.startswith(_PASSED_PREFIXES))
            and not any(word in name for word in _WITHHELD)
        )
    }
    return {**passed, **_FRUGAL}
