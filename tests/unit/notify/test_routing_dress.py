"""A message in the dress of its route: language, first line, and whom it calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from leakwatch.models import (
    Alert,
    AlertKind,
    Delivery,
    Form,
    OutboxEntry,
    Posting,
    Route,
    Routing,
)
from leakwatch.notify.routing import styled
from tests.factories import make_alert, make_alert_finding, make_summary


def route(**changes: Any) -> Route:
    return Route(name="one", **changes)


def routing(*routes: Route) -> Routing:
    return Routing(routes=routes)


def entry_of(posting: Posting, **changes: Any) -> OutboxEntry:
    return OutboxEntry(id=1, alert=posting.alert, state=Delivery.SENDING, **changes)


def posting_of(alert: Alert, **changes: Any) -> Posting:
    return Posting(key=alert.key, alert=alert, channel="#a", **changes)


LEAD = "【{severity}】{kind} · {source} · {findings} {{!}}"


def test_a_message_is_dressed_as_its_route_says() -> None:
    rules = routing(route(language="ja", mention=("S0ABC1DEF",), lead=LEAD))
    posting = posting_of(make_alert())
    dressed = styled(posting, entry_of(posting, route="one"), rules, language="en")
    assert (dressed.language, dressed.mention) == ("ja", ("S0ABC1DEF",))
    assert dressed.lead == "【高】登録の可能性 · platform · F-1042 {!}"


def test_the_first_line_speaks_the_language_of_the_installation_unless_told() -> None:
    rules = routing(route(lead=LEAD))
    findings = tuple(make_alert_finding(number) for number in range(1, 9))
    posting = posting_of(make_alert(findings=findings))
    dressed = styled(posting, entry_of(posting, route="one"), rules, language="en")
    assert dressed.language is None
    assert dressed.lead.startswith("【high】possible registration · platform · F-1, F-2, F-3")
    assert dressed.lead.endswith("+3 {!}")


def test_a_first_line_without_findings_names_what_it_is() -> None:
    rules = routing(route(lead="{severity}{kind}: {source}{findings}"))
    posting = posting_of(make_summary(AlertKind.QUARANTINE, blocked=3))
    dressed = styled(posting, entry_of(posting, route="one"), rules, language="en")
    assert dressed.lead == "a source rests: platform"


def test_a_line_in_a_thread_calls_only_whom_its_alert_names() -> None:
    rules = routing(route(mention=("S0ABC1DEF",), lead="!"))
    for alert in (
        make_alert(kind=AlertKind.ESCALATION, mention=("U0JIRO001",)),
        make_alert(mention=("U0JIRO001",)),
    ):
        posting = posting_of(alert, form=Form.REPLY)
        dressed = styled(posting, entry_of(posting, route="one"), rules, language="en")
        assert (dressed.mention, dressed.lead) == (("U0JIRO001",), "")


def test_a_route_that_is_gone_dresses_nothing() -> None:
    posting = posting_of(make_alert(mention=("U0JIRO001",)))
    dressed = styled(posting, entry_of(posting, route="gone"), routing(route()), language="ja")
    assert dressed == replace(posting, mention=("U0JIRO001",))
