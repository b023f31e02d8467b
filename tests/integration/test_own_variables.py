"""The process of a sweep knows the secrets of its own source, and nobody else's."""

from __future__ import annotations

import json

from tests.installation import Installation
from tests.servers.behaviours import Page, Site, serving

SPY = """\
import json, os, pathlib, scrapy
class Spy(scrapy.Spider):
    name = "spy"
    def __init__(self, source, seen_at, **kwargs):
        super().__init__(**kwargs)
        self.source = source
    async def start(self):
        told = {"environ": dict(os.environ), "repr": repr(self.source), "headers": self.source.headers}
        kernel = pathlib.Path("/proc/self/environ").read_text()
        pathlib.Path(os.environ["HOME"], "told.json").write_text(json.dumps({**told, "kernel": kernel}))
        yield scrapy.Request(self.source.start[0], callback=self.read)
    def read(self, response):
        return ()
"""
SOURCE = """\
kind: spy
start: {start}
shows: article
personal_data: false
allow_private: [127.0.0.1/32]
headers: {{X-Key: "key ${{{variable}}}"}}
"""
OWN, OTHER, SLACK = "own-secret-1111", "other-secret-2222", "xoxb-3333-slack"


def test_a_sweep_gets_its_own_token_and_no_other(fresh: Installation) -> None:
    modules = fresh.directory / "modules"
    modules.mkdir()
    (modules / "spying.py").write_text(SPY, encoding="utf-8")
    main = fresh.config / "leakwatch.yaml"
    main.write_text(main.read_text(encoding="utf-8") + "spiders: [spying]\n", encoding="utf-8")
    variables = {"own": "OWN_API_KEY", "other": "LEAKWATCH_OTHER_KEY"}
    with serving(Site({"/": Page("<p>頁</p>")})) as site:
        for name, variable in variables.items():
            text = SOURCE.format(start=site.url("/"), variable=variable)
            (fresh.config / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")
        environ = {
            "PYTHONPATH": str(modules),
            "OWN_API_KEY": OWN,
            "LEAKWATCH_OTHER_KEY": OTHER,
            "LEAKWATCH_SLACK_TOKEN": SLACK,
        }
        result = fresh.run("--verbose", "sweep", "own", "--no-send", environ=environ)
    told = json.loads((fresh.home / "told.json").read_text(encoding="utf-8"))
    assert told["environ"]["OWN_API_KEY"] == OWN
    assert told["headers"] == {"X-Key": f"key {OWN}"}
    for secret in (OTHER, SLACK):
        assert secret not in json.dumps(told["environ"]) + told["kernel"]
    for secret in (OWN, OTHER, SLACK):
        assert secret not in told["repr"] + result.out + result.err


def test_a_source_without_its_token_is_skipped_and_said_to_be(fresh: Installation) -> None:
    fresh.only()
    text = SOURCE.format(start="http://127.0.0.1:9/", variable="OWN_API_KEY").replace(
        "spy", "directory"
    )
    listing = "listing: {links: a}\n"
    (fresh.config / "sources" / "own.yaml").write_text(text + listing, encoding="utf-8")
    swept = fresh.run("sweep", "--all")
    assert swept.code == 0, swept.err
    assert "OWN_API_KEY is not set, so own cannot be asked" in swept.err
    assert "OWN_API_KEY" in fresh.run("doctor", "--offline").out
