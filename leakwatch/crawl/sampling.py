"""A probe looks at one page of each sort and leaves the others alone."""

from __future__ import annotations

from scrapy import Request

from leakwatch.crawl.bounds import Bounds
from leakwatch.crawl.state import is_listing

#: A request that takes the place of one that was let through already.
_AGAIN = frozenset({"redirect_times", "retry_times"})


class Sampler:
    """Counts down what `bounds` allow of listings and details."""

    def __init__(self, bounds: Bounds) -> None:
        self._left = {True: bounds.listings, False: bounds.details}

    def takes(self, request: Request) -> bool:
        listing = is_listing(request)
        left = self._left[listing]
        if left is None or _AGAIN & request.meta.keys():
            return True
        self._left[listing] = max(left - 1, 0)
        return left > 0
