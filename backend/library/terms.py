# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sentence about a motion says beyond its general meaning: the words themselves, which way, which side,
how fast, and what is denied.

Sentence embeddings hardly notice these (the cosine of "walk forward" and "walk backwards" is above 0.9), so the
search weighs them apart.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache

from backend.language.text import Reading, Token
from backend.language.words import DEGREES, DETERMINERS, FUNCTION_WORDS, NEGATIONS, word_set
from backend.motion.lexicon import STYLE_WORDS, VERBS, is_thing

#: Bump when words, axes or bits change: what is stored of captions is then read anew.
VERSION = 3
#: Axis -> values that exclude each other. A value is one bit of :attr:`Meaning.facets`.
AXES: dict[str, tuple[str, ...]] = {
    "way": ("forward", "backward", "left", "right"),
    "limb": ("left", "right", "both"),
    "hands": ("one", "two"),
    "height": ("up", "down"),
    "pace": ("slow", "fast"),
    "gait": ("still", "walk", "run", "crawl"),
    "style": tuple(sorted(set(STYLE_WORDS.values()))),
}
BITS: dict[tuple[str, str], int] = {
    pair: 1 << number for number, pair in enumerate((axis, value) for axis, values in AXES.items() for value in values)}
MASKS: dict[str, int] = {axis: sum(BITS[axis, value] for value in values) for axis, values in AXES.items()}

#: Whoever does one of these goes somewhere.
GOING = BITS["way", "forward"] | BITS["way", "backward"] | BITS["gait", "walk"] | BITS["gait", "run"]


#: Axis, value, and the words that say it; a word may speak of several axes.
_SAID = (
    ("way", "forward", "forward forwards ahead onward onwards straight"),
    ("way", "backward", "backward backwards rearward rearwards retreat reverse"),
    ("limb", "both", "both double"),
    ("height", "up", "up upward upwards upright rise arise"),
    ("height", "down", "down downward downwards downstairs lower"),
    ("pace", "slow", "slow slowly leisurely unhurried unhurriedly gently gentle sluggish sluggishly stroll amble "
                     "saunter trudge easy carefully careful"),
    ("pace", "fast", "fast faster quick quickly quicker rapid rapidly swift swiftly brisk briskly hurry hurriedly "
                     "sprint dash rush hasty hastily speedily"),
    ("gait", "still", "idle stand wait still motionless"),
    ("gait", "run", "run jog sprint dash"),
    ("gait", "walk", "walk stroll stride march wander amble saunter strut swagger trudge hike tiptoe plod shuffle "
                     "limp"),
    ("gait", "crawl", "crawl"),
)
_WORDS: dict[str, list[tuple[str, str]]] = {}
for _axis, _value, _words in _SAID:
    for _word in _words.split():
        _WORDS.setdefault(_word, []).append((_axis, _value))
_LIMBS = word_set("hand arm leg foot fist knee elbow shoulder finger punch jab hook kick uppercut wrist hip ankle "
                  "handed footed")
_SIDES = word_set("left right leftward leftwards rightward rightwards leftmost rightmost")
#: After which "back" is a direction: "walks back", not "on the back".
_LEADING_BACK = word_set("walk run step hop jump move go jog dodge dash fall stagger jerk leap roll slide glide push "
                  "pull flip lean bend skip crawl come swing forward")
_GENERIC = word_set(
    "person someone somebody man woman character guy girl boy figure human people avatar actor he she they motion "
    "animation movement action clip take do does make perform go one themselves his her their self rig anim mocap "
    "something")
#: Words of one kind that count as one: "angry" and "furious", "stroll" and "walk".
_KINDS = {phrase: f"={verb}" for phrase, verb in VERBS.items()
          if " " not in phrase and phrase not in ("cross", "step", "go", "move", "rest", "back", "pace", "win", "hit",
                                                  "charge", "stretch", "box", "raise", "approach", "turn")}
_KINDS["sideways"] = _KINDS["strafe"]
_STYLES = {phrase: f"~{style}" for phrase, style in STYLE_WORDS.items() if " " not in phrase}
_SUFFIX = re.compile(r"(?:ally|ly)$")


@dataclass(frozen=True)
class Meaning:
    """What a caption or a question says."""

    #: Base forms of its content words, and of their kinds ("=walk" for "strolls", "~angry" for "furious").
    words: tuple[str, ...]
    #: The same of what is denied: "without a weapon".
    denied: tuple[str, ...] = ()
    #: Bits of :data:`BITS` that are said.
    facets: int = 0
    #: The text for the embedding: without what is denied, and whoever moves is "a person".
    text: str = ""
    #: What is denied, as text; "" for nothing.
    denied_text: str = ""

    def pack(self) -> str:
        """As stored beside a caption; the text is kept there anyway."""
        return json.dumps([self.words, self.denied, self.facets], ensure_ascii=False)


def unpacked(stored: str) -> tuple[list[str], list[str], int]:
    """(words, denied, facets) from :meth:`Meaning.pack`."""
    words, denied, facets = json.loads(stored)
    return words, denied, facets


def read(text: str) -> Meaning:
    """Read a caption or a question, in any language; other languages give their words only."""
    reading = Reading(text)
    tokens = reading.tokens
    words: list[str] = []
    denied: list[str] = []
    facets, refused = 0, set()
    for index, token in enumerate(tokens):
        if not token.is_word or token.key in NEGATIONS:
            continue
        found = _facet(tokens, index)
        content = token.key not in FUNCTION_WORDS and token.lemma not in _GENERIC and (token.key,) not in DEGREES
        if not content and not found:
            continue
        _, before = reading.degree_before(index)
        # "not running backwards" denies the way too.
        manner = index - 1 in refused and bool({axis for axis, _ in found} - {"gait"})
        if manner or reading.negated_before(before):
            refused.add(index)
            denied += _stems(token)
            continue
        for axis, value in found:
            facets |= BITS[axis, value]
        words += [f"+{axis}.{value}" for axis, value in found if axis in ("way", "limb", "height")]
        if content and token.key not in _SIDES:
            words += ["a box"] if is_thing(token.key, tokens[index - 1].key if index else "") else _stems(token)
    kept = text
    if refused:
        kept = " ".join(token.text for index, token in enumerate(tokens)
                        if index not in refused and token.key not in NEGATIONS)
    return Meaning(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(denied)), facets, plain(kept),
                   " ".join(tokens[index].text for index in sorted(refused)))


_SUBJECT = re.compile(
    r"(?i)^(?:an?|the|some|one)?\s*(?:someone|somebody|person|people|man|woman|cartoon character|character|figure|guy|"
    r"girl|boy|human|actor|he|she|they)(?:\s+is|\s+are)?\s+")


def plain(text: str) -> str:
    """``text`` with whoever moves called "a person", for the embedding: who it is tells no two clips apart."""
    rest = _SUBJECT.sub("", text.strip(), count=1)
    return f"a person {rest}" if rest else text


def _stems(token: Token) -> list[str]:
    # "drunk" is a manner, not a form of "drink".
    stem = _stem(token.key if token.key in _STYLES else token.lemma)
    kinds = [table[form] for table in (_KINDS, _STYLES) for form in token.forms if form in table]
    return [stem, *kinds[:2]]


@lru_cache(maxsize=8192)
def _stem(lemma: str) -> str:
    """"angrily" and "angry" are one word to a search."""
    short = _SUFFIX.sub("", lemma) if len(lemma) > 5 else lemma
    return short[:-1] + "y" if short.endswith("i") and short != lemma else short


def _facet(tokens: list[Token], index: int) -> list[tuple[str, str]]:
    """The axes and values that one word speaks of."""
    token = tokens[index]
    before = tokens[index - 1].key if index else ""
    if token.key in _SIDES:
        side = "left" if token.key.startswith("left") else "right"
        following = {form for each in tokens[index + 1:index + 3] for form in each.forms}
        owned = index > 1 and before in DETERMINERS and tokens[index - 2].key == "with"
        if token.lemma == "leave" and side == "left" and before in ("has", "have", "he", "she"):
            return []
        return [("limb", side)] if following & _LIMBS or owned else [("way", side)]
    if token.key == "back":
        going = any(form in _LEADING_BACK for each in tokens[max(index - 2, 0):index] for form in each.forms)
        return [("way", "backward")] if going and before not in DETERMINERS else []
    if token.key in ("one", "two", "both", "1h", "2h"):
        near = {form for each in tokens[index + 1:index + 3] for form in each.forms}
        number = "one" if token.key[0] in "o1" else "two"
        if near & _LIMBS or token.key in ("1h", "2h"):
            return [("hands", number), *([("limb", "both")] if number == "two" else [])]
    found = [pair for form in token.forms for pair in _WORDS.get(form, ())]
    found += [("style", STYLE_WORDS[form]) for form in token.forms if form in STYLE_WORDS][:1]
    if ("gait", "still") in found and _rises(tokens, index):
        return []
    return list(dict.fromkeys(found))


def _rises(tokens: list[Token], index: int) -> bool:
    """ "stands up" is no standing still, and "a standing jump" neither."""
    near = {each.key for each in tokens[index + 1:index + 3]}
    return "up" in near or tokens[index].key == "standing" or "ready" in near


def spoken(text: str) -> list[tuple[str, str, int]]:
    """The words of ``text`` that say something of an axis and are not denied: (word, axis, bit)."""
    reading = Reading(text)
    return [(token.text, axis, BITS[axis, value]) for index, token in enumerate(reading.tokens)
            if token.is_word and not reading.negated_before(reading.degree_before(index)[1])
            for axis, value in _facet(reading.tokens, index)]


_SIDE_PAIRS = {"left": "right", "right": "left", "clockwise": "counterclockwise", "counterclockwise": "clockwise",
               "counter-clockwise": "clockwise", "anticlockwise": "clockwise", "anti-clockwise": "clockwise"}
_SIDE = re.compile(r"(?i)\b(?:(?:left|right)(?=\b|wards?\b|most\b)|(?:counter-?|anti-?)?clockwise\b)")


def mirrored(text: str) -> str:
    """What is true of the mirrored movement: left and right, and the two ways round, exchanged."""
    def other(match: re.Match[str]) -> str:
        word = match[0]
        swapped = _SIDE_PAIRS[word.lower()]
        return swapped.upper() if word.isupper() else swapped.capitalize() if word[0].isupper() else swapped

    return _SIDE.sub(other, text)


def sided(text: str) -> bool:
    """Whether a sentence tells left from right."""
    sides = BITS["way", "left"] | BITS["way", "right"] | BITS["limb", "left"] | BITS["limb", "right"]
    return bool(read(text).facets & sides)
