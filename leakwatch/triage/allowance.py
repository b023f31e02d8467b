"""How often somebody may ask: a bound that honest people never meet."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

#: Users remembered; who asked longest ago is forgotten first.
_USERS = 1_000


class Allowance:
    """At most `each` times per user and `together` times in all within `span`."""

    def __init__(self, *, each: int, together: int, span: timedelta) -> None:
        self._each, self._together, self._span = each, together, span
        self._all: deque[datetime] = deque()
        self._users: OrderedDict[str, deque[datetime]] = OrderedDict()

    def take(self, user: str, *, now: datetime) -> bool:
        """Whether `user` may ask once more at `now`; counted when he may."""
        own = self._users.setdefault(user, deque())
        self._users.move_to_end(user)
        while len(self._users) > _USERS:
            self._users.popitem(last=False)
        for times in (own, self._all):
            while times and now - times[0] >= self._span:
                times.popleft()
        if len(own) >= self._each or len(self._all) >= self._together:
            return False
        own.append(now)
        self._all.append(now)
        return True
