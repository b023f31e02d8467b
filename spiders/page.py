"""Single pages that are watched for themselves: told when they change."""

from __future__ import annotations

from scrapy import Request

from spiders.source_spider import SourceSpider, listing_request


class PageSpider(SourceSpider):
    """Each address under `start:` is one sighting; what is new on it is for the record to say."""

    name = "page"

    def first_request(self, url: str) -> Request:
        return listing_request(url, self.sight)
