"""The findings log: what was found, what became of it, what is to be sent, and who did what."""

from __future__ import annotations

from leakwatch.record.audit import AuditCheck, Problem
from leakwatch.record.entries import Opened
from leakwatch.record.facade import Record, open_record, restore_record
from leakwatch.record.keeping_restored import Restored
from leakwatch.record.ledger import Seen
from leakwatch.record.private_files import write_new, write_private
from leakwatch.record.recordings import Recording
from leakwatch.record.sealing import SealedFile, Vault, VaultState, new_key
from leakwatch.record.writer import SweepWriter

__all__ = [
    "AuditCheck",
    "Opened",
    "Problem",
    "Record",
    "Recording",
    "Restored",
    "SealedFile",
    "Seen",
    "SweepWriter",
    "Vault",
    "VaultState",
    "new_key",
    "open_record",
    "restore_record",
    "write_new",
    "write_private",
]
