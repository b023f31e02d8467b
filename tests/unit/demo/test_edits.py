"""Registrants of the sample platform deregister, come back, and change their profiles."""

from __future__ import annotations

from leakwatch.demo import World
from leakwatch.demo.page import Page


def page(world: World, path: str) -> Page:
    return world.respond(path)


def test_who_deregisters_is_gone_from_profile_and_listing_and_can_come_back() -> None:
    with World() as world:
        listed = page(world, "/experts").body.decode()
        assert "/experts/20417" in listed
        world.deregister("20417", "20561")
        assert page(world, "/experts/20417").status == 404
        assert "/experts/20417" not in page(world, "/experts").body.decode()
        world.register("20417")
        assert page(world, "/experts/20417").status == 200
        assert page(world, "/experts/20561").status == 404


def test_a_profile_can_be_changed() -> None:
    with World() as world:
        world.edit("21733", body="試作中の部材についてもお話しします。")
        assert "試作中の部材" in page(world, "/experts/21733").body.decode()
        assert page(world, "/experts/20417").status == 200
