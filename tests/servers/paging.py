"""A person at the stand-in Slack's page without a browser: fetches it, fills its forms, sends them."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urljoin

import lxml.html

Values = Mapping[str, str | Sequence[str]]
_ANY: Mapping[str, str] = {}


class Person:
    """Follows the page's own links and forms; `text` is what is to be read at the moment."""

    def __init__(self, url: str) -> None:
        self._url, self.status = url, 0
        self.open(url)

    def open(self, address: str, data: bytes | None = None, **headers: str) -> None:
        request = urllib.request.Request(
            urljoin(self._url, address),
            data=data,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                self._url, self.status, content = answer.url, answer.status, answer.read()
        except urllib.error.HTTPError as error:
            self.status, content = error.code, error.read()
        self.html = content.decode("utf-8")
        self._tree: Any = lxml.html.document_fromstring(self.html)

    @property
    def text(self) -> str:
        return " ".join(str(self._tree.text_content()).split())

    def follow(self, words: str) -> None:
        """Follow the first link that says `words`."""
        for link in self._tree.iter("a"):
            if words in str(link.text_content()):
                self.open(str(link.get("href")))
                return
        raise AssertionError(f"no link {words!r} in {self.text}")

    def fields(self, act: str, **marks: str) -> dict[str, str | list[str]]:
        """What the first form that does `act` and carries `marks` would send as it stands."""
        for form in self._tree.forms:
            given = {name: form.fields[name] for name in form.fields}
            if form.action == f"/page/{act}" and marks.items() <= given.items():
                return {
                    name: value if isinstance(value, str) else list(value)
                    for name, value in given.items()
                    if value is not None
                }
        raise AssertionError(f"no form {act!r} {marks} in {self.text}")

    def send(
        self, act: str, values: Mapping[str, str] | None = None, *, marks: Mapping[str, str] = _ANY
    ) -> None:
        """Send the first form that does `act` and carries `marks`, with `values` entered."""
        self.post(act, {**self.fields(act, **marks), **(values or {})})

    def post(self, act: str, fields: Values, **headers: str) -> None:
        """Send `fields` whatever the page's own form holds."""
        self.open(f"/page/{act}", urlencode(fields, doseq=True).encode(), **headers)
