"""One finding of a message: what, how sure and why, what is new, how it stands, its buttons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import APPROVALS, Alert, AlertFinding, Standing, Status
from leakwatch.notify import actions, kit, phrases, standings
from leakwatch.notify.blocks_title import MAX_FINDINGS
from leakwatch.notify.inert import inert

_MAX_ENTRIES = 5
#: The gravest, whose buttons come before the words of lesser ones.
_ALWAYS_ACTED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """What one finding may take; many share a message, and each should be seen."""

    reasons: int
    against: int
    excerpt: int


_FEW, _OF_FEW = 2, _Room(reasons=3, against=2, excerpt=300)
_OF_MANY = _Room(reasons=2, against=1, excerpt=100)

_BUTTONS = {
    actions.TAKE: N_("Take"),
    actions.CONFIRM: N_("Confirm…"),
    actions.DISMISS: N_("Not ours…"),
    actions.APPROVED: N_("Approved side job…"),
    actions.SNOOZE: N_("Later…"),
    actions.DETAILS: N_("Details"),
}


def findings_of(
    alert: Alert,
    catalogue: Catalogue,
    *,
    stand: Mapping[int, Standing],
    zone: tzinfo,
    room: int,
) -> list[kit.Block]:
    """The findings that fit into `room`, gravest first, each with its buttons where they fit.

    What does not fit is counted, and how to act without a button is said.
    """
    most = alert.findings[:MAX_FINDINGS]
    told = [
        _finding(one, alert, catalogue, standing=stand.get(one.number), zone=zone) for one in most
    ]
    buttons = {
        one.label: _buttons(one.label, standings.status_of(stand.get(one.number)), catalogue)
        for one in most
    }
    room -= kit.weight(_rest(len(alert.findings), [one.label for one in most], catalogue))
    kept = kit.weight([*buttons.values()][:_ALWAYS_ACTED])
    shown = most[: _fitting(told, room=room - kept)]
    room -= kit.weight(told[: len(shown)])
    labels = [*dict.fromkeys(one.label for one in shown)]
    acted = labels[: _fitting([buttons[label] for label in labels], room=room)]
    blocks: list[kit.Block] = []
    for one, block in zip(shown, told, strict=False):
        # the id of a block may stand in a message only once
        blocks += [block, *([buttons.pop(one.label)] if one.label in {*acted} & {*buttons} else [])]
    left = len(alert.findings) - len(shown)
    return [*blocks, *_rest(left, labels[len(acted) :], catalogue)]


def _fitting(blocks: Sequence[kit.Block], *, room: int) -> int:
    """How many of `blocks`, from the first on, fit into `room`."""
    for count, block in enumerate(blocks):
        room -= kit.weight([block])
        if room < 0:
            return count
    return len(blocks)


def _rest(left: int, unacted: Sequence[str], catalogue: Catalogue) -> list[kit.Block]:
    """What is not shown, counted, and how to act on what is shown without buttons."""
    blocks = [kit.context(phrases.more(left, catalogue))] if left else []
    if unacted:
        text = N_("No room here for the buttons of {findings}: {command}")
        findings, command = "; ".join(unacted), f"/leakwatch show {unacted[0]}"
        hint = kit.context(catalogue.text(text, findings=findings, command=command))
        blocks.insert(0, {**hint, "block_id": f"{actions.PREFIX}hint"})
    return blocks


def _finding(
    finding: AlertFinding,
    alert: Alert,
    catalogue: Catalogue,
    *,
    standing: Standing | None,
    zone: tzinfo,
) -> kit.Block:
    facts = [
        catalogue.text(phrases.SEVERITIES[finding.severity]),
        catalogue.text(N_("{percent} % sure"), percent=min(99, round(finding.score * 100))),
        catalogue.text(phrases.KINDS[finding.kind]),
        phrases.of_subject(finding.subject, catalogue),
    ]
    of_it = _OF_FEW if len(alert.findings) <= _FEW else _OF_MANY
    lines = "".join(f"\n{line}" for line in _reasons(finding, catalogue, of_it))
    block = kit.rich_text(
        kit.section(
            kit.words(finding.label, bold=True),
            kit.words(" · " + " · ".join(facts)),
            *_standing(standing, alert, catalogue, zone=zone),
            *([kit.words(lines)] if lines else []),
        )
    )
    if excerpt := inert(" ".join(finding.excerpt.split()), of_it.excerpt):
        block["elements"].append(kit.quotation(excerpt))
    return block


def _standing(
    standing: Standing | None, alert: Alert, catalogue: Catalogue, *, zone: tzinfo
) -> list[kit.Block]:
    """Nothing of a finding that is new and that nobody ever judged."""
    if standing is None or (standing.status is Status.NEW and standing.actor is None):
        return []
    day = alert.created_at.astimezone(zone).date()
    text = standings.stands(standing, catalogue, zone=zone, day=day)
    return [kit.words("\n"), kit.words(f"→ {text}", bold=True)]


def _reasons(finding: AlertFinding, catalogue: Catalogue, of_it: _Room) -> Iterator[str]:
    """Why, what speaks against it, and what is new, a line each."""
    if finding.reopened or finding.returned or finding.new_entries:
        yield _news(finding, catalogue)
    speaking = [*dict.fromkeys(rule for rule, weight in finding.reasons if weight >= 0)]
    against = [*dict.fromkeys(rule for rule, weight in finding.reasons if weight < 0)]
    for text, rules, most in (
        (N_("Why: {reasons}"), speaking, of_it.reasons),
        (N_("Against it: {reasons}"), against, of_it.against),
    ):
        if rules:
            known = [phrases.of_rule(rule, catalogue) for rule in rules[:most]]
            yield catalogue.text(text, reasons=phrases.listed(known, len(rules), catalogue))
    if finding.approval:
        text = catalogue.text(APPROVALS[finding.approval.why])
        yield f"{text} ({finding.approval.label})"
    if finding.fits:
        count, of = finding.fits
        text = N_("What is said of the post fits {count} of {of} on the roster")
        yield catalogue.text(text, count=count, of=of)


def _news(finding: AlertFinding, catalogue: Catalogue) -> str:
    if not finding.new_entries:
        text = N_("Set aside until now, and still there")
        if finding.returned:
            text = N_("Back again after it was gone")
        return catalogue.text(text)
    first = finding.new_entries[:_MAX_ENTRIES]
    names = [phrases.of_entry(entry, finding.subject, catalogue) for entry in first]
    text = N_("New since last time: {entries}")
    if finding.reopened:
        text = N_("Judged before, back with something new: {entries}")
    if finding.returned:
        text = N_("Back again after it was away, with something new: {entries}")
    entries = phrases.listed(names, len(finding.new_entries), catalogue)
    return catalogue.text(text, entries=entries)


def _buttons(label: str, status: Status, catalogue: Catalogue) -> kit.Block:
    return kit.actions(
        [
            kit.button(
                catalogue.text(_BUTTONS[act]),
                act=act,
                value=label,
                style="primary" if act == actions.TAKE else None,
            )
            for act in standings.ACTS[status]
        ],
        block_id=actions.block_of(label),
    )
