"""OBJECTIONS: why a hit was set aside, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.errors import N_

#: Name of the rule that set a hit aside → msgid.
OBJECTIONS: Mapping[str, str] = {
    "in_longer_word": N_("letters or digits go on without a blank: it is part of another word"),
    "in_longer_number": N_("it is part of a longer number"),
    "in_longer_katakana_word": N_("it is part of a longer word in katakana"),
    "in_longer_kanji_word": N_("it is part of a longer word in kanji"),
    "in_longer_hiragana_word": N_("it is part of a longer word in hiragana"),
    "in_longer_name": N_("it is part of somebody else's name"),
    "in_longer_kana_name": N_("it is part of a longer name in kana"),
    "in_hyphenated_name": N_("it is part of a hyphenated name"),
    "in_other_company": N_("it is part of another company's name"),
    "in_address": N_("it is part of a host name"),
    "in_word_around_alias": N_("the short form is part of another word"),
    "in_longer_known_name": N_("it is part of a full company name that was found as well"),
    "in_longer_place": N_("it is part of another place's or institution's name"),
    "in_line_above": N_("the legal form belongs to the name on the line above"),
    "in_longer_latin_company": N_("the name goes on and is another company's"),
    "in_longer_reading": N_("the reading goes on and is another company's name"),
    "in_whole_name": N_("beside a legal form the short form is another company's whole name"),
    "in_other_division": N_("it is part of another word than the division's name"),
    "in_other_domain": N_("it is part of another domain"),
    "in_trap_word": N_("it is part of a word that the watchlist excludes (not_in)"),
    "without_context": N_("none of the entry's context words is near"),
    "with_barred_word": N_("a word that the combination bars is near"),
    "of_others": N_(
        "it stands beside what the page is about: a side box, navigation, a footer or a list of others"
    ),
}
