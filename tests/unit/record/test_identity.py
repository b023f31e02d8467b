from __future__ import annotations

from hypothesis import given, strategies as st

from leakwatch.record.identity import (
    alert_key,
    digest,
    is_confidential,
    keyed,
    member_digest,
    sighting_digest,
    summary_key,
)
from leakwatch.record.sealing import Vault, new_key, read_keys
from tests.logged import make_finding, make_hit, make_public_source, make_secret, make_sighting

TEXTS = st.text(max_size=12)
NEWS = st.lists(
    st.tuples(st.integers(1001, 1100), st.integers(1, 5), st.lists(TEXTS, max_size=3)),
    unique_by=lambda one: one[0],
    max_size=5,
)


def open_vault() -> Vault:
    vault = Vault()
    vault.found(read_keys(new_key()))
    return vault


@given(st.lists(TEXTS), st.lists(TEXTS))
def test_two_lists_of_parts_never_meet(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


@given(TEXTS, TEXTS)
def test_source_and_identity_do_not_run_into_each_other(one: str, other: str) -> None:
    assert (sighting_digest(one, other) == sighting_digest(other, one)) == (one == other)


@given(NEWS)
def test_an_alert_key_does_not_depend_on_the_order_of_findings(
    news: list[tuple[int, int, list[str]]],
) -> None:
    turned = [(number, times, members[::-1]) for number, times, members in reversed(news)]
    assert alert_key("platform", news) == alert_key("platform", turned)


@given(NEWS.filter(bool))
def test_an_opening_more_or_a_member_more_is_another_alert(
    news: list[tuple[int, int, list[str]]],
) -> None:
    (number, times, members), *rest = news
    assert alert_key("platform", news) not in {
        alert_key("board", news),
        alert_key("platform", rest),
        alert_key("platform", [(number, times + 1, members), *rest]),
        alert_key("platform", [(number, times, [*members, "one more"]), *rest]),
    }


def test_summaries_of_one_sweep_differ_by_kind() -> None:
    keys = {summary_key(kind, "platform", 7) for kind in ("baseline", "review", "health")}
    assert len(keys) == 3


def test_a_member_is_entry_rule_and_folded_quote_and_nothing_else() -> None:
    hit = make_hit()
    moved = make_hit(start=40, end=47, field="body", strength=0.5)
    assert member_digest(hit) == member_digest(moved)
    others = [make_hit(entry="C02"), make_hit(rule="other"), make_hit(folded="別")]
    assert len({member_digest(one) for one in [hit, *others]}) == 4


def test_a_keyed_digest_needs_its_vault() -> None:
    one, other = open_vault(), open_vault()
    assert keyed(one, "a") == keyed(one, "a")
    assert len({keyed(one, "a"), keyed(other, "a"), keyed(one, "b"), digest("a")}) == 4


def test_a_company_on_a_public_page_is_not_confidential() -> None:
    assert not is_confidential(make_finding(make_sighting(make_public_source())))


def test_a_term_of_sensitivity_3_is_confidential() -> None:
    assert is_confidential(make_secret(make_sighting(make_public_source())))
