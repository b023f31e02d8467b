"""`leakwatch notify test` against the stand-in Slack: what goes where, and what is said of it."""

from __future__ import annotations

import json

from leakwatch.demo.slack.workspace import Channel
from tests.installation import Installation

ROUTING = """\
routes:
  - name: secrets
    when: {sensitivity: 3}
    channel: "#secrets"
    also: ["#leakwatch"]
    mention: [S0000SEC]
    lead: "{severity} / {kind} / {source}"
    language: ja
  - name: night
    when: {severity: [low, medium]}
    quiet: {hours: "00:00-23:59"}
digests:
  - {every: day, at: "09:00"}
"""


def place(fresh: Installation, *, routing: str = ROUTING) -> None:
    (fresh.config / "routing.yaml").write_text(routing, encoding="utf-8")
    fresh.slack.workspace.channels.append(Channel(id="C00000002", name="secrets"))


def test_every_route_is_shown_and_tried(fresh: Installation) -> None:
    place(fresh)
    result = fresh.run("notify", "test")
    assert result.code == 0, result.err + result.out
    shown = [line.split()[0] for line in result.out.splitlines()[1:5]]
    assert shown == ["secrets", "night", "(no", "(fallback)"]
    assert "sensitivity 3 or more" in result.out
    assert "quiet until" in result.out or "at once" in result.out  # one minute a day is not quiet
    assert "secrets: #secrets took the sample (C00000002/" in result.out
    assert "(fallback): terminal took the sample" in result.out
    (secret,) = fresh.slack.messages("#secrets")
    text = json.dumps(secret, ensure_ascii=False)
    assert "sample / 見本" in text
    assert "高" in text
    assert "S0000SEC" in text
    assert "leakwatch_take" in text
    assert '"F-0"' in text
    assert len(fresh.messages()) == 3  # the copy, what is quiet otherwise, what no route takes


def test_a_channel_that_refuses_is_named_with_what_to_do(fresh: Installation) -> None:
    place(fresh, routing=ROUTING.replace('"#secrets"', '"#absent"'))
    result = fresh.run("notify", "test", "--route", "secrets")
    assert result.code == 1
    assert "secrets: #absent did not take the sample: " in result.out
    assert "secrets: #leakwatch took the sample" in result.out
    assert fresh.messages()


def test_a_dry_run_sends_nothing(fresh: Installation) -> None:
    place(fresh)
    result = fresh.run("notify", "test", "--dry-run", "--format", "jsonl")
    assert result.code == 0, result.err
    assert [line["route"] for line in result.lines] == [
        "secrets",
        "night",
        "(no route)",
        "(fallback)",
    ]
    first = result.lines[0]
    assert (first["channel"], first["also"], first["mention"]) == (
        "#secrets",
        "#leakwatch",
        "S0000SEC",
    )
    assert fresh.slack.workspace.calls == []


def test_json_lines_tell_of_the_routes_and_then_of_the_samples(fresh: Installation) -> None:
    place(fresh)
    result = fresh.run("notify", "test", "--route", "secrets", "--format", "jsonl")
    assert result.code == 0, result.err
    route, *sent = result.lines
    assert route["route"] == "secrets"
    assert [(one["sent"], one["error"]) for one in sent] == [
        ("#secrets", None),
        ("#leakwatch", None),
    ]
    assert all(one["reference"] for one in sent)


def test_a_route_that_is_not_there_is_a_usage_error(fresh: Installation) -> None:
    place(fresh)
    result = fresh.run("notify", "test", "--route", "secret")
    assert result.code == 2
    assert "there is no route secret in routing.yaml: known are secrets, night" in result.err


def test_a_wrong_routing_is_refused_with_its_line_before_anything_is_sent(
    fresh: Installation,
) -> None:
    place(fresh, routing=ROUTING.replace("{severity} /", "{sevrity} /"))
    result = fresh.run("notify", "test")
    assert result.code == 2
    assert 'config/routing.yaml:7: routes[0].lead: there is no field "sevrity"' in result.err
    assert fresh.slack.workspace.calls == []
