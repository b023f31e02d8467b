"""Encryption at rest: the vault, and files sealed with its key."""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from leakwatch.errors import N_, SealError
from leakwatch.record.private_files import write_private

#: Bytes of the index key: the block that HMAC-SHA256 works with at full strength (RFC 2104).
_INDEX_BYTES = 32


class VaultState(StrEnum):
    OPEN = "open"
    MISSING = "missing"  #: the database is sealed, and no key was given
    WRONG = "wrong"  #: the key given is not the one the database was sealed with


MESSAGES = {
    VaultState.OPEN: N_("the sealing key opens the record"),
    VaultState.MISSING: N_(
        "the sealing key is missing: people and sealed details are off until it is given again"
        " (LEAKWATCH_KEY, LEAKWATCH_KEY_FILE or the file key in the state directory)"
    ),
    VaultState.WRONG: N_(
        "the sealing key is not the one this record was sealed with: people and sealed details are"
        " off until the right one is given (LEAKWATCH_KEY, LEAKWATCH_KEY_FILE or the file key in"
        " the state directory)"
    ),
}


def new_key() -> str:
    """A fresh sealing key as text."""
    return Fernet.generate_key().decode("ascii")


def read_keys(text: str) -> MultiFernet:
    """The keys in `text`, one a line; the first one encrypts. Raises SealError."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    try:
        return MultiFernet([Fernet(line) for line in lines])
    except ValueError as error:
        raise SealError(
            N_("the sealing key is not well-formed: it is 44 characters of URL-safe base64, a line")
        ) from error


class Vault:
    """Seals and opens values; closed until the right key is turned in it."""

    def __init__(self) -> None:
        self.state = VaultState.MISSING
        self._fernet: MultiFernet | None = None
        self._index: bytes | None = None

    @property
    def is_open(self) -> bool:
        return self.state is VaultState.OPEN

    @property
    def message(self) -> str:
        """A catalogue message without placeholders: what the state means."""
        return MESSAGES[self.state]

    def require(self) -> None:
        """Raise SealError unless the vault is open."""
        if not self.is_open:
            raise SealError(self.message)

    def found(self, keys: MultiFernet) -> bytes:
        """Open the vault of a new record; returns the sealed index key to store as the key check."""
        self._fernet, self._index = keys, os.urandom(_INDEX_BYTES)
        self.state = VaultState.OPEN
        return self.seal(self._index.hex())

    def turn(self, keys: MultiFernet, check: bytes) -> None:
        """Try `keys` on the stored key check; the vault is open or wrong afterwards."""
        try:
            index = json.loads(keys.decrypt(check))
        except InvalidToken:
            self.refuse()
            return
        self._fernet, self._index = keys, bytes.fromhex(index)
        self.state = VaultState.OPEN

    def refuse(self) -> None:
        self._fernet, self._index, self.state = None, None, VaultState.WRONG

    def seal(self, value: object) -> bytes:
        """`value` (anything JSON holds) as an encrypted token."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return self._keys().encrypt(text.encode("utf-8", "replace"))

    def unseal(self, token: bytes) -> Any:
        """The value in `token`. Raises SealError."""
        return json.loads(self.decrypt(token))

    def encrypt(self, content: bytes) -> bytes:
        return self._keys().encrypt(content)

    def decrypt(self, token: bytes) -> bytes:
        try:
            return self._keys().decrypt(token)
        except InvalidToken as error:
            raise SealError(
                N_("a sealed value cannot be opened: it was damaged or sealed with another key")
            ) from error

    def keyed(self, purpose: str, text: str) -> str:
        """HMAC of `text` under the index key: equal texts meet, and nobody without it can guess."""
        self.require()
        assert self._index is not None
        message = f"{purpose}\0{text}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._index, message, "sha256").hex()

    def renewed(self, keys: MultiFernet, tokens: Sequence[bytes]) -> list[bytes]:
        """`tokens` sealed anew with the first of `keys`; the vault itself does not change."""
        return [keys.encrypt(self.decrypt(token)) for token in tokens]

    def replace_keys(self, keys: MultiFernet) -> None:
        """Go on with `keys`, once everything stored is sealed with them."""
        self.require()
        self._fernet = keys

    def _keys(self) -> MultiFernet:
        self.require()
        assert self._fernet is not None
        return self._fernet


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedValue:
    """What a sealed column holds; opening it needs the vault."""

    token: bytes
    vault: Vault

    def __repr__(self) -> str:
        return "SealedValue(…)"

    def open(self) -> Any:
        """The JSON value inside. Raises SealError."""
        return self.vault.unseal(self.token)


class SealedFile:
    """A file that holds one encrypted value, mode 0600."""

    def __init__(self, path: Path, vault: Vault) -> None:
        self.path, self._vault = path, vault

    def write(self, content: bytes) -> None:
        """Replace the file; it is there as a whole or not at all. Raises SealError and OSError."""
        write_private(self.path, self._vault.encrypt(content))

    def read(self) -> bytes:
        """What was written. Raises SealError and OSError."""
        return self._vault.decrypt(self.path.read_bytes())
