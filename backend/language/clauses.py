# SPDX-License-Identifier: GPL-3.0-or-later
"""Clauses: what a prompt is split into, and how the collected words of one become its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from backend.language.nouns import FEMALE, MALE
from backend.language.text import Token
from backend.language.words import ACTION_VERBS


@dataclass(frozen=True)
class Clause:
    """A part of a prompt for one engine."""

    #: "avatar", "motion", "environment" or "object".
    modality: str
    #: A prompt of its own: "a tall man in an orange jumpsuit", "he is running", "a beach at sunset".
    text: str
    #: Character range in the prompt, from the first span to the last.
    start: int
    end: int
    #: The parts of the prompt it was made of, in order.
    spans: tuple[tuple[int, int], ...] = ()
    #: "two robots" -> 2.
    count: int = 1
    #: Index in the list of the avatar that moves, or of the clause that ``relation`` refers to.
    #: None for a motion means the avatar that is already there.
    subject: int | None = None
    #: Of an object: "inside", "on", "beside", "holds" (the subject holds it) ...; "" when not said.
    relation: str = ""


@dataclass(eq=False)
class Draft:
    """A clause being put together from token ranges."""

    modality: str
    ranges: list[tuple[int, int]] = field(default_factory=list)
    head: frozenset[str] = frozenset()
    count: int = 1
    plural: bool = False
    pronoun: str = ""
    subject: Draft | None = None
    relation: str = ""
    #: Written with capitals, as a name is.
    name: bool = False
    #: Nothing but "someone" or "a person" so far.
    generic: bool = False

    def add(self, start: int, end: int) -> None:
        """Append tokens; a range that touches the last one extends it."""
        if self.ranges and self.ranges[-1][1] >= start >= self.ranges[-1][0]:
            self.ranges[-1] = (self.ranges[-1][0], max(end, self.ranges[-1][1]))
        else:
            self.ranges.append((start, end))
        self.generic = False


def numbered(drafts: Sequence[Draft], prompt: str, tokens: Sequence[Token]) -> list[Clause]:
    """Drafts as clauses, in order of their first word."""
    movers = {id(draft.subject) for draft in drafts if draft.modality == "motion"}
    kept = [draft for draft in drafts if draft.ranges and not (draft.generic and id(draft) in movers)]
    kept.sort(key=lambda draft: (draft.ranges[0][0], draft.modality == "motion"))
    index = {id(draft): position for position, draft in enumerate(kept)}
    return [_clause(draft, index, prompt, tokens) for draft in kept]


def _clause(draft: Draft, index: dict[int, int], prompt: str, tokens: Sequence[Token]) -> Clause:
    last = 0
    spans = tuple((tokens[start].start, tokens[end - 1].end)
                  for start, end in draft.ranges if end > start)
    text = ""
    for start, end in spans:
        gap = prompt[last:start] if text else ""
        text += (". " if set(gap) & set(".!?;\n") else " " if text else "") + prompt[start:end].strip(" ,")
        last = end
    if draft.modality == "motion":
        text = _sentence(draft, text, tokens)
    subject = index.get(id(draft.subject)) if draft.subject is not None else None
    return Clause(draft.modality, text, min(s for s, _ in spans), max(e for _, e in spans), spans,
                  draft.count, subject, "" if subject is None else draft.relation)


def _sentence(draft: Draft, text: str, tokens: Sequence[Token]) -> str:
    """A motion's words as a sentence in the third person: "he is running"."""
    subject, pronoun = draft.subject, draft.pronoun
    if not pronoun:
        head = subject.head if subject is not None else frozenset()
        if subject is not None and (subject.plural or subject.count > 1):
            pronoun = "they"
        else:
            pronoun = "he" if head & MALE else "she" if head & FEMALE else "a person"
    first = next((tokens[i] for i in range(*draft.ranges[0]) if not tokens[i].key.endswith("ly")),
                 tokens[draft.ranges[0][0]])
    if first.key.endswith("ing") and (first.lemma != first.key or first.key == "doing"):
        verb = "are" if pronoun in ("they", "we", "you") else "am" if pronoun == "i" else "is"
        return f"{pronoun} {verb} {text}"
    if subject is None and not draft.pronoun and first.lemma == first.key:
        return text  # an order: "run fast"
    if first.key in ACTION_VERBS and first.lemma == first.key and pronoun not in ("they", "we", "you", "i"):
        verb = re.sub(r"(?<![aeiou])y$", "ie", first.text)
        ending = "es" if re.search(r"(s|x|z|ch|sh|o)$", verb) else "s"
        text = text.replace(first.text, verb + ending, 1)  # "a man and a woman dance": he dances
    return f"{pronoun} {text}"
