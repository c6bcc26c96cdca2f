# SPDX-License-Identifier: GPL-3.0-or-later
"""From one sentence to the clauses of a scene: who, what they do, where, and with which things.

A shallow parser: the prompt is cut into noun phrases, verbs and the small words that link them;
each phrase goes to a clause by its head noun, its link and what came before. It knows English word
order, not meaning; what it cannot place is reported by :func:`leftovers`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.language.clauses import Clause, Draft, numbered
from backend.language.color_names import SRGB
from backend.language.lemma import lemmas
from backend.language.measures import read_number
from backend.language.nouns import (
    BODY,
    DEPICTIONS,
    FABRICS,
    GARMENTS,
    GENERIC,
    MANNERS,
    PERSONS,
    PLACES,
    PROP_GARMENTS,
    THINGS,
    TIMES,
    WEATHER,
)
from backend.language.phrases import ADJECTIVES, HOLDING, LINKING, WEARING, Chunker, Phrase
from backend.language.text import Token, tokenize
from backend.language.words import ACTION_VERBS, COPULAS, DETERMINERS, FUNCTION_WORDS, PREPOSITIONS, word_set

__all__ = ["Clause", "leftovers", "split"]

_REQUEST = re.compile(
    r"\s*(?:(?:please|hey|hi|hello|now|can you|could you|would you|i want you to|i want to|i want|"
    r"i would like to|i would like|i'd like to|i'd like|i need|let's|we need|help me)[\s,]+)*"
    r"(?:(?:generate|create|make|render|show|draw|build|produce|imagine|design|give|see|have|add)\b\s*(?:me|us)?\s*)?"
    r"(?:(?:an?|the)\s+(?:\w+\s+)?"
    r"(?:scene|picture|image|photo|photograph|video|animation|rendering|render|shot|clip)\s+"
    r"(?:of|with|where|in which|showing)\s+)?", re.IGNORECASE)
#: "make him run"
_TOLD = re.compile(r"\s*(?:please\s+)?(?:make|let|have|get)\s+(?:him|her|them|it)\s+(?:to\s+)?(\w+)", re.IGNORECASE)

_RELATIONS = {
    "inside": "inside", "in": "inside", "within": "inside", "inside of": "inside", "contained": "inside", "on": "on",
    "on top of": "on", "upon": "on", "onto": "on", "under": "under", "below": "under", "beneath": "under",
    "underneath": "under", "above": "above", "over": "above", "beside": "beside", "besides": "beside", "by": "beside",
    "next to": "beside", "near": "beside", "close to": "beside", "against": "beside", "at": "beside", "with": "beside",
    "left of": "left_of", "right of": "right_of", "in front of": "front_of", "behind": "behind", "before": "front_of",
    "surrounded by": "surrounded_by", "painted on": "painted_on", "carved from": "carved_from", "between": "beside",
}
_PLACEMENT = re.compile(r"\b(on top of|in front of|next to|close to|inside of|left of|right of|surrounded by|"
                        r"painted on|carved from|inside|within|contained|upon|under|underneath|below|beneath|above|"
                        r"beside|besides|near|behind|against|between|over|onto|on|at|by|in)\b")
_LOCATING = word_set("in on at by near inside outside under within over across through along into onto to from around "
                     "towards toward behind beside against above below during beneath amid among past up down "
                     "surrounded")


#: Words that a split uses up without putting them in a clause's text.
_SILENT = FUNCTION_WORDS | LINKING | HOLDING | GENERIC


_AIMED = word_set("point look stare gaze glance wave throw toss shoot aim smile grin shout scream yell laugh fire peek")
#: Words that make no noun phrase by themselves; pronouns such as "someone" do.
_EMPTY = FUNCTION_WORDS - {"kind", "scene", "picture", "image", "photo", "thing"}


def split(prompt: str) -> list[Clause]:
    """The clauses of ``prompt`` in order of appearance; empty for a prompt without any word."""
    return _Scene(prompt).clauses()


def leftovers(prompt: str, clauses: Sequence[Clause]) -> list[str]:
    """Content words of ``prompt`` that are in no clause, each once."""
    offset = _request_end(prompt)
    words = (token.text for token in tokenize(prompt)
             if token.start >= offset and token.is_word and token.key not in _SILENT and not any(
                 start <= token.start < end for clause in clauses for start, end in clause.spans))
    return list(dict.fromkeys(words))


def _request_end(prompt: str) -> int:
    told = _TOLD.match(prompt)
    if told and ACTION_VERBS & set(lemmas(told[1].lower())):
        return told.start(1)
    match = _REQUEST.match(prompt)
    return match.end() if match and match.end() < len(prompt) else 0


class _Scene:
    """Sends each phrase of a prompt to a clause."""

    def __init__(self, prompt: str) -> None:
        self.prompt = prompt
        offset = _request_end(prompt)
        self.tokens: list[Token] = [token for token in tokenize(prompt) if token.start >= offset]
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.actors: list[Draft] = []
        #: The actors who act together: "a man and a woman".
        self.group: list[Draft] = []
        self.world: Draft | None = None
        self.moving: list[Draft] = []
        #: A pronoun that opened this sentence and its token, until a verb or an attribute uses it.
        self.pronoun: Phrase | None = None

    def clauses(self) -> list[Clause]:
        """Run over all phrases, then number what was found."""
        for phrase in Chunker(self.prompt, self.tokens).phrases():
            if phrase.kind == "break":
                self.current, self.pronoun, self.moving = None, None, []
            elif phrase.kind == "pronoun":
                self.on_pronoun(phrase)
            elif phrase.kind == "verb":
                self.on_verb(phrase)
            elif any(each.is_word and each.key not in _EMPTY for each in self.tokens[phrase.start:phrase.end]):
                self.on_noun(phrase)
        return numbered(self.drafts, self.prompt, self.tokens)

    # -- phrases ------------------------------------------------------------------------------------------------

    def on_pronoun(self, phrase: Phrase) -> None:
        link = self.link(phrase)
        if self.current is not None and self.current.modality == "motion" and not self.opens(link):
            self.extend_motion(phrase.link_start, phrase.end)  # "throws it"
            return
        if self.moving and len(self.group) < 2:
            self.extend_motion(phrase.link_start, phrase.end)  # "jumps, then he falls"
            self.current = self.moving[-1]
            return
        self.pronoun, self.moving = phrase, []
        self.current = self.actors[-1] if self.actors else None

    def on_verb(self, phrase: Phrase) -> None:
        current = self.current
        if current is not None and current.modality == "motion":
            self.extend_motion(phrase.link_start, phrase.end)
            return
        if current is not None and current.modality == "object":
            if (current.head & (THINGS | DEPICTIONS) and not current.name) or current.relation:
                if not self.actors:
                    current.add(phrase.link_start, phrase.end)
                    return
            else:
                self.become_avatar(current)
        if current is not None and current.modality == "environment" and (
                not self.actors or any(each.subject is self.actors[-1] for each in self.drafts)):
            current.add(phrase.link_start, phrase.end)
            return
        self.start_motion(phrase)

    def on_noun(self, phrase: Phrase) -> None:
        link, kind = self.link(phrase), self.classify(phrase)
        current = self.current
        if kind == "person" and current is not None and self.attached(link, current):
            kind = "thing"
        if link == "at" and kind not in ("person", "time") and self.aiming():
            self.extend_motion(phrase.link_start, phrase.end)
            return
        if kind == "person":
            self.on_person(phrase, link)
        elif kind == "adjective" and (target := self.described()) is not None:
            target.add(phrase.link_start, phrase.end)
        elif kind in ("garment", "body"):
            self.on_garment(phrase, link, kind)
        elif kind in ("place", "time"):
            self.on_place(phrase, link, kind)
        else:
            self.on_thing(phrase, link, kind)

    def on_person(self, phrase: Phrase, link: str) -> None:
        draft = self.new("avatar", phrase)
        words = {self.tokens[i].key for i in range(phrase.start, phrase.end)}
        draft.generic = bool(draft.head & GENERIC) and words - DETERMINERS <= set(self.tokens[phrase.head].forms)
        joined = self.current is not None and self.current.modality == "avatar" and link in ("and", ",", "or", ", and")
        self.actors.append(draft)
        self.group = [*self.group, draft] if joined else [draft]
        self.current, self.pronoun, self.moving = draft, None, []
        if phrase.participle >= 0:
            draft.ranges = [(phrase.start, phrase.participle), (phrase.participle + 1, phrase.end)]
            action = Draft("motion", [(phrase.participle, phrase.participle + 1)], subject=draft)
            self.drafts.append(action)

    def on_garment(self, phrase: Phrase, link: str, kind: str) -> None:
        current = self.current
        if current is not None and current.modality == "motion":
            worn = kind == "garment" and (link.startswith(("in", "with")) or set(link.split()) & WEARING)
            if worn and self.actors and current.subject is not None:
                current.subject.add(phrase.link_start, phrase.end)
            else:
                self.extend_motion(phrase.link_start, phrase.end)
        elif current is not None and current.modality == "object":
            worn = set(link.split()) & (WEARING | {"in", "with", "has"})
            if worn and (current.name or not current.head & THINGS):
                self.become_avatar(current)
            current.add(phrase.link_start, phrase.end)
        elif current is not None and current.modality == "environment" and not self.actors:
            current.add(phrase.link_start, phrase.end)
        elif current is None and self.pronoun is None and kind == "garment" and not self.actors \
                and set(self.tokens[phrase.head].forms) & PROP_GARMENTS:
            self.current = self.new("object", phrase)
        else:
            self.describe(phrase)

    def on_place(self, phrase: Phrase, link: str, kind: str) -> None:
        current = self.current
        head = self.tokens[phrase.head]
        if current is not None and link in ("of", "like", "as") and current.modality in ("object", "avatar"):
            current.add(phrase.link_start, phrase.end)
            return
        if kind == "place" and current is not None and current.modality == "object" and link == "with":
            current.add(phrase.link_start, phrase.end)
            return
        if kind == "place" and current is None and set(head.forms) & THINGS and self.world is None:
            self.current = self.new("object", phrase)
            return
        if self.world is None:
            self.world = self.new("environment", phrase)
        elif self.world.ranges[-1][1] == phrase.link_start:
            self.world.add(phrase.link_start, phrase.end)
        else:
            self.world.add(self.without_conjunctions(phrase), phrase.end)
        self.current = self.world

    def on_thing(self, phrase: Phrase, link: str, kind: str) -> None:
        current = self.current
        holds = bool(set(link.split()) & HOLDING)
        place = self.placement(link)
        apart = link in ("and", ",", ", and", "or", "&") and self.tokens[phrase.start].key in DETERMINERS
        if current is None:
            if self.pronoun is not None:
                self.describe(phrase)
            else:
                self.current = self.new("object", phrase)
        elif holds and current.modality in ("avatar", "motion") and self.actors:
            self.place(phrase, self.actors[-1], "holds")
        elif current.modality == "avatar":
            self.thing_after_avatar(phrase, link, kind, place, apart)
        elif current.modality == "motion":
            self.thing_after_motion(phrase, link, kind, place)
        elif current.modality == "environment":
            listed = " with " in f" {self.text_of(current)} " or "surrounded" in self.text_of(current)
            if (kind == "object" and apart and not listed) or (
                    kind == "object" and place in ("beside", "behind", "front_of") and self.actors):
                self.place(phrase, self.actors[-1] if self.actors and place else None, place if self.actors else "")
            else:
                current.add(phrase.link_start, phrase.end)
        elif apart or (link in ("and", ",", ", and") and kind == "object"):
            self.place(phrase, None, "")
        elif place and not (link == "in" and self.is_finish(phrase)):
            self.place(phrase, current, place, relates=current)
        else:
            current.add(phrase.link_start, phrase.end)

    def thing_after_avatar(self, phrase: Phrase, link: str, kind: str, place: str, apart: bool) -> None:
        avatar = self.current
        assert avatar is not None
        set_down = place in ("beside", "behind", "front_of", "on", "under") and link != "with"
        if kind == "object" and (set_down or apart):
            self.place(phrase, avatar if place else None, place)
        elif kind == "unknown" and link.split()[-1:] in (["at"], ["on"], ["near"], ["under"], ["inside"]):
            self.on_place(phrase, link, "place")
        else:
            avatar.add(phrase.link_start, phrase.end)

    def thing_after_motion(self, phrase: Phrase, link: str, kind: str, place: str) -> None:
        manner = bool(set(self.tokens[phrase.head].forms) & MANNERS) or bool(
            {self.tokens[i].key for i in range(phrase.start, phrase.end)} & {"times", "seconds", "second", "degrees"})
        if kind == "object" and place in ("beside", "behind", "front_of") and not manner and self.actors \
                and link not in ("at", "by", "over", "with"):
            self.place(phrase, self.actors[-1], place)
        elif kind == "object" and link in ("and", ",", ", and") and self.tokens[phrase.start].key in ("a", "an"):
            self.place(phrase, None, "")
        elif kind == "unknown" and not manner and link in ("in", "at", "inside", "near"):
            self.on_place(phrase, link, "place")
        else:
            self.extend_motion(phrase.link_start, phrase.end)

    # -- actions ------------------------------------------------------------------------------------------------

    def new(self, modality: str, phrase: Phrase) -> Draft:
        number = read_number(self.tokens, phrase.start)
        if number is None and phrase.start + 1 < phrase.end:
            number = read_number(self.tokens, phrase.start + 1)
        count = int(number[0]) if number and number[0] == int(number[0]) and number[1] < phrase.end + 1 else 1
        token = self.tokens[phrase.head]
        known = PERSONS | THINGS
        plural = token.key not in known and bool(set(token.forms) & known)
        if not plural or not 1 <= count <= 1000:
            count = 1
        draft = Draft(modality, [(phrase.start, phrase.end)], frozenset(token.forms), count, plural or token.key in (
            "people", "crowd", "couple", "group", "team", "family"))
        draft.name = self.is_name(phrase)
        self.drafts.append(draft)
        return draft

    def become_avatar(self, draft: Draft) -> None:
        """What was taken for a thing acts or is dressed: it is someone."""
        draft.modality = "avatar"
        self.actors = [*[each for each in self.actors if each is not draft], draft]
        self.group = [draft]

    def start_motion(self, phrase: Phrase) -> None:
        subjects: list[Draft | None] = []
        pronoun = ""
        if self.pronoun is not None:
            pronoun = self.tokens[self.pronoun.head].key
            several = pronoun in ("they", "we") and len(self.group) > 1
            subjects = list(self.group) if several else list(self.actors[-1:])
        elif self.current is not None:
            subjects = list(self.group) if self.current in self.group else list(self.actors[-1:])
        self.moving = []
        for subject in dict.fromkeys(subjects or [None]):
            draft = Draft("motion", [(phrase.start, phrase.end)], subject=subject, pronoun=pronoun)
            self.drafts.append(draft)
            self.moving.append(draft)
        self.current, self.pronoun = self.moving[-1], None

    def extend_motion(self, start: int, end: int) -> None:
        for draft in self.moving or ([self.current] if self.current else []):
            draft.add(start, end)

    def describe(self, phrase: Phrase) -> None:
        """Add a garment or feature to the avatar in focus, which is made when there is none."""
        start = phrase.link_start
        if self.actors:
            if self.pronoun is not None:
                start, self.pronoun = self.pronoun.start, None
            target = self.actors[-1]
            target.add(start, phrase.end)
        else:
            target = self.new("avatar", phrase)
            if self.pronoun is not None:
                target.ranges = [(self.pronoun.start, phrase.end)]
                self.pronoun = None
            self.actors = self.group = [target]
        self.current = target

    def described(self) -> Draft | None:
        """What an adjective alone is said of: "he is tall", "a vase, very old"."""
        if self.pronoun is not None and self.actors:
            return self.actors[-1]
        if self.current is not None and self.current.modality != "motion":
            return self.current
        return None

    def place(self, phrase: Phrase, subject: Draft | None, relation: str, relates: Draft | None = None) -> None:
        """A new object; ``relates`` is the earlier object that is said to be in relation to it."""
        draft = self.new("object", phrase)
        if relates is not None:
            relates.subject, relates.relation = draft, relation
        else:
            draft.subject, draft.relation = subject, relation if subject is not None else ""
        self.current, self.moving = draft, []

    # -- looking ------------------------------------------------------------------------------------------------

    def link(self, phrase: Phrase) -> str:
        """The words between the last phrase and this one."""
        return " ".join(self.tokens[i].key for i in range(phrase.link_start, phrase.start))

    def opens(self, link: str) -> bool:
        return not link or bool({"and", ",", "while", "then", "as", "when", "but"} & set(link.split()))

    def placement(self, link: str) -> str:
        found = _PLACEMENT.findall(link)
        return _RELATIONS.get(found[-1], "") if found else ""

    def attached(self, link: str, current: Draft) -> bool:
        """Whether a person is only compared to or shown: "dressed as a pirate", "statue of a knight"."""
        words = link.split()
        if current.modality == "object":
            return words[-1:] == ["of"]
        return bool(words) and words[-1] in ("as", "like", "of") and not (words[-1] == "as" and "," in words)

    def aiming(self) -> bool:
        """Whether the last verb asks "at what?" rather than "at which place?"."""
        return self.current is not None and self.current.modality == "motion" and any(
            _AIMED & set(self.tokens[i].forms) for i in range(*self.current.ranges[-1]))

    def is_finish(self, phrase: Phrase) -> bool:
        """Whether "in ..." names a colour or material, not a place."""
        return self.tokens[phrase.head].key in SRGB or bool(set(self.tokens[phrase.head].forms) & FABRICS)

    def is_name(self, phrase: Phrase) -> bool:
        """Whether a phrase is written as a name is: "Bill Gates"."""
        first, head = self.tokens[phrase.start], self.tokens[phrase.head]
        return phrase.head > phrase.start and first.text[0].isupper() and head.text[0].isupper() and (
            first.key not in DETERMINERS)

    def text_of(self, draft: Draft) -> str:
        return " ".join(self.tokens[i].key for start, end in draft.ranges for i in range(start, end))

    def without_conjunctions(self, phrase: Phrase) -> int:
        start = phrase.link_start
        while start < phrase.start and self.tokens[start].key not in PREPOSITIONS:
            start += 1
        return start

    def classify(self, phrase: Phrase) -> str:
        """"person", "garment", "body", "place", "time", "object", "adjective" or "unknown"."""
        head = self.tokens[phrase.head]
        forms = set(head.forms)
        link = self.link(phrase).split()
        on_avatar = self.current is not None and self.current.modality == "avatar"
        dressed = bool(link) and (link[-1] in ("in", "with", "has") or bool(set(link) & WEARING))
        depicted = any(set(self.tokens[i].forms) & (DEPICTIONS & {"toy"}) for i in range(phrase.start, phrase.head))
        if forms & PERSONS:
            return "object" if depicted else "person"
        locating = bool(link) and link[-1] in _LOCATING
        if forms & GARMENTS and not (forms & THINGS and not (on_avatar or dressed)):
            return "garment"
        if forms & BODY and not (forms & (THINGS | PLACES) and not on_avatar):
            return "body"
        if (head.key in SRGB or forms & FABRICS) and on_avatar and (dressed or link == ["and"]):
            return "garment"
        if forms & (TIMES | WEATHER):
            return "time"
        if forms & PLACES and (not forms & THINGS or (locating and self.current is not None)):
            return "manner" if self.current is not None and self.current.modality == "motion" and forms & MANNERS \
                and not locating else "place"
        if forms & THINGS:
            return "unknown" if self.is_name(phrase) else "object"
        words = [self.tokens[i] for i in range(phrase.start, phrase.end) if self.tokens[i].is_word]
        if all(w.key in ADJECTIVES or w.lemma in ADJECTIVES or w.key in FUNCTION_WORDS or w.key[0].isdigit()
               or read_number([w], 0) or w.lemma in ("year", "cm", "m", "kg", "ft", "meter", "metre", "foot")
               for w in words) and (set(link) & COPULAS or not link or link[-1] in (",", "and", "very")):
            return "adjective"
        return "unknown"
