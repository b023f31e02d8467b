"""A user's own spider that trips over some pages and tells everybody what it read."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy.http import Response

from leakwatch.errors import LayoutChanged
from spiders.directory import DirectorySpider
from spiders.source_spider import Yield


class GossipingSpider(DirectorySpider):
    name = "gossiping"

    def sight(self, response: Response) -> Iterator[Yield]:
        text = self.page(response).text
        if "RAISE" in text:
            raise ValueError(text, response.url)
        if "OTHER LAYOUT" in text:
            raise LayoutChanged("{url} is not what it was: {text}", url=response.url, text=text)
        self.logger.error("read %s: %s", response.url, text)
        yield from super().sight(response)
