"""Ports on which no web server listens: an HTTP request there is an attack by somebody's link."""

from __future__ import annotations

#: The "bad ports" of the Fetch standard, which browsers refuse; without tcpmux and discard, where
#: nobody is harmed.
_NOT_FOR_BROWSERS = (
    {0, 7, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95}
    | {101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179}
    | {389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601}
    | {636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000}
    | {6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080}
)
#: Databases and remote desktops, which take what looks like a line of theirs.
_OTHER_SERVERS = {1433, 1521, 2375, 3306, 3389, 5432, 5900, 6379, 11211, 27017}

NOT_THE_WEB = frozenset(_NOT_FOR_BROWSERS | _OTHER_SERVERS)
