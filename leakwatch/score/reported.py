"""People whom news, minutes and letters speak of: profiles do not call their own so."""

from __future__ import annotations

import re

from leakwatch.match import Mention

#: Beside a name: news, minutes and letters call people so, profiles do not.
_REPORTED_AFTER = re.compile(
    r" ?(?:氏|選手|監督|主将|教授|et al\b|さん ?[(はがをに、]|さんに聞|, ?(?:of|who|the)\b|社長|会長|(?:代表)?取締役|専務|常務|(?:ceo|cto|president)\b)"
    r"|[^。]{0,8}?は「|[^。]{0,60}? (?:wins|won|named|appointed|said|says|told|receives|received|speaks|spoke|explains|gave)\b"
)
_REPORTED_BEFORE = re.compile(
    r"(?:interview(?: with)?:?|names|named|appoints|appointed|president|ceo|according to|honou?rs|said|says|goes to|went to|awarded to|presented to|interview(?:ed)? by|(?:award|prize|tribute) (?:for|to)|congratulat\w+) $"
    r"|(?:(?:面談|採用|広報|問い?合わせ)担当(?![をとのでに])[: ]?.{0,20}|(?:案内役|主将|講師|登壇者)は.{0,16})$"
)


def is_reported(mention: Mention) -> bool:
    """Whether the words right beside a person's name speak of somebody else."""
    before, after = mention.before, mention.after
    return bool(_REPORTED_AFTER.match(after) or _REPORTED_BEFORE.search(before))
