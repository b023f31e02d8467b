"""What is worked out once for a tuple of the watchlist, and asked for on every page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

#: One installation has one watchlist, and for a moment a second after a change.
_MOST = 2


def by_identity(
    make: Callable[[tuple[Item, ...]], Made],
) -> Callable[[tuple[Item, ...]], Made]:
    """`make`, called when a very tuple is first asked for.

    By identity: to compare or hash a hundred thousand people on every page would cost more than
    what is made of them. The tuple is held, so that its identity cannot pass to another.
    """
    known: OrderedDict[int, tuple[tuple[Item, ...], Made]] = OrderedDict()

    @wraps(make)
    def remembered(items: tuple[Item, ...]) -> Made:
        found = known.get(id(items))
        if found is None:
            found = known[id(items)] = (items, make(items))
            while len(known) > _MOST:
                known.popitem(last=False)
        return found[1]

    return remembered
