"""What a source asks for: only what the watchlist lets leave, within the site's limits."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.config.right import MAIN, Case, Fail, Load

WATCHLIST = """\
companies:
  - id: own
    name: 藍川マテリアル株式会社
    owner: true
    english: ["Aikawa Material Co., Ltd.", Aikawa Material]
    aliases: [藍川マテリアル, 藍マテ]
    weak_aliases: [藍川]
    former_names: [藍川窯業株式会社]
  - {id: quiet, name: 静岡ファイン株式会社, may_leave: false}
terms:
  - {id: T01, text: 低温焼結, sensitivity: 1, kind: technology, variants: [low-temperature "sintering"]}
  - {id: T02, text: 三段傾斜昇温法, sensitivity: 2, kind: internal_method}
  - {id: T03, text: ミズカガミ計画, sensitivity: 3, kind: code_name, variants: [Project Mizukagami]}
  - {id: T04, text: 窯変釉, sensitivity: 2, kind: technology, may_leave: true}
  - {id: T05, text: 焼結助剤X, sensitivity: 1, kind: technology, may_leave: false}
"""

API = """\
kind: api
start: https://api.example/search?q={query}&p={page}
shows: page
items: items
paging: {size: 10}
query: {of: [companies, terms]}
"""

SEARCH = """\
kind: search
start: https://search.example/?q={query}
shows: page
items: li.result
query: {of: [companies, terms]}
"""


def files(definition: str) -> Mapping[str, str]:
    return {"watchlist.yaml": WATCHLIST, "sources/asked.yaml": definition}


def asked(load: Load, definition: str) -> list[tuple[str, tuple[str, ...]]]:
    queries = load(files(definition)).sources["asked"].queries
    return [(each.text, each.entries) for each in queries]


@pytest.mark.parametrize("definition", [API, SEARCH], ids=["api", "search"])
def test_published_names_and_terms_that_may_leave_are_asked_for(
    load: Load, definition: str
) -> None:
    assert asked(load, definition) == [
        ("藍川マテリアル株式会社", ("own",)),
        ("藍川マテリアル", ("own",)),
        ("Aikawa Material Co., Ltd.", ("own",)),
        ("Aikawa Material", ("own",)),
        ("低温焼結", ("T01",)),
        ('low-temperature "sintering"', ("T01",)),
        ("窯変釉", ("T04",)),
    ]


def test_a_quotation_mark_within_a_quoted_term_ends_no_quotation(load: Load) -> None:
    wanted = API.replace("[companies, terms]", "T01, write: '\"{term}\"'")
    assert asked(load, wanted)[1] == ('"low-temperature sintering"', ("T01",))


def test_terms_share_queries_as_far_as_both_limits_go(load: Load) -> None:
    joined = API.replace("[companies, terms]", "[own, T04], join: ' OR ', most: 3, longest: 40")
    assert asked(load, joined) == [
        ("藍川マテリアル株式会社 OR 藍川マテリアル", ("own",)),
        ("Aikawa Material Co., Ltd.", ("own",)),
        ("Aikawa Material OR 窯変釉", ("own", "T04")),
    ]


def test_no_query_is_longer_or_holds_more_terms_than_it_may(load: Load) -> None:
    for most in (1, 2, 5, 100):
        for longest in (28, 60, 200):
            limits = f"[companies, terms], join: '|', most: {most}, longest: {longest}"
            queries = asked(load, API.replace("[companies, terms]", limits))
            assert all(len(text) <= longest for text, _ in queries)
            assert all(text.count("|") < most for text, _ in queries)
            assert sum(text.count("|") + 1 for text, _ in queries) == 7


def of(value: str) -> str:
    return API.replace("[companies, terms]", value)


WRONG = [
    Case("secret", "", of("[T01, T03]"), 6, "query.of[1]", ("T03 has sensitivity 3",)),
    Case("level two", "", of("T02"), 6, "query.of", ("T02 may not leave", "may_leave")),
    Case("held back", "", of("[T05]"), 6, "query.of[0]", ("T05 may not leave",)),
    Case("quiet company", "", of("[quiet]"), 6, "query.of[0]", ("quiet may not leave",)),
    Case("unknown", "", of("[T99]"), 6, "query.of[0]", ("no company or term T99", "T01")),
    Case("slip", "", of("[companys]"), 6, "query.of[0]", ("did you mean companies?",)),
    Case("a person", "", of("[E001]"), 6, "query.of[0]", ("no company or term E001",)),
    Case("site", "", of("[toyokawa]"), 6, "query.of[0]", ("no company or term",)),
]  # fmt: skip


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_what_may_not_leave_is_refused_where_it_is_named(fail: Fail, case: Case) -> None:
    error = fail(files(str(case.content)))
    told = [(one.file, one.line, one.key) for one in error.mistakes]
    assert told == [("config/sources/asked.yaml", case.line, case.key)], str(error)
    for word in case.says:
        assert word in str(error)
    for secret in ("ミズカガミ", "三段傾斜", "静岡ファイン", "焼結助剤"):
        assert secret not in str(error)


def test_a_term_longer_than_a_query_may_be_is_named_by_its_id(fail: Fail) -> None:
    error = fail(files(of("[T01, T04], longest: 8")))
    (mistake,) = error.mistakes
    assert (mistake.line, mistake.key) == (6, "query.longest")
    assert "T01 takes 27 characters" in str(error)
    assert "sintering" not in str(error)


def test_a_source_with_nothing_to_ask_is_wrong_when_enabled_and_said_when_not(
    load: Load, fail: Fail
) -> None:
    poor = WATCHLIST.split("terms:", maxsplit=1)[0] + "terms: []\n"
    given = {"watchlist.yaml": poor, "sources/asked.yaml": of("terms")}
    assert "nothing to ask" in str(fail(given))
    given["sources/asked.yaml"] = of("terms") + "enabled: false\n"
    warnings = [one for one in load(given).warnings if "nothing to ask" in one.message]
    assert [one.values["source"] for one in warnings] == ["asked"]


TELLING = [
    ("start", SEARCH.replace("example/", "example/projectmizukagami/"), 2, "start"),
    ("start, encoded", SEARCH.replace("?q", "?p=%E3%83%9F%E3%82%BA%E3%82%AB%E3%82%AC%E3%83%9F%E8%A8%88%E7%94%BB&q"), 2, "start"),
    ("start, encoded twice", SEARCH.replace("?q", "?p=%25E3%2583%259F%25E3%2582%25BA%25E3%2582%25AB%25E3%2582%25AC%25E3%2583%259F%25E8%25A8%2588%25E7%2594%25BB&q"), 2, "start"),
    ("start, hyphens", SEARCH.replace("?q", "?tag=Project-MIZUKAGAMI&q"), 2, "start"),
    ("host", SEARCH.replace("search.example", "project-mizukagami.example"), 2, "start"),
    ("host, punycode", SEARCH.replace("search.example", "xn--lckc4b9id4116h8o4a.example"), 2, "start"),
    ("header", SEARCH + "headers: {X-Ask: ﾐｽﾞｶｶﾞﾐ計画}\n", 6, "headers.X-Ask"),
    ("header name", SEARCH + "headers: {X-Project-Mizukagami: yes please}\n", 6, "headers.X-Project-Mizukagami"),
    ("query.write", SEARCH.replace("terms]}", "terms], write: '{term} 三段傾斜昇温法'}"), 5, "query.write"),
    ("query.join", SEARCH.replace("terms]}", "terms], most: 2, join: ' 三段傾斜 昇温法 '}"), 5, "query.join"),
    ("canary query", SEARCH + "canaries: [{query: ミズカガミ 計画}]\n", 6, "canaries[0].query"),
    ("canary url", SEARCH + "canaries: [{url: https://search.example/静岡ファイン株式会社, contains: 案内}]\n", 6, "canaries[0].url"),
    ("cursor", API.replace("size: 10", "size: 10, next: n, cursor: project_mizukagami"), 5, "paging.cursor"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("definition", "line", "key"), [row[1:] for row in TELLING], ids=[row[0] for row in TELLING]
)
def test_no_text_that_leaves_may_tell_of_what_may_not(
    fail: Fail, definition: str, line: int, key: str
) -> None:
    error = fail(files(definition))
    told = [(one.line, one.key) for one in error.mistakes]
    assert told == [(line, key)], str(error)
    assert "may not leave" in str(error)
    assert not any(secret in str(error) for secret in ("ミズカガミ", "三段傾斜", "静岡ファイン"))


def test_a_definition_of_any_kind_is_looked_at(fail: Fail) -> None:
    feed = "kind: feed\nstart: https://blog.example/ミズカガミ計画.xml\nshows: article\n"
    error = fail(files(feed))
    assert [(one.line, one.key) for one in error.mistakes] == [(2, "start")]


def test_a_term_that_stands_inside_a_published_name_is_not_told_by_it(load: Load) -> None:
    inside = WATCHLIST + "  - {id: T06, text: マテリアル, sensitivity: 2, kind: technology}\n"
    definition = SEARCH + "canaries: [{query: 藍川マテリアル株式会社}]\n"
    settings = load({"watchlist.yaml": inside, "sources/asked.yaml": definition})
    assert len(settings.sources["asked"].queries) == 7


def test_a_term_that_may_leave_and_tells_of_one_that_may_not_is_refused(fail: Fail) -> None:
    telling = WATCHLIST + (
        "  - {id: T06, text: 焼結(ミズカガミ計画), sensitivity: 1, kind: technology}\n"
    )
    error = fail({"watchlist.yaml": telling, "sources/asked.yaml": of("[T06]")})
    assert "to ask for T06 would tell of T03" in str(error)


def test_a_latin_word_within_a_longer_one_is_another_word(load: Load) -> None:
    short = WATCHLIST + "  - {id: T06, text: MARK, sensitivity: 3, kind: code_name}\n"
    definition = SEARCH.replace("search.example/", "bookmarks.example/marked")
    load({"leakwatch.yaml": MAIN, "watchlist.yaml": short, "sources/asked.yaml": definition})


PLACEHOLDERS = [
    Case("unknown", "", API.replace("{page}", "{pages}"), 2, "start", ("{pages}", "{page}")),
    Case("no query", "", API.replace("query: {of: [companies, terms]}\n", ""), 2, "start", ("nothing says", "{query}")),
    Case("no place for query", "", API.replace("q={query}&", ""), 2, "start", ("query is given",)),
    Case("paging leads nowhere", "", API.replace("&p={page}", ""), 2, "start", ("paging is given",)),
    Case("no since", "", API.replace("&p", "&s={since}&p"), 2, "start", ("{since}",)),
    Case("no place for since", "", API + "since: {field: at}\n", 2, "start", ("since is given",)),
    Case(
        "canary without query", "",
        "kind: api\nstart: https://api.example/\nshows: page\nitems: items\n"
        "canaries: [{random: true}]\n",
        5, "canaries[0].random", ("nothing can be asked",),
    ),
    Case(
        "placeholder in a canary", "",
        API + "canaries: [{url: 'https://api.example/{query}', contains: 見本}]\n",
        7, "canaries[0].url", ("as it stands",),
    ),
    Case("CSS for items", "", API.replace("items: items", "items: {css: li}"), 4, "items", ("JMESPath",)),
    Case("JMESPath for a page", "", SEARCH + "fields: {body: {json: body}}\n", 6, "fields.body", ("kind api",)),
    Case("page of an item", "", API + "fields: {body: {css: main}}\n", 7, "fields.body", ("follow: true",)),
    Case("broken JMESPath", "", API.replace("items: items", "items: 'items['"), 4, "items", ("can be read",)),
]  # fmt: skip


@pytest.mark.parametrize("case", PLACEHOLDERS, ids=str)
def test_an_address_and_what_fills_it_fit_together(fail: Fail, case: Case) -> None:
    error = fail(files(str(case.content)))
    told = {(one.line, one.key) for one in error.mistakes}
    assert told == {(case.line, case.key)}, str(error)
    for word in case.says:
        assert word in str(error)


def test_a_missing_token_is_known_by_its_name_and_place(load: Load) -> None:
    token = API + "headers:\n  Accept: application/json\n  Authorization: Bearer ${SAMPLE_TOKEN}\n"
    source = load(files(token)).sources["asked"]
    assert (source.unset, source.unset_where) == (
        ("SAMPLE_TOKEN",),
        "config/sources/asked.yaml:9",
    )
    assert source.headers == {}
    given = load(files(token), {"SAMPLE_TOKEN": "s3cret"}).sources["asked"]
    assert (given.unset, given.headers["Authorization"]) == ((), "Bearer s3cret")
    assert "s3cret" not in repr(given)
