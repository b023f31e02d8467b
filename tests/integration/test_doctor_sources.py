"""What the doctor says of sources that are not simply swept, and of a proxy that resolves names."""

from __future__ import annotations

from tests.installation import Installation

SOURCES = {
    "replies": "kind: inbox\nshows: profile\ninbox: {folder: not-there}\n",
    "portal": "kind: manual\nshows: profile\nmanual: {reason: 会員のみ, links: [https://portal.example/]}\n",
    "market": (
        "kind: directory\nshows: profile\nstart: http://127.0.0.1:8/\nlisting: {links: a}\n"
        "headers: {X-Key: '${MARKET_KEY}'}\n"
    ),
}


def test_the_doctor_says_of_each_source_what_it_lacks(fresh: Installation) -> None:
    fresh.only()
    for name, text in SOURCES.items():
        (fresh.config / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")
    main = fresh.config / "leakwatch.yaml"
    proxy = "network: {proxy: 'http://proxy.example:3128'}\n"
    main.write_text(main.read_text(encoding="utf-8") + proxy, encoding="utf-8")
    result = fresh.run("doctor", "--offline")
    said = {}
    for line in result.out.splitlines():
        state, _, rest = line.partition(" ")
        for what in ("source replies", "source market", "network"):
            if rest.strip().startswith(what):
                said[what] = (state, rest)
    assert said["source replies"][0] == "BAD"
    assert "not-there" in result.out
    assert "source portal" not in result.out  # people look at it: nothing of it can be blind
    assert said["source market"][0] == "note"
    assert "MARKET_KEY" in said["source market"][1]
    assert said["network"][0] == "note"
    assert "looks names up itself" in said["network"][1]
    listed = fresh.run("sources", "list")
    assert "for people" in listed.out
    assert "MARKET_KEY not set" in listed.out
    shown = fresh.run("sources", "show", "portal")
    assert "https://portal.example/" in shown.out
    assert "会員のみ" in shown.out
