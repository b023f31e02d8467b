"""The fields of a modal: as HTML, and what a person entered into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from leakwatch.demo.slack.page_text import shown

#: What a form sent: each name with its values, in their order.
Sent = Mapping[str, Sequence[str]]
#: What was entered: text, date or the value of an option; several of them where several may be.
Value = str | list[str] | None

_TEXTS = {
    "plain_text_input": "text",
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "number",
    "datepicker": "date",
    "timepicker": "time",
}
_INITIAL = ("initial_value", "initial_date", "initial_time")
_MANY = frozenset({"checkboxes", "multi_static_select", "multi_users_select"})
_PEOPLE = frozenset({"users_select", "multi_users_select"})
_SPELT_OUT = frozenset({"radio_buttons", "checkboxes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An input block of a modal."""

    name: str  #: of the form's field; by position, so that nothing rests on what a block is called
    block: Mapping[str, Any]
    people: Mapping[str, str] = field(default_factory=dict)  #: who can be chosen, by id

    @property
    def element(self) -> Mapping[str, Any]:
        return dict(self.block.get("element") or {})

    @property
    def block_id(self) -> str:
        return str(self.block.get("block_id", ""))

    @property
    def kind(self) -> str:
        return str(self.element.get("type"))

    def options(self) -> list[tuple[str, str]]:
        """Value and words of each choice."""
        if self.kind in _PEOPLE:
            return list(self.people.items())
        return options_of(self.element)

    def initial(self) -> Value:
        """What stands in the field before anybody touched it."""
        element = self.element
        if self.kind in _MANY:
            chosen = [one["value"] for one in element.get("initial_options", [])]
            return chosen or list(element.get("initial_users", []))
        if "initial_option" in element:
            return str(element["initial_option"]["value"])
        return next((str(element[name]) for name in _INITIAL if name in element), None)

    def entered(self, sent: Sent) -> Value:
        """What was sent for this field; a choice that was never offered counts for nothing."""
        given = list(sent.get(self.name, ()))
        if self.kind not in _TEXTS:
            offered = {value for value, _ in self.options()}
            given = [one for one in given if one in offered]
        if self.kind in _MANY:
            return given
        return next((one.replace("\r\n", "\n") for one in given if one), None)

    def as_html(self, value: Value, *, problem: str, optional: str) -> str:
        """The field with `value` in it; `problem` and `optional` are HTML, empty for none."""
        marks = f' id="{self.name}" name="{self.name}"'
        marks += " autofocus" if self.element.get("focus_on_load") else ""
        if problem:
            marks += f' aria-invalid="true" aria-describedby="{self.name}-problem"'
        label = shown(_words(self.block.get("label", {})))
        label += f" <small>({optional})</small>" if self.block.get("optional") else ""
        hint = shown(_words(self.block.get("hint", {})))
        error = f'<p class="problem" id="{self.name}-problem" role="alert">{problem}</p>'
        return "".join(
            (
                f'<div class="field{" wrong" if problem else ""}">',
                self._control(label, marks, value),
                f"<p><small>{hint}</small></p>" if hint else "",
                error if problem else "",
                "</div>",
            )
        )

    def _control(self, label: str, marks: str, value: Value) -> str:
        if self.kind in _SPELT_OUT:
            legend = f"<legend>{label}</legend>"
            return f"<fieldset>{legend}{''.join(self._spelt_out(value))}</fieldset>"
        named = f'<label for="{self.name}">{label}</label>'
        if self.kind in _TEXTS:
            return named + self._text(marks, str(value or ""))
        return named + self._select(marks, value)

    def _text(self, marks: str, value: str) -> str:
        placeholder = _words(self.element.get("placeholder", {}))
        marks += f' placeholder="{shown(placeholder)}"' if placeholder else ""
        if self.element.get("multiline"):
            return f'<textarea{marks} rows="4">\n{shown(value)}</textarea>'
        return f'<input type="{_TEXTS[self.kind]}"{marks} value="{shown(value)}">'

    def _select(self, marks: str, value: Value) -> str:
        chosen = _chosen(value)
        many = " multiple" if self.kind in _MANY else ""
        empty = "" if many else '<option value=""></option>'
        options = "".join(
            f'<option value="{shown(one)}"{" selected" if one in chosen else ""}>{shown(words)}'
            "</option>"
            for one, words in self.options()
        )
        return f"<select{marks}{many}>{empty}{options}</select>"

    def _spelt_out(self, value: Value) -> Iterator[str]:
        kind = "checkbox" if self.kind in _MANY else "radio"
        chosen = _chosen(value)
        for one, words in self.options():
            checked = " checked" if one in chosen else ""
            yield (
                f'<label><input type="{kind}" name="{self.name}" value="{shown(one)}"{checked}>'
                f" {shown(words)}</label>"
            )


def fields_of(view: Mapping[str, Any], people: Mapping[str, str]) -> tuple[Field, ...]:
    """The input blocks of a modal."""
    return tuple(
        Field(name=f"field-{number}", block=block, people=people)
        for number, block in enumerate(view.get("blocks", []))
        if block.get("type") == "input"
    )


def options_of(element: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Value and words of each option of a menu, those of its groups in a row."""
    groups = (group.get("options", []) for group in element.get("option_groups", []))
    options = chain(element.get("options", []), *groups)
    return [(str(one["value"]), _words(one["text"])) for one in options]


def _words(text: Mapping[str, Any]) -> str:
    return str(text.get("text", ""))


def _chosen(value: Value) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(value or ())
