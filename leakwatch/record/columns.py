"""Column types: moments that know their zone, text of a page, and sealed values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

from leakwatch.record.sealing import SealedValue, Vault

#: The dialect object belongs to one engine, so it is where a column type finds the engine's vault.
_VAULT = "leakwatch_vault"


def storable(text: str) -> str:
    """`text` as every database takes it: NUL and lone surrogates become U+FFFD."""
    return (
        text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}")
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment; naive values are refused, values read are UTC-aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a naive moment cannot be stored: pass a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PageText(TypeDecorator[str]):
    """Text that comes from a page and may hold what databases refuse."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else storable(value)


class Json(TypeDecorator[Any]):
    """Any JSON value; None is NULL. Assign a new value to change it: changes inside are not seen."""

    impl = JSON(none_as_null=True)
    cache_ok = True


class Sealed(TypeDecorator[Any]):
    """Any JSON value, encrypted; read back as a `SealedValue` that opens on demand.

    Writing raises SealError while the vault is closed, so nothing falls through in clear.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: object | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        if isinstance(value, SealedValue):
            return value.token
        return _vault_of(dialect).seal(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> SealedValue | None:
        return None if value is None else SealedValue(token=value, vault=_vault_of(dialect))


def attach_vault(dialect: Dialect, vault: Vault) -> None:
    """Let the sealed columns of `dialect`'s engine use `vault`."""
    setattr(dialect, _VAULT, vault)


def _vault_of(dialect: Dialect) -> Vault:
    vault = getattr(dialect, _VAULT, None)
    return vault if isinstance(vault, Vault) else Vault()
