"""Requests: public solicitations, each with what is asked, paid and until when, from a listing.

They are walked as a directory is. What tells them apart is what a sighting of them is: somebody
looks for expertise.
"""

from __future__ import annotations

from spiders.directory import DirectorySpider


class RequestsSpider(DirectorySpider):
    name = "requests"
