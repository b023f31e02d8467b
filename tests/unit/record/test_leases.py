from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from leakwatch.errors import LeaseTaken
from leakwatch.record import Record
from leakwatch.record.leases import Leases
from tests.logged import NOW

TTL = timedelta(minutes=10)
US = os.getpid()


@pytest.fixture
def other() -> Iterator[int]:
    """The id of another living process."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process.pid
    process.kill()
    process.communicate()


def acquire(leases: Leases, *domains: str, **changes: Any) -> None:
    given: dict[str, Any] = {"holder": "sweep platform", "pid": US, "now": NOW, "ttl": TTL}
    leases.acquire(domains, **(given | changes))


def test_a_domain_has_one_holder_who_is_named(record: Record, other: int) -> None:
    acquire(record.leases, "a.example")
    with pytest.raises(LeaseTaken, match=r"a\.example is taken by sweep platform") as taken:
        acquire(record.leases, "a.example", holder="sweep board", pid=other)
    assert taken.value.values["pid"] == US


def test_the_same_process_does_not_get_a_domain_twice(record: Record) -> None:
    acquire(record.leases, "a.example")
    with pytest.raises(LeaseTaken):
        acquire(record.leases, "a.example", holder="sweep board")


def test_all_domains_are_taken_or_none(record: Record, other: int) -> None:
    acquire(record.leases, "b.example")
    with pytest.raises(LeaseTaken, match=r"b\.example"):
        acquire(record.leases, "a.example", "b.example", "c.example", pid=other)
    acquire(record.leases, "a.example", "c.example")


def test_a_released_domain_is_free(record: Record, other: int) -> None:
    acquire(record.leases, "a.example")
    record.leases.release(["a.example"], pid=US)
    acquire(record.leases, "a.example", pid=other)


def test_nobody_releases_what_another_holds(record: Record, other: int) -> None:
    acquire(record.leases, "a.example", pid=other)
    record.leases.release(["a.example"], pid=US)
    with pytest.raises(LeaseTaken):
        acquire(record.leases, "a.example")


def test_a_lease_that_ran_out_is_taken_over(record: Record, other: int) -> None:
    acquire(record.leases, "a.example", pid=other)
    acquire(record.leases, "a.example", now=NOW + TTL)


def test_the_lease_of_a_dead_process_is_taken_over(record: Record) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    acquire(record.leases, "a.example", pid=dead.pid)
    acquire(record.leases, "a.example")


def test_a_process_of_another_host_is_believed_alive(record: Record) -> None:
    elsewhere = Leases(record._database, host="elsewhere")
    acquire(elsewhere, "a.example", pid=2**22 + 1)
    with pytest.raises(LeaseTaken, match="elsewhere"):
        acquire(record.leases, "a.example")


def test_a_renewed_lease_lasts_longer(record: Record, other: int) -> None:
    acquire(record.leases, "a.example")
    record.leases.renew(["a.example"], pid=US, now=NOW + TTL / 2, ttl=TTL)
    with pytest.raises(LeaseTaken):
        acquire(record.leases, "a.example", pid=other, now=NOW + TTL * 1.4)


def test_renewing_a_fresh_lease_writes_nothing(record: Record, other: int) -> None:
    acquire(record.leases, "a.example")
    record.leases.renew(["a.example"], pid=US, now=NOW + TTL / 10, ttl=TTL)
    acquire(record.leases, "a.example", pid=other, now=NOW + TTL)


@pytest.mark.parametrize("taken", [True, False], ids=["taken over", "released"])
def test_a_lost_lease_cannot_be_renewed(record: Record, other: int, taken: bool) -> None:
    if taken:
        acquire(record.leases, "a.example", pid=other)
    with pytest.raises(LeaseTaken, match=r"a\.example"):
        record.leases.renew(["a.example"], pid=US, now=NOW, ttl=TTL)


def test_a_source_without_domains_needs_no_lease(record: Record) -> None:
    acquire(record.leases)
    record.leases.renew([], pid=US, now=NOW, ttl=TTL)
    record.leases.release([], pid=US)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ("www.a.example", "a.example"),
        ("a.example", "www.a.example"),
        ("a.example", "jobs.a.example"),
        ("jobs.a.example", "a.example"),
        ("A.Example.", "www.a.example"),
    ],
)
def test_a_domain_is_held_with_what_lies_below_it(
    record: Record, other: int, held: str, wanted: str
) -> None:
    acquire(record.leases, held)
    with pytest.raises(LeaseTaken):
        acquire(record.leases, wanted, pid=other)
    record.leases.renew([held], pid=US, now=NOW + TTL / 2, ttl=TTL)
    record.leases.release([held], pid=US)
    acquire(record.leases, wanted, pid=other)


@pytest.mark.parametrize("wanted", ["jobs.b.example", "ba.example", "b.jobs.a.example.other"])
def test_neighbours_are_free(record: Record, other: int, wanted: str) -> None:
    acquire(record.leases, "a.example", "talk.b.example")
    acquire(record.leases, wanted, pid=other)


def test_all_hosts_of_one_source_are_taken_at_once(record: Record, other: int) -> None:
    acquire(record.leases, "www.a.example", "jobs.a.example", "c.example")
    with pytest.raises(LeaseTaken):
        acquire(record.leases, "pages.c.example", pid=other)
