from __future__ import annotations

from pathlib import Path

import pytest

from leakwatch.casework.letter_fields import FIELDS, read_fields
from leakwatch.casework.letter_files import LANGUAGES, check_templates, find_template
from leakwatch.casework.letter_template import Filled, Template, fill, read_template
from leakwatch.config import ConfigMistakes
from leakwatch.errors import UsageError
from leakwatch.models import LetterKind
from tests.lettered import make_fields

KIND = LetterKind.GUIDELINE


def read(body: str, *, subject: str = "Subject: Hello", language: str = "en") -> Template:
    source = f"{subject}\n\n{body}\n"
    template, mistakes = read_template(source, kind=KIND, language=language, name="g.j2")
    assert mistakes == ()
    assert template is not None
    return template


def mistakes(source: str) -> list[tuple[int | None, str]]:
    template, found = read_template(source, kind=KIND, language="en", name="g.j2")
    assert template is None
    return [(one.line, one.key) for one in found]


def filled(body: str, language: str = "en", **changes: object) -> Filled:
    template = read(body, language=language)
    return fill(template, make_fields(language, **changes))  # type: ignore[arg-type]


def test_known_fields_are_filled_in() -> None:
    made = filled("From {{ sender.company }}, {{ letter.date | day }}.")
    assert (made.subject, made.missing) == ("Hello", ())
    assert made.body == "From Sample Trading Co., Ltd., 26 November 2026.\n"


def test_a_day_is_written_as_its_language_does() -> None:
    assert filled("{{ letter.date | day }}", "ja").body == "2026年11月26日\n"


@pytest.mark.parametrize("heading", ["Subject: Hi", "件名: Hi", "件名\uff1aHi", "Subject:Hi"])
def test_the_subject_may_be_headed_in_either_language(heading: str) -> None:
    assert fill(read("x", subject=heading), {}).subject == "Hi"


def test_comments_before_the_subject_are_left_out() -> None:
    template = read("text", subject="{# for\nwhom #}\n\nSubject: Hi")
    assert fill(template, {}) == Filled(subject="Hi", body="text\n", missing=())


@pytest.mark.parametrize("empty", [None, "", "  ", "\u3000"], ids=["none", "no", "blank", "wide"])
def test_an_empty_field_is_named_and_marked(empty: str | None) -> None:
    made = filled("{{ sender.phone }}, {{ sender.name }}", sender__phone=empty)
    assert made.missing == ("sender.phone",)
    assert made.body == "〔sender.phone〕, Hanako Mihon\n"


def test_every_field_that_is_missing_is_named_once() -> None:
    template = read(
        "{{ letter.date | day }} {{ owner.domains | join(', ') }} {{ letter.date | day }}"
    )
    assert fill(template, {}).missing == ("letter.date", "owner.domains")


def test_a_list_that_is_empty_is_named_when_it_is_gone_through() -> None:
    made = filled("{% for one in owner.domains %}\n- {{ one }}\n{% endfor %}\n", owner__domains=())
    assert made.missing == ("owner.domains",)


def test_what_a_condition_leaves_out_is_not_missing() -> None:
    body = "a\n{% if answer.count %}\n{{ answer.count }}\n{% else %}\nnobody\n{% endif %}\n"
    assert filled(body, answer__count=None) == Filled(
        subject="Hello", body="a\nnobody\n", missing=()
    )


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("", [(1, "subject"), (1, "")]),
        ("Hello\nworld\n", [(1, "subject")]),
        ("Subject:\nworld\n", [(1, "subject")]),
        ("Subject: x\n", [(2, "")]),
        ("Subject: x\n\n{% if sender.name %}\n", [(3, "")]),
        ("Subject: x\n\ny {{ sender.nam }}\n", [(3, "sender.nam")]),
        ("{# why #}\nSubject: {{ nobody }}\ny\n", [(2, "nobody")]),
        ("Subject: {{ a.b }}\n\n{{ c.d }}\n{{ e.f }}\n", [(1, "a.b"), (3, "c.d"), (4, "e.f")]),
    ],
    ids=["empty", "bare", "no subject", "no text", "open", "slip", "in subject", "several"],
)
def test_a_mistake_is_said_with_its_line_and_hides_no_other(
    source: str, found: list[tuple[int, str]]
) -> None:
    assert mistakes(source) == found


def test_a_slip_in_a_field_is_answered_with_the_right_one() -> None:
    _, (mistake,) = read_template(
        "Subject: x\n{{ sender.compny }}\n", kind=KIND, language="en", name="g.j2"
    )
    assert mistake.nearest == "sender.company"


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ sender.__class__ }}",
        "{{ sender.company.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ sender['__class__'] }}",
        "{{ sender | attr('__class__') }}",
        "{{ sender.company.format(1) }}",
        "{{ range(10**9) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self.x }}",
        "{% for sender in owner.names %}{{ sender.__class__ }}{% endfor %}",
        "{% for x in owner.names %}{{ loop.__class__ }}{% endfor %}",
        "{% import 'a' as b %}",
        "{% include '/etc/passwd' %}",
        "{% extends 'a' %}",
        "{% macro a() %}{% endmacro %}",
        "{% set sender = 1 %}",
        "{{ lipsum() }}",
        "{{ sender.company | safe }}",
        "{{ sender }}",
    ],
)
def test_what_is_no_field_is_refused_before_anything_is_filled_in(hostile: str) -> None:
    assert mistakes(f"Subject: x\n\n{hostile}\n")


def test_a_field_is_never_read_as_a_template() -> None:
    made = filled("{{ recipient.company }}", recipient__company="{{ sender.phone }}")
    assert made.body == "{{ sender.phone }}\n"


@pytest.mark.parametrize("bad", ["a\r\nBcc: x@example.com", "a\nb", "a\0", "a\x1b[2J", "a\u202eb"])
def test_control_characters_and_breaks_in_a_field_are_refused(bad: str) -> None:
    with pytest.raises(UsageError, match=r"recipient\.name"):
        filled("{{ recipient.name }}", recipient__name=bad)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("nobody.knows=1", "nobody.knows"),
        ("sender.name", "sender.name"),
        ("letter.answer_by=12/10", "2026-12-10"),
        ("answer.count=many", "digits"),
        ("outcome.kind=guilty", "gone, kept, none"),
    ],
)
def test_a_field_typed_wrongly_is_answered_with_what_to_write(written: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_fields([written])


def test_a_list_is_typed_by_its_name_several_times() -> None:
    typed = ["takedown.urls=https://a.example/1", "takedown.urls=https://a.example/2?b=c"]
    assert read_fields(typed) == {
        "takedown.urls": ("https://a.example/1", "https://a.example/2?b=c")
    }


def own(directory: Path, relative: str, source: str | bytes) -> None:
    path = directory / "letters" / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(source if isinstance(source, bytes) else source.encode())


def test_every_packaged_template_is_right_and_shows_what_is_known(tmp_path: Path) -> None:
    for language in LANGUAGES:
        for kind in LetterKind:
            found = find_template(tmp_path, kind, language)
            assert found.packaged
            assert found.template.fields <= FIELDS.keys()


def test_the_companys_template_comes_first(tmp_path: Path) -> None:
    own(tmp_path, "en/guideline.j2", "Subject: Ours\n\ntext\n")
    found = find_template(tmp_path, KIND, "en")
    assert (found.packaged, found.template.subject) == (False, "Ours")


def test_a_broken_template_is_never_replaced_unasked(tmp_path: Path) -> None:
    own(tmp_path, "en/guideline.j2", "Subject: x\n\n{{ nobody.knows }}\n")
    with pytest.raises(ConfigMistakes, match=r"letters/en/guideline\.j2:3: nobody\.knows"):
        find_template(tmp_path, KIND, "en")


def test_a_check_names_the_mistakes_of_every_file(tmp_path: Path) -> None:
    own(tmp_path, "en/guideline.j2", "Subject: x\n\n{% if %}\n")
    own(tmp_path, "ja/outcome.j2", "件名: x\n\n不明\n".encode("cp932"))
    own(tmp_path, "ja/outcom.j2", "件名: x\n\ny\n")
    found, notices = check_templates(tmp_path)
    assert [Path(one.file).name for one in found] == ["outcome.j2", "guideline.j2"]
    assert "22" not in str(notices)
    assert [list(one.values) for one in notices] == [["folder", "files"]] * 2
    assert "ja/outcom.j2" in str(notices[1].values["files"])


@pytest.mark.parametrize(
    "body",
    [
        "{% for one in owner.names %}" * 3 + "x" + "{% endfor %}" * 3,
        "{% for one in 'aaaaaaaaaa' %}x{% endfor %}",
        "{% for one in letter.date %}x{% endfor %}",
        "{% for one in owner.names if one.__class__ %}x{% endfor %}",
        "{% for one in owner.names %}{{ loop }}{% endfor %}",
        "{{ owner.names | join('-') | join('-') }}",
        "{{ owner.names | join(1, 2, 3) }}",
        "{{ answer.count | join }}",
        "{{ letter.date | day(1) }}",
        "{% if letter.date %}" * 200 + "x" + "{% endif %}" * 200,
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{% if " + " and ".join(["letter.date"] * 3000) + " %}x{% endif %}",
        "{{ 1" + "0" * 10_000 + " }}",
        "x" * 200_000,
    ],
    ids=str.__len__,
)
def test_what_would_grow_or_nest_without_end_is_refused_when_it_is_read(body: str) -> None:
    assert mistakes(f"Subject: x\n\n{body}\n")


@pytest.mark.parametrize("test", ["letter.date > 3", "3 in answer.count"])
def test_what_cannot_be_compared_is_said(test: str) -> None:
    with pytest.raises(UsageError, match="cannot be filled in"):
        filled("{% if " + test + " %}x{% endif %}")
