"""Who is at the other end of a connection on loopback: other users of this machine are not served."""

from __future__ import annotations

import asyncio
import os
import struct
from ipaddress import IPv4Address
from pathlib import Path

#: Of every IPv4 connection of this machine, with the user it belongs to (proc(5)).
_TABLE = Path("/proc/net/tcp")
_LOCAL, _REMOTE, _USER = 1, 2, 7  # columns


def is_ours(out: asyncio.StreamWriter) -> bool:
    """Whether the client of `out` runs as the same user as we do; True where nobody can tell."""
    try:
        table = _TABLE.read_text(encoding="ascii")
    except OSError:
        return True  # no Linux
    client = _spelt(*out.get_extra_info("peername"))
    here = _spelt(*out.get_extra_info("sockname"))
    rows = (line.split() for line in table.splitlines()[1:])
    return any(
        row[_LOCAL] == client and row[_REMOTE] == here and int(row[_USER]) == os.geteuid()
        for row in rows
    )


def _spelt(host: str, port: int) -> str:
    """An address as the table spells it: in the byte order of this machine."""
    number = struct.unpack("=I", IPv4Address(host).packed)[0]
    return f"{number:08X}:{port:04X}"
