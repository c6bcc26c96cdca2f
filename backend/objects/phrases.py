# SPDX-License-Identifier: GPL-3.0-or-later
"""Several objects in one prompt: where one noun phrase ends and the next begins, and what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from backend.engine import EngineError, Understanding
from backend.language.colors import COLORS
from backend.language.text import Match, Reading
from backend.language.words import ARTICLES, DETERMINERS, FUNCTION_WORDS, NUMBERS, word_set
from backend.objects.families import catalogue, kinds
from backend.objects.materials import FINISH_WORDS, MATERIAL_WORDS
from backend.objects.meaning import Heard
from backend.objects.nouns import nouns
from backend.objects.reading import read_one
from backend.objects.words import MOST_KINDS, PATTERN_WORDS, SCALES, STRETCHES, WEAR_WORDS

#: Words between two objects -> how the first stands to the second; "~" turns it round ("a box full of books").
_CONNECTORS: dict[str, str] = {
    "in": "in", "inside": "in", "inside of": "in", "into": "in", "within": "in", "in the middle of": "in",
    "filled with": "~in", "full of": "~in", "containing": "~in", "loaded with": "~in", "packed with": "~in", "of": "of",
    "on": "on", "on top of": "on", "atop": "on", "upon": "on", "onto": "on", "over": "on", "topped with": "~on",
    "under": "under", "underneath": "under", "beneath": "under", "below": "under",
    "next to": "beside", "beside": "beside", "besides": "beside", "by": "beside", "near": "beside",
    "alongside": "beside", "close to": "beside", "adjacent to": "beside", "against": "beside",
    "to the left of": "left of", "on the left of": "left of", "left of": "left of", "to the right of": "right of",
    "on the right of": "right of", "right of": "right of", "in front of": "in front of", "before": "in front of",
    "behind": "behind", "at the back of": "behind", "around": "around", "surrounding": "around", "round": "around",
    "surrounded by": "~around", "between": "between", "in between": "between", "with": "with", "holding": "with",
    "and": "and", "plus": "and", "as well as": "and", "together with": "and", "along with": "and", ",": "and",
    "&": "and", ";": "and", ".": "and",
}
_SPATIAL = frozenset(_CONNECTORS.values()) - {"of", "with", "and"}
#: Said of how something is somewhere; left out beside a connector.
_POSTURES = word_set("sitting standing lying resting placed leaning perched put set laid hanging floating arranged "
                     "sits stands lies rests sit stand lie rest located positioned displayed standing there piled "
                     "stacked heaped")
_PRONOUNS = frozenset(("it", "them", "itself", "top"))
_COPULAS = frozenset(("is", "are", "there", "was", "were", "has", "stands", "sits", "lies"))
#: Kinds of family into which things go, and on which they stand, where a prompt only says "with".
_INTO = ("containers", "tableware")
_INTO_ALSO = frozenset(("vase", "basket", "bag", "backpack", "cart", "wheelbarrow", "wagon", "flower_pot", "planter"))
_ONTO = frozenset(("table", "desk", "shelf", "bench", "pedestal", "plate", "tray", "cabinet", "nightstand", "dresser",
                   "chair", "stool", "sofa", "bed", "bookshelf", "couch", "cutting_board", "coffee_table"))


@dataclass
class _Phrase:
    """One object's words."""

    start: int
    end: int
    #: How it is tied to the phrase before it.
    link: str = ""
    #: "on it": this phrase's own relation to the first object.
    back: str = ""
    clause: str = field(default="", compare=False)


def read_phrases(prompt: str, heard: Heard | None = None) -> Understanding:
    """Understand a prompt of one or more objects."""
    prompt, shared = _shared(prompt)
    whole = Reading(prompt)
    if not any(token.is_word for token in whole.tokens):
        return read_one(prompt)  # which says that it is empty
    phrases = _split(whole)
    if len(phrases) == 1:
        return read_one(f"{prompt} {shared}".strip(), heard=heard)
    return _several(whole, phrases, shared, heard)


def _shared(prompt: str) -> tuple[str, str]:
    """"a vase and a bowl, both blue": what is said of all, taken off the end."""
    found = re.search(r"[,;]?\s+(?:(?:they are|are)\s+)?(?:both|all)(?: of (?:it|them))?(?: are| in| of| made of)?"
                      r"\s+([\w\s-]{1,60})$", prompt, re.IGNORECASE)
    return (prompt[:found.start()], f", {found[1]}") if found else (prompt, "")


# Where the prompt is cut

def _split(whole: Reading) -> list[_Phrase]:
    hits = nouns(whole)
    consumed = list(whole.consumed)
    whole.measures()
    connectors = [match for match in whole.find(_CONNECTORS)]
    connectors += [whole.match(_CONNECTORS[token.text], token.text, index, index + 1)
                   for index, token in enumerate(whole.tokens) if token.text in ",;.&" and not whole.consumed[index]]
    whole.consumed[:] = consumed
    connectors.sort(key=lambda match: match.start)
    first, phrases = 0, list[_Phrase]()
    link, leading = "", ""
    for number, connector in enumerate(connectors):
        if connector.start < first:
            continue
        kind = connector.value
        stop = next((other.start for other in connectors[number + 1:]), len(whole.tokens))
        if kind in _SPATIAL and phrases and connector.end < len(whole.tokens) and (
                whole.tokens[connector.end].key in _PRONOUNS):
            # "a table with a lamp on it": of the phrase being read.
            phrases.append(_Phrase(first, connector.start, link, back=kind))
            first, link = connector.end + 1, "and"
            continue
        left = _thing(whole, hits, first, connector.start, kind in _SPATIAL)
        if not left:
            if kind in _SPATIAL and not phrases and connector.start - first <= 1:
                leading, first = kind, connector.end  # "in a bowl, three apples"
            continue
        if leading and kind == "and" and _thing(whole, hits, connector.end, len(whole.tokens), False):
            phrases.append(_Phrase(first, connector.start, link))
            first, link, leading = connector.end, f"<{leading}", ""
            continue
        if _splits(whole, hits, first, connector, stop):
            phrases.append(_Phrase(first, connector.start, link))
            first, link = connector.end, kind
    if leading and not phrases:
        # "on the table is a lamp"
        for index in range(first, len(whole.tokens)):
            if whole.tokens[index].key in _COPULAS and _thing(whole, hits, first, index, False) and _thing(
                    whole, hits, index, len(whole.tokens), False):
                phrases.append(_Phrase(first, index, link))
                first, link = index + 1, f"<{leading}"
                break
    if first < len(whole.tokens) and (not phrases or _words(whole, first, len(whole.tokens))):
        phrases.append(_Phrase(first if phrases else 0, len(whole.tokens), link))
    return phrases or [_Phrase(0, len(whole.tokens))]


def _words(whole: Reading, start: int, end: int) -> bool:
    return any(token.is_word and token.key not in _PRONOUNS for token in whole.tokens[start:end])


def _thing(whole: Reading, hits: list[Match[str]], start: int, end: int, unknown: bool) -> Match | bool:
    """The noun of a family between two tokens, or whether an unknown noun may be there."""
    for hit in hits:
        if start <= hit.start < end and not hit.negated:
            return hit
    return unknown and _unknown(whole, start, end)


def _unknown(whole: Reading, start: int, end: int) -> bool:
    """Whether "the windowsill" stands there: an article or a number, then a word that describes nothing."""
    tokens = whole.tokens[start:end]
    if not any(token.key in ARTICLES or token.key in DETERMINERS or token.key in NUMBERS for token in tokens[:3]):
        return False
    return any(token.is_word and token.key not in FUNCTION_WORDS and not _describing(token.forms) for token in tokens)


def _describing(forms: tuple[str, ...]) -> bool:
    return any(form in table for form in forms for table in (
        COLORS, MATERIAL_WORDS, FINISH_WORDS, PATTERN_WORDS, SCALES, STRETCHES, WEAR_WORDS, _POSTURES, NUMBERS))


def _splits(whole: Reading, hits: list[Match[str]], first: int, connector: Match[str], stop: int) -> bool:
    """Whether another object begins after ``connector``."""
    kind = connector.value
    left = _thing(whole, hits, first, connector.start, kind in _SPATIAL)
    right = _thing(whole, hits, connector.end, stop, kind in _SPATIAL)
    if not right:
        return False
    if not isinstance(right, Match):
        return kind not in ("over",)
    if isinstance(left, Match):
        last = [hit for hit in hits if first <= hit.start < connector.start and not hit.negated][-1]
        family = catalogue()[left.value]
        if right.phrase in family.part_words or any(right.phrase in words for words in family.styles.values()):
            return False  # "a chair with a red cushion"
        if kind == "of" and not (_holds(left.value) and right.value != left.value):
            return False
        if last.end == right.start:
            return False
        if kind == "with" and not _goes_with(left.value, right.value):
            return False  # "a teapot with blue flowers": painted ones
    first_after = whole.tokens[connector.end].key
    if kind == "in" and right.phrase in MATERIAL_WORDS and right.start == connector.end:
        return False  # "a table in walnut"
    return not (kind == "with" and first_after in ("no", "out"))


def _holds(category: str) -> bool:
    where = {name: kind for kind, names in kinds().items() for name in names}
    return where.get(category) in _INTO or category in _INTO_ALSO


def _goes_with(holder: str, other: str) -> bool:
    """Whether "with" puts another object to, on or into ``holder``, and is not about how that looks."""
    where = {name: kind for kind, names in kinds().items() for name in names}
    if where.get(holder) == "tableware" and holder not in _ONTO:
        return where.get(other) in ("food", "tableware", "tools")
    return holder in _ONTO or _holds(holder) or where.get(other) == where.get(holder)


# What the pieces say

def _several(whole: Reading, phrases: list[_Phrase], shared: str, heard: Heard | None) -> Understanding:
    objects: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []
    assumptions: list[str] = []
    unparsed: list[str] = []
    refused: list[EngineError] = []
    #: Phrase -> object, None for what is not made.
    numbers: list[int | None] = []
    plain = ""
    for phrase in phrases:
        text, looks = _text(whole, phrase), ""
        if phrase.link == "and" and numbers and _bare_noun(whole, phrase) and plain:
            looks = plain
        if phrase.link == "~in" and text and not any(
                token.key in NUMBERS or token.key.isdigit() or token.key in ARTICLES
                for token in Reading(text).tokens[:3]):
            text = f"many {text}"  # "a crate full of oranges"
        clause = _clause(text)
        earlier = clause and next((i for i, each in enumerate(objects) if clause[0] in (
            each["asked"], each["asked"] + "s", each["category"])), None)
        if clause and earlier is not None:
            _overlay(objects[earlier], read_one(f"{clause[0]}, {clause[1]}", heard=heard).spec)
            numbers.append(earlier)
            phrase.link = ""
            continue
        try:
            if len(objects) == MOST_KINDS:
                raise EngineError(f"More than {MOST_KINDS} kinds of objects", "", "unknown_object")
            understood = read_one(f"{looks}{text}{shared}", heard=heard)
        except EngineError as error:
            if error.code not in ("unknown_object", "empty_prompt"):
                raise
            refused.append(error)
            numbers.append(None)
            near = error.remedy.partition("The nearest it has: ")[2].partition(". ")[0]
            assumptions.append(f"“{text.strip(' ,.'):.60}” was left out: the library has no such object"
                               f"{f' (nearest: {near})' if near else ''}.")
            continue
        plain = _looks_before_noun(whole, phrase)
        if looks:
            assumptions.append(f"The {understood.spec['asked']} is {looks.strip()} too.")
        numbers.append(len(objects))
        objects.append(understood.spec)
        assumptions += understood.assumptions
        unparsed += understood.unparsed
    if not objects:
        raise refused[0]
    _relate(phrases, numbers, objects, relations, assumptions)
    unparsed = list(dict.fromkeys(unparsed))
    if len(objects) == 1:
        return Understanding(spec=objects[0], assumptions=assumptions, unparsed=unparsed)
    return Understanding(spec={"objects": objects, "relations": relations}, assumptions=assumptions, unparsed=unparsed)


def _text(whole: Reading, phrase: _Phrase) -> str:
    """The phrase's words without "sitting", "standing there" and the like at its ends."""
    start, end = phrase.start, phrase.end
    while end > start and (whole.tokens[end - 1].key in _POSTURES or whole.tokens[end - 1].key in ("is", "are", "and")
                           or not whole.tokens[end - 1].is_word):
        end -= 1
    while start < end and (whole.tokens[start].key in _POSTURES or whole.tokens[start].key in ("and", "is", "are")
                           or (not whole.tokens[start].is_word and not whole.tokens[start].text.startswith("#"))):
        start += 1
    if start == end:
        return ""
    return whole.prompt[whole.tokens[start].start:whole.tokens[end - 1].end]


def _clause(text: str) -> tuple[str, str] | None:
    """("apples", "red") of "the apples are red"."""
    found = re.fullmatch(r"\s*(?:the|these|those)\s+([\w\s-]+?)\s+(?:is|are)\s+(.+)", text, re.IGNORECASE)
    return (found[1].lower(), found[2]) if found else None


def _overlay(spec: dict[str, Any], said: dict[str, Any]) -> None:
    for key in ("color", "second_color", "material", "finish", "pattern"):
        spec[key] = said[key] or spec[key]
    for key in ("size", "stretch", "parts", "wear"):
        spec[key] = {**spec[key], **said[key]}
    spec["scale"] = said["scale"] if said["scale"] != 1 else spec["scale"]
    spec["styles"] = list(dict.fromkeys((*said["styles"], *spec["styles"])))


def _bare_noun(whole: Reading, phrase: _Phrase) -> bool:
    """Whether the phrase is a noun alone: "chair" of "a wooden table and chair"."""
    hits = [hit for hit in nouns(whole) if phrase.start <= hit.start < phrase.end]
    return bool(hits) and hits[0].start == phrase.start


def _looks_before_noun(whole: Reading, phrase: _Phrase) -> str:
    """The colours and materials that stand before the phrase's noun."""
    hits = [hit for hit in nouns(whole) if phrase.start <= hit.start < phrase.end]
    if not hits:
        return ""
    words = [token.text for token in whole.tokens[phrase.start:hits[0].start]
             if any(form in COLORS or form in MATERIAL_WORDS for form in token.forms)]
    return f"{' '.join(words)} " if words else ""


def _relate(phrases: list[_Phrase], numbers: list[int | None], objects: list[dict[str, Any]],
            relations: list[dict[str, Any]], assumptions: list[str]) -> None:
    """Links between phrases as relations between the objects that are made."""
    group: list[int] = []  # objects joined by "and", the subjects of a preposition that follows
    placed: set[int] = set()

    def relate(of: list[int], kind: str, to: list[int]) -> None:
        of = [each for each in of if each not in placed and each not in to]
        if of and to:
            relations.append({"of": of, "is": kind, "to": to})
            placed.update(of)

    waiting: list[int] = []  # "between" wants two
    previous: int | None = None
    for phrase, number in zip(phrases, numbers):
        if number is None:
            if phrase.link != "and":
                group = []
            continue
        link = phrase.link
        if phrase.back and objects and number != 0:
            relate([number], phrase.back, [0])
        elif waiting and link == "and":
            relate(waiting, "between", [each for each in (previous, number) if each is not None])
            waiting, group = [], [number]
        elif link.startswith("<"):
            relate([number], link[1:], [] if previous is None else [previous])
            group = [number]
        elif link == "between":
            waiting = group or ([] if previous is None else [previous])
        elif link.startswith("~"):
            relate([number], link[1:], group or ([] if previous is None else [previous]))
        elif link == "of" or link == "with":
            if previous is not None:
                kind = _with(objects[previous], objects[number])
                relate([number], kind, [previous])
                if link == "with":
                    assumptions.append(f"The {objects[number]['asked']} with the {objects[previous]['asked']} "
                                       f"{'is' if objects[number]['count'] == 1 else 'are'} placed {kind} it.")
        elif link in _SPATIAL:
            relate(group or ([] if previous is None else [previous]), link, [number])
            group = [number]
        else:
            group = [*group, number] if link == "and" else [number]
        previous = number
    if waiting and previous is not None:
        relate(waiting, "beside", [previous])


def _with(holder: dict[str, Any], other: dict[str, Any]) -> str:
    """What "with" means between two objects."""
    name, its = holder["category"], other["category"]
    if name in ("table", "desk") and its in ("chair", "stool", "bench", "armchair"):
        return "around" if other["count"] > 1 else "beside"
    if name in _ONTO:
        return "on"
    return "in" if _holds(name) else "beside"


