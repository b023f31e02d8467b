"""Contact data in folded text: what leads to a person without naming him."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: A number with fewer digits is a quantity or a year; Japanese telephone numbers have ten or eleven.
PHONE_DIGITS = 9

_AT = r"(?:@|[(\[{<] ?at ?[)\]}>]|アットマーク|アット)"
_DOT = r"(?:\.|[(\[{<] ?dot ?[)\]}>]|ドット)"
#: Begins where no longer one could: from every letter of a long word, a page would cost its square.
_MAIL = re.compile(rf"(?<![a-z0-9._%+-])[a-z0-9._%+-]+ ?{_AT} ?[a-z0-9-]+(?: ?{_DOT} ?[a-z0-9-]+)+")
_ADDRESS = re.compile(r"(?:(?:https?|ftps?|hxxps?)\W{1,3}|www\.|mailto:|tel:)[!-~]+")
_HOST = re.compile(
    r"(?<![a-z0-9.-])(?:[a-z0-9-]+\.)+(?!ltd|inc|corp)[a-z]{2,}(?![a-z])(?:/[!-~]*)?"
)
_HANDLE = re.compile(r"@ ?[a-z0-9_][a-z0-9_.-]+")
_MESSENGER = re.compile(
    r"(?:line|skype|telegram|whatsapp|wechat|discord|kakao|signal|twitter|instagram|facebook|github"
    r"|linkedin|slack|ライン|スカイプ|テレグラム)"
    r" ?(?:(?:id|アカウント|account) ?[:は=]?|[:=]) ?[a-z0-9_.@#-]{3,}"
)
#: The whole run of digits and what parts them, so that no tail of a second number is left over.
_BETWEEN = "()/. ~・-"
_NUMBER = re.compile(rf"\+?[0-9(][0-9{re.escape(_BETWEEN)}]*")
_POSTCODE = re.compile(r"〒 ?[0-9]{3}-?[0-9]{4}")

_PATTERNS = (_MAIL, _ADDRESS, _MESSENGER, _HOST, _HANDLE, _POSTCODE)


def contact_spans(folded: str) -> Iterator[tuple[int, int]]:
    """Where mail addresses, telephone numbers, links, handles and messenger names stand."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(folded):
            yield found.span()
    for found in _NUMBER.finditer(folded):
        if sum(map(str.isdigit, found.group())) >= PHONE_DIGITS:
            yield found.start(), found.start() + len(found.group().rstrip(_BETWEEN))
