# SPDX-License-Identifier: GPL-3.0-or-later
"""Cutting a prompt into noun phrases and verbs, with the small words that link them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.language.color_names import SRGB
from backend.language.measures import read_number
from backend.language.nouns import BODY, DEPICTIONS, GARMENTS, PERSONS, PLACES, THINGS, TIMES, WEATHER
from backend.language.text import Token
from backend.language.words import (
    ACTION_VERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DEGREES,
    DETERMINERS,
    GRADABLE,
    NEGATIONS,
    PREPOSITIONS,
    word_set,
)

#: Links of several words, longest first.
_LINKS = sorted((tuple(link.split()) for link in (
    "next to", "in front of", "on top of", "to the left of", "to the right of", "on the left of", "on the right of",
    "left of", "right of", "surrounded by", "made of", "made from", "made out of", "filled with", "full of",
    "covered in", "covered with", "covered by", "dressed in", "dressed as", "dressed like", "clad in", "inside of",
    "out of", "close to", "contained inside", "contained in", "contained within", "painted on", "carved from",
    "in the middle of", "at the edge of", "at the end of", "in the style of", "because of", "instead of", "after that",
    "away from", "standing next to", "decorated with", "lit by", "a pair of", "a piece of", "a couple of", "on fire",
    "followed by", "as well as", "such as", "along with", "together with", "at least", "a lot of", "lots of",
    "a set of",
)), key=len, reverse=True)
#: Words that occur in such links.
LINKING = frozenset(word for link in _LINKS for word in link) - {"fire", "edge", "middle", "pair", "piece", "style"}
WEARING = word_set("wearing wears wear wore worn dressed clad sporting")
HOLDING = word_set("holding holds hold held carrying carries carry carried gripping wielding wields clutching")
_LINK_WORDS = (PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | WEARING | NEGATIONS
               | word_set("that which who whom then meanwhile suddenly it's there"))
SUBJECTS = word_set("he she they it i we you")
_PARTICLES = word_set(
    "up down around away back forward forwards backward backwards left right sideways together apart over out off "
    "along on in fast slow hard high low again straight once twice still aside ahead here there")
_NOT_ADVERBS = word_set(
    "elderly friendly lovely lonely ugly silly curly family burly early belly jelly holy woolly lively deadly fly "
    "monopoly lily bully ally chilly hilly only smelly costly likely")
_ADJECTIVE_ENDINGS = ("ful", "ous", "ive", "less", "ish", "able", "ible", "ic", "al")
ADJECTIVES = GRADABLE | frozenset(name for name in SRGB if " " not in name) | word_set(
    "muscular athletic fit obese overweight elderly middle-aged bald bearded blond blonde tanned beautiful attractive "
    "wooden golden metal metallic ceramic plastic stone marble concrete glass porcelain wrought iron steel woolen "
    "shiny matte glossy polished rusty striped dotted checkered plain patterned floral empty ancient modern "
    "futuristic medieval gothic abandoned ruined crowded open closed quiet busy lush dense vast little medium average "
    "normal giant gigantic enormous massive miniature antique vintage rustic elegant ornate simple fancy female male "
    "pregnant asian african european american chinese japanese indian old-fashioned barefoot topless naked alone "
    "asleep awake")
#: Base forms that name a thing when they stand alone.
_NOUNS_FIRST = word_set(
    "box hammer saw bowl bat drum iron fire golf film fish water rake knee elbow brush comb spike bike fence block "
    "hail train toast rock bow duck fly paddle drink cook hum act bounce-house swing fold putt pitch hurdle")
#: Past participles that describe ("painted blue") rather than act.
_DESCRIBING = word_set(
    "painted carved cut folded packed typed sewn knitted woven torn broken ironed washed fried baked grilled "
    "photographed crossed covered mixed pressed brushed planted frozen twisted curled fitted used scattered lit set")
_STOPS = frozenset(".;!?\n。！？;")


@dataclass(frozen=True)
class Phrase:
    """Tokens ``start..end`` with the linking tokens ``link_start..start`` before them."""

    #: "noun", "verb", "pronoun" or "break" (the end of a sentence).
    kind: str
    start: int
    end: int
    link_start: int
    #: Index of the head: the noun that names the thing, or the verb.
    head: int
    #: Index of a participle before a noun that tells an action ("a running man"), or -1.
    participle: int = -1


class Chunker:
    """One pass over the tokens of a prompt."""

    def __init__(self, prompt: str, tokens: Sequence[Token]) -> None:
        self.prompt, self.tokens = prompt, tokens
        self.found: list[Phrase] = []
        self.index = self.link_start = 0
        #: Range of the noun phrase that is being read, or None.
        self.pending: tuple[int, int] | None = None

    def key(self, index: int) -> str:
        """Key of a token, "" outside the prompt."""
        return self.tokens[index].key if 0 <= index < len(self.tokens) else ""

    def phrases(self) -> list[Phrase]:
        """All phrases in order, with a "break" after every sentence."""
        while self.index < len(self.tokens):
            index = self.index
            if index and "\n" in self.prompt[self.tokens[index - 1].end:self.tokens[index].start]:
                self.stop(index, index)
            if self.tokens[index].text in _STOPS:
                self.stop(index, index + 1)
            elif length := self.link_length(index):
                self.index += length
            elif self.key(index) in HOLDING and self.subject_before():
                self.index += 1
            elif self.is_verb(index):
                self.verb(index)
            elif self.key(index) in SUBJECTS:
                self.add(Phrase("pronoun", index, index + 1, self.link_start, index))
            elif (self.key(index) in _LINK_WORDS and not self.opens_noun(index)) or not self.tokens[index].is_word \
                    or self.is_adverb(index):
                self.index += 1
            else:
                self.noun(index)
        self.stop(len(self.tokens), len(self.tokens))
        return self.found

    def add(self, phrase: Phrase) -> None:
        self.found.append(phrase)
        self.index = self.link_start = phrase.end

    def stop(self, index: int, after: int) -> None:
        """End a sentence before ``index``."""
        if self.found and self.found[-1].kind != "break":
            self.found.append(Phrase("break", index, after, self.link_start, index))
        self.index = max(self.index, after)
        self.link_start = after

    def link_length(self, index: int) -> int:
        """Tokens of a link of several words at ``index``, else 0."""
        for link in _LINKS:
            if all(self.key(index + i) == word for i, word in enumerate(link)):
                return len(link)
        return 0

    def opens_noun(self, index: int) -> bool:
        """Whether a link word is here part of a noun phrase: "no hat", "that man"."""
        key = self.key(index)
        return key in ("that", "which") and self.tokens_are_noun(index + 1) and (
            not self.found or self.found[-1].kind == "break") and index == self.link_start

    def tokens_are_noun(self, index: int) -> bool:
        return bool(self.key(index)) and self.key(index) not in _LINK_WORDS and not self.is_verb(index)

    def subject_before(self) -> bool:
        return bool(self.found) and self.found[-1].kind in ("noun", "pronoun", "verb")

    def verb_before(self) -> bool:
        """Whether this sentence has a verb already."""
        for phrase in reversed(self.found):
            if phrase.kind == "break":
                return False
            if phrase.kind == "verb":
                return True
        return False

    def plural_subject(self) -> bool:
        """Whether the people named so far in this sentence are several."""
        people = 0
        for kind, start, head in self.recent():
            if kind in ("break", "verb"):
                break
            if kind == "pronoun":
                return self.key(head) in ("they", "we", "you", "i")
            token = self.tokens[head]
            if PERSONS & set(token.forms):
                people += 1
                number = read_number(self.tokens, start)
                if token.key not in PERSONS or (number and number[0] > 1) or people > 1 or token.key in (
                        "people", "couple", "crowd", "family", "group", "team", "police"):
                    return True
        return False

    def recent(self) -> Iterator[tuple[str, int, int]]:
        """(kind, start, head) of the phrases before, the latest (perhaps unfinished) first."""
        if self.pending is not None:
            yield "noun", self.pending[0], self.head(*self.pending)
        for phrase in reversed(self.found):
            yield phrase.kind, phrase.start, phrase.head

    def is_adverb(self, index: int) -> bool:
        """Whether a -ly word here describes a verb rather than an adjective."""
        key = self.key(index)
        if key in ("fast", "together") and self.is_verb(index + 1):
            return True
        if not key.endswith("ly") or key in _NOT_ADVERBS or len(key) < 5:
            return False
        following = self.key(index + 1)
        return (not following or following in _LINK_WORDS or not self.tokens[index + 1].is_word
                or self.is_verb(index + 1))

    def after_modifier(self, index: int) -> bool:
        """Whether the word before ``index`` asks for a noun: "the", "red", "two", "in"."""
        before = self.key(index - 1)
        if before == "-":
            return True
        if before in PERSONS and self.key(index).endswith("s"):
            return False  # "an angry giant stomps"
        if before in SRGB and (self.key(index - 2) == "in" or self.key(index - 2) in WEARING):
            return False  # "a girl in white sits"
        return (before in DETERMINERS or before in PREPOSITIONS - {"to", "then"} or before in ADJECTIVES
                or before in WEARING or before in HOLDING or before in ("no", "without", "own", "other", "first")
                or (before,) in DEGREES or before in ("has", "have", "had", "of")
                or (index > 0 and before.isdigit()) or (before.endswith(_ADJECTIVE_ENDINGS) and len(before) > 5))

    def is_verb(self, index: int) -> bool:
        """Whether the token at ``index`` tells an action here."""
        if index >= len(self.tokens):
            return False
        token, key = self.tokens[index], self.key(index)
        bases = [form for form in token.forms if form in ACTION_VERBS]
        if key == "doing" or (key in ("does", "do") and self.key(index + 1) in ("a", "an", "the", "some")):
            return True
        if not bases:
            return False
        named = set(token.forms) & (THINGS | GARMENTS | BODY | PERSONS | PLACES)
        opening = not self.found or self.found[-1].kind == "break"
        before = self.key(index - 1)
        if key.endswith("ing") and key not in ACTION_VERBS:
            return self.is_progressive(index, opening)
        if before in ("to", "can", "will", "must", "should", "could", "would", "does", "do", "did", "let's", "n't"):
            return key in ACTION_VERBS and not (before == "to" and key in ("left", "right"))
        if before == "not" and key in ACTION_VERBS:
            return True
        if self.after_modifier(index):
            return before in SUBJECTS
        following = self.key(index + 1)
        if key in ACTION_VERBS:
            if before in SUBJECTS:
                return True
            if opening and index == self.first_word():
                return self.is_command(index, bool(named), following)
            joined = before in ("and", ",", "then", "or", "also")
            if joined:
                return self.verb_before() and (before == "then" or not named) and not self.noun_follows(index)
            return self.plural_subject() and not self.in_noun(index)
        if key.endswith("s"):
            if opening and index == self.first_word():
                return not named
            joined = before in ("and", ",", "or")
            if joined and not self.verb_before():
                return self.follows_person() and (not named or (before == "," and self.aside()))
            if named and not self.follows_person():
                return False
            return not opening or index > 0
        if key in _DESCRIBING or before in AUXILIARIES - {"had", "has", "have"}:
            return False
        return (before in SUBJECTS or (before in ("and", "then", ",") and self.verb_before())
                or self.follows_person()) and not self.noun_follows(index)

    def aside(self) -> bool:
        """Whether the last phrase is one set off by a comma: "a boy, wearing a hat, ..."."""
        last = self.found[-1] if self.found else None
        return last is not None and last.start - last.link_start > 1 and self.key(last.link_start) == ","

    def is_progressive(self, index: int, opening: bool) -> bool:
        before = self.key(index - 1)
        if before in ADJECTIVES or before == "-":
            return False
        following = self.key(index + 1)
        names = bool(following) and bool(set(self.tokens[index + 1].forms) & (THINGS | GARMENTS | PLACES | PERSONS))
        if before in DETERMINERS or before in WEARING:
            return False
        if before in PREPOSITIONS:
            return not names and not self.noun_follows(index)
        return not (opening and index == self.first_word() and names)

    def is_command(self, index: int, named: bool, following: str) -> bool:
        """Whether a base form at the start is an order: "run fast", not "box" or "dance floor"."""
        key = self.key(index)
        if not following:
            return key not in _NOUNS_FIRST and not (named and key not in ("wave",))
        usual = (following in PREPOSITIONS or following in CONJUNCTIONS or following in DETERMINERS
                 or following in _PARTICLES or following == "," or following.endswith("ly")
                 or following in ("his", "her", "then") or read_number(self.tokens, index + 1) is not None)
        return usual and not (named and following in ("of", "with", "in", "on", "and", ","))

    def noun_follows(self, index: int) -> bool:
        """Whether a known noun stands directly after ``index``."""
        if index + 1 >= len(self.tokens):
            return False
        return bool(set(self.tokens[index + 1].forms) & (THINGS | GARMENTS | BODY | PERSONS | PLACES | WEATHER))

    def follows_person(self) -> bool:
        """Whether the last noun phrase names a person, or one whose garments were just listed."""
        first = False
        for kind, _, head in self.recent():
            if kind != "noun":
                return kind == "pronoun" or (kind == "break" and first)
            forms = set(self.tokens[head].forms)
            if PERSONS & forms:
                return True
            # An unknown noun may be who acts, if nothing but garments or places stands between.
            first = not forms & (GARMENTS | BODY | PLACES | TIMES | THINGS) and self.key(head) not in SRGB
        return first

    def in_noun(self, index: int) -> bool:
        """Whether the token is joined to a noun after it ("dance floor")."""
        return self.noun_follows(index) and not self.after_modifier(index + 1)

    def first_word(self) -> int:
        """Index of the first token of this sentence that is not a link."""
        index = self.found[-1].end if self.found else 0
        while index < len(self.tokens) and (self.key(index) in _LINK_WORDS or not self.tokens[index].is_word):
            index += 1
        return index

    def verb(self, index: int) -> None:
        """A verb with the adverbs around it."""
        start = index
        while start > self.link_start and self.is_adverb(start - 1):
            start -= 1
        end = index + 1
        while end < len(self.tokens):
            key = self.key(end)
            ends = self.key(end + 1) in _LINK_WORDS or not self.key(end + 1) or not self.tokens[end + 1].is_word
            if self.is_adverb(end) or (key in _PARTICLES and (ends or key not in PREPOSITIONS)
                                       and not self.link_length(end)):
                end += 1
            else:
                break
        self.add(Phrase("verb", start, end, self.link_start, index))

    def noun(self, index: int) -> None:
        """A noun phrase: everything up to the next link, verb or determiner."""
        end, participle = index, -1
        while end < len(self.tokens):
            token, key = self.tokens[end], self.key(end)
            self.pending = (index, end) if end > index else None
            if end > index and self.ends_noun(index, end):
                break
            if key in ("and", ",") and end > index:
                end += 1
                continue
            if key.endswith("ing") and ACTION_VERBS & set(token.forms) and end > index:
                participle = end
            end += 1
        self.pending = None
        head = self.head(index, end)
        if participle >= 0 and not (participle < head and PERSONS & set(self.tokens[head].forms)):
            participle = -1
        self.add(Phrase("noun", index, end, self.link_start, head, participle))

    def ends_noun(self, start: int, index: int) -> bool:
        token, key, before = self.tokens[index], self.key(index), self.key(index - 1)
        if self.prompt[self.tokens[index - 1].end:token.start].count("\n"):
            return True
        if key in ("and", ","):
            return not self.joins_adjectives(index)
        if key in ("'s", "-", "'", '"', "’", "/", "%", "&", "°", "″", "′", "(", ")"):
            return key in ("(", ")") or (key == "'s" and not self.tokens_are_noun(index + 1))
        if not token.is_word or self.link_length(index):
            return True
        if key in ("in", "m", "s", "x") and before.isdigit() and key != "in":
            return False
        if key in _LINK_WORDS and before != "-":
            return True
        if key in DETERMINERS and not (before in ("half", "all", "both", "such") or index == start):
            return True
        return key in SUBJECTS or key in HOLDING or self.is_adverb(index) or self.is_verb(index)

    def joins_adjectives(self, index: int) -> bool:
        """Whether "and" or "," at ``index`` stands between adjectives of one noun."""
        before = self.tokens[index - 1]
        following = self.key(index + 1)
        if following == "and" and self.key(index) == ",":
            following = self.key(index + 2)
        adjective = (before.key in ADJECTIVES or before.lemma in ADJECTIVES or before.key.endswith(_ADJECTIVE_ENDINGS)
                     or before.key in ("old", "tall", "striped"))
        if set(before.forms) & (PERSONS | GARMENTS | THINGS | PLACES | BODY | TIMES | WEATHER):
            return False
        return (adjective and bool(following) and following not in DETERMINERS and following not in _LINK_WORDS
                and following not in SUBJECTS and self.noun_ahead(index + 1))

    def noun_ahead(self, index: int) -> bool:
        """Whether a noun comes before the next link: the adjectives before it still wait for one."""
        for ahead in range(index, min(index + 8, len(self.tokens))):
            key = self.key(ahead)
            if key in ("and", ",", "-") or (key,) in DEGREES:
                continue
            if key in _LINK_WORDS or key in DETERMINERS or not self.tokens[ahead].is_word:
                return False
            if key not in ADJECTIVES and self.tokens[ahead].lemma not in ADJECTIVES and not key.isdigit():
                return True
        return False

    def head(self, start: int, end: int) -> int:
        """The token that names the thing: the last known noun, a person before unknown words."""
        known = (THINGS, GARMENTS, BODY, PLACES, TIMES, WEATHER, DEPICTIONS)
        last_word = start
        for index in range(start, end):
            if self.tokens[index].is_word and self.key(index) != "'s":
                last_word = index
        for index in range(last_word, start - 1, -1):
            forms = set(self.tokens[index].forms)
            if forms & PERSONS:
                return index
            if any(forms & group for group in known):
                return index
            if index < last_word - 2:
                break
        return last_word
