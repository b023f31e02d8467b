"""A digest as a Slack message."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from leakwatch.locale import Catalogue
from leakwatch.models import Digest
from leakwatch.notify import kit, phrases
from leakwatch.notify.digest_words import Section, sections, title_of
from leakwatch.notify.inert import cut
from leakwatch.notify.spoken import in_language

#: Lines of one section; the files hold all of them.
_MOST_LINES, _LINE_LIMIT = 8, 200


def digest_of(digest: Digest, catalogue: Catalogue, *, zone: tzinfo) -> tuple[str, list[kit.Block]]:
    """Title and blocks of a message, within Slack's limits; what a person must see to comes first."""
    texts = in_language(digest.language, catalogue)
    title = title_of(digest, texts, zone=zone)
    blocks, left = [kit.header(title)], 0
    told = [(one, _block(one, texts)) for one in sections(digest, texts, zone=zone)]
    room = kit.WEIGHT_LIMIT - kit.weight(
        [*blocks, _rest(len(told), texts), *(block for one, block in told if one.needed)]
    )
    for one, block in told:
        taken = 0 if one.needed else kit.weight([block])
        if taken > room:
            left += 1
            continue
        room -= taken
        blocks.append(block)
    return title, [*blocks, *([_rest(left, texts)] if left else [])]


def _rest(count: int, texts: Catalogue) -> kit.Block:
    return kit.context(phrases.more(count, texts))


def _block(section: Section, texts: Catalogue) -> kit.Block:
    mark = "⚠ " if section.pressing else ""
    lines = [cut(line, _LINE_LIMIT) for line in _shown(section.lines, texts)]
    below = [kit.words("".join(f"\n{line}" for line in lines))] if lines else []
    return kit.rich_text(kit.section(kit.words(mark + section.title, bold=True), *below))


def _shown(lines: tuple[str, ...], texts: Catalogue) -> Iterable[str]:
    if len(lines) <= _MOST_LINES:
        return lines
    return (*lines[:_MOST_LINES], phrases.more(len(lines) - _MOST_LINES, texts))
