"""Which companies a page states as the employer of whose page it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from leakwatch.match import Mention, Reading, Sentence
from leakwatch.models import Hit
from leakwatch.score.named import COMPANY, companies_in, ends_line, fills_in, names_employer, past
from leakwatch.score.wording import Relation, worded

#: An employer without a label stands among the first lines, beside the name.
_TOP = 12


@dataclass(frozen=True)
class Employers:
    """`mentions` are those of the companies of the group among `sentences`."""

    reading: Reading
    sentences: tuple[Sentence, ...]
    mentions: tuple[tuple[Hit, Mention], ...]

    @cached_property
    def stated(self) -> list[Sentence]:
        """Companies by their legal form, or ours, under a label for the employer, else near the top."""
        labelled = self.reading.labelled("employer")
        found = [each for each in labelled if self._ours(each) or COMPANY.search(each.text)]
        return found or [
            each
            for each in self.sentences[:_TOP]
            if each.alone and each.label in {"", "name"} and self._beside_name(each)
        ]

    @property
    def ours_stated(self) -> bool:
        return any(map(self._ours, self.stated))

    @cached_property
    def elsewhere(self) -> bool:
        """Something else fills the place for the employer, or a sentence says where its writer works."""
        filled = any(map(fills_in, self.reading.labelled("employer")))
        return filled or any(map(self._works_elsewhere, self.sentences))

    def _beside_name(self, line: Sentence) -> bool:
        """A company alone on its line or behind a name there, ours also without its legal form."""
        ours = any(
            mention.sentence is line and ends_line(mention.after)
            for hit, mention in self.mentions
            if hit.rule != "company_weak"
        )
        return names_employer(line.text, anyway=ours)

    def _ours(self, sentence: Sentence) -> bool:
        return any(mention.sentence is sentence for _hit, mention in self.mentions)

    def _works_elsewhere(self, sentence: Sentence) -> bool:
        if past(sentence.text) or self._ours(sentence):
            return False
        for match in companies_in(sentence.text):
            before, after = sentence.text[: match.start()], sentence.text[match.end() :]
            said = worded(Mention(sentence, before, after))
            if said.relation is Relation.EMPLOYED and said.close:
                return True
        return False
