"""`leakwatch demo --slack`: the whole job, then a Slack that answers until Ctrl-C."""

from __future__ import annotations

import re
import signal
from itertools import takewhile
from pathlib import Path

from leakwatch.demo import World, expected
from leakwatch.demo.slack import SlackStandIn
from leakwatch.locale import catalogue
from tests.installation import PLATFORM, Installation, finish, wait_until
from tests.planted import told_in
from tests.servers.paging import Person


def test_the_demo_shows_the_whole_job_in_japanese_and_then_answers_in_its_slack(
    tmp_path: Path,
) -> None:
    place = Installation(tmp_path, world=World(), slack=SlackStandIn())
    place.home.mkdir()
    environ = {"LEAKWATCH_LANG": "ja", "TMPDIR": str(tmp_path)}
    process = place.start("demo", "--slack", environ=environ)
    assert process.stdout
    last = catalogue("ja").text("Ctrl-C ends it.")
    lines = list(takewhile(lambda line: line.strip() != last, process.stdout))
    out = "".join(lines)
    (url,) = set(re.findall(r"http://\S+/$", out, re.MULTILINE))
    person = Person(url)
    wait_until(lambda: _answered(person, "/leakwatch status"), what="the service answered")
    process.send_signal(signal.SIGINT)
    result = finish(process)
    assert result.code == 0, out + result.err
    planted = len(expected(2).found)
    tally = {"found": planted, "planted": planted, "false_alerts": 0}
    said = "Found {found} of {planted} planted, {false_alerts} false alerts."
    assert catalogue("ja").text(said, **tally) in out
    assert PLATFORM in out
    assert "F-1001" in out
    assert told_in(out + result.out + result.err + person.text) == set()
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def _answered(person: Person, command: str) -> bool:
    """Whether the app answers by now; it connects in its own time."""
    person.open("/?lang=en&writing=1")
    person.send("send", {"text": command})
    return "Only visible to you" in person.text
