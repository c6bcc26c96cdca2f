# SPDX-License-Identifier: GPL-3.0-or-later
"""One object in a prompt: which family, how many, how large, what it looks like."""

from __future__ import annotations

import re
from typing import Any

from backend.engine import EngineError, Understanding
from backend.language.colors import COLORS, find_colors
from backend.language.text import Match, Reading, Token
from backend.language.words import FUNCTION_WORDS, NUMBERS, word_set
from backend.objects import meaning
from backend.objects.families import Family, catalogue
from backend.objects.materials import FINISH_WORDS, MATERIAL_WORDS
from backend.objects.nouns import count, nouns
from backend.objects.reading_looks import read_looks, read_styles, read_wear
from backend.objects.reading_sizes import read_scales, read_sizes
from backend.objects.words import DIMENSIONS, PATTERN_WORDS, RELATED, SCALES, STRETCHES, WEAR_WORDS

#: Said of a thing after its noun.
_STATES = word_set("open empty full upright alone lit asleep together please high tall wide deep long thick")
#: Prepositions after which another noun is the surroundings, not the object.
_CONTEXT = word_set("on in under beside near of for from behind at by inside into against next atop")


def read_one(prompt: str, category: str = "auto", heard: meaning.Heard | None = None) -> Understanding:
    """The object of ``prompt``; ``category`` other than "auto" overrules the category it names.

    Raises :class:`EngineError` for a prompt without words, an object that is like nothing in the
    catalogue or is only said not to be wanted ("unknown_object"), or a size no object has.
    """
    reading = Reading(prompt)
    if not any(token.is_word for token in reading.tokens):
        raise EngineError("There is nothing in the prompt to make an object from.",
                          "Name an object, for example: a blue ceramic vase, 30 cm tall.", "empty_prompt")
    assumptions: list[str] = []
    measures = reading.measures()
    if measures and re.search(r"(?<!\S)[-\u2212]\s?\d", prompt):
        assumptions.append("A size cannot be less than nothing: the minus was left out.")
    head, context, family, confidence, nearest = _category(reading, category, assumptions, heard)
    parts = reading.find({word: region for region, words in family.part_words.items() for word in words})
    parts = [match for match in parts if head is None or match.start != head.start]
    spec: dict[str, Any] = {
        "category": family.name, "asked": head.phrase if head else prompt.strip(), "confidence": round(confidence, 3),
        "nearest": [[name, round(score, 3)] for name, score in nearest]}
    spec["count"], spec["layout"] = count(reading, head, assumptions)
    spec |= {"size": {}, "scale": 1.0, "stretch": {}}
    read_sizes(reading, measures, family, spec, assumptions)
    spec["styles"] = read_styles(reading, family, head, parts)
    read_wear(reading, spec, assumptions)  # before the colours: "rusty" is one too
    read_looks(reading, head, parts, context, spec, assumptions)
    read_scales(reading, spec)
    if head is None:
        # The words that named the unknown thing were used, by meaning.
        reading.consume(0, len(reading.tokens))
    return Understanding(spec=spec, assumptions=assumptions, unparsed=reading.unparsed())


def _category(reading: Reading, category: str, assumptions: list[str], heard: meaning.Heard | None,
              ) -> tuple[Match | None, list[Match], Family, float, list[tuple[str, float]]]:
    """The noun that names the object, the nouns around it, its family, the confidence and the nearest families."""
    families = catalogue()
    named = nouns(reading)
    hits = [hit for hit in named if not hit.negated]
    head, context = None, []
    if hits:
        # The first noun phrase; in a run of nouns ("apple crate") the last is what it is.
        head = hits[0]
        for hit in hits[1:]:
            if hit.start != head.end or hit.phrase in families[head.value].part_words:
                break
            head = hit
        reading.consume(head.start, head.end)
        for hit in hits:
            # "a cherry table" is of cherry, "an apple crate" is for apples.
            if hit is not head and (hit.phrase not in COLORS and hit.phrase not in MATERIAL_WORDS) and (
                    hit.end == head.start or _is_context(reading, head, hit)):
                reading.consume(hit.start, hit.end)
                if hit.start > head.end and hit.value != head.value:
                    context.append(hit)
                    assumptions.append(f"Only the {head.phrase} is made; ask for the {hit.phrase} separately.")
    if category != "auto":
        return head, context, families[category], 1.0, [(category, 1.0)]
    if head is not None:
        other = _compound(reading, head)
        if not other:
            return head, context, families[head.value], 1.0, [(head.value, 1.0)]
        # "a table tennis bat" is a bat: the last noun is what it is.
        compound = " ".join([head.phrase, *(token.text for token in other)])
        ranked = meaning.nearest([f"a {compound}"], 7, heard)
        nearest = [(name, score) for name, score in ranked if name in families][:5]
        name, score = nearest[0]
        if ranked[0][0] in families and score >= RELATED:
            reading.consume(head.end, head.end + len(other))
            assumptions.append(f"The library has no {compound}; the nearest in meaning is “{name}” "
                               f"({score:.0%} alike). Also near: {', '.join(each for each, _ in nearest[1:])}.")
            return (head if name == head.value else None), context, families[name], float(score), nearest
        assumptions.append(f"The library has no {compound}; it is taken for a {head.phrase}. "
                           f"Near are: {', '.join(each for each, _ in nearest)}.")
        return head, context, families[head.value], 0.5, nearest
    if named:
        unwanted = " or ".join(dict.fromkeys(hit.phrase for hit in named))
        raise EngineError(f"The prompt says what not to make (no {unwanted}), and names nothing else to make.",
                          "Name the object to make, such as a vase, a chair or a lamp.", "unknown_object")
    if "wineglass" in families and re.search(r"\bglass(es)?(\s+of\b|\s*[,.]?$)", reading.prompt.strip().lower()):
        return None, [], families["wineglass"], 0.9, [("wineglass", 0.9)]
    ranked = meaning.nearest([reading.prompt, _bare(reading)], 7, heard)
    nearest = [(name, score) for name, score in ranked if name in families][:5]
    name, score = nearest[0]
    # The sentence encoder knows English alone: what it makes of another script is chance.
    if score < RELATED or ranked[0][0] not in families or not re.search("[a-z]", reading.prompt.lower()):
        raise EngineError(f"“{reading.prompt.strip():.80}” is not in the object library.",
                          f"The nearest it has: {', '.join(each for each, _ in nearest)}. "
                          "Name one of them, in English, or choose a category.", "unknown_object")
    assumptions.append(f"The library has no such object by name; the nearest in meaning is “{name}” "
                       f"({score:.0%} alike). Also near: {', '.join(other for other, _ in nearest[1:])}.")
    return None, [], families[name], float(score), nearest


def _compound(reading: Reading, head: Match) -> list[Token]:
    """The unknown nouns right after ``head``, of which ``head`` only says the kind: "tennis bat" after "table"."""
    known = (COLORS, MATERIAL_WORDS, FINISH_WORDS, PATTERN_WORDS, SCALES, STRETCHES, WEAR_WORDS, DIMENSIONS, NUMBERS)
    family = catalogue()[head.value]
    words = {each for group in (*family.part_words.values(), *family.styles.values()) for each in group}
    found: list[Token] = []
    for index in range(head.end, min(head.end + 3, len(reading.tokens))):
        token = reading.tokens[index]
        if not token.text.isalpha() or token.key in FUNCTION_WORDS or reading.consumed[index] or (
                token.key in _STATES or token.key.endswith(("ing", "ed", "ly"))
                or any(form in words for form in token.forms)
                or any(form in table for table in known for form in token.forms)):
            break
        found.append(token)
    return found


def _bare(reading: Reading) -> str:
    """The prompt without what is said of any object: "a small red sofa, 2 m wide" is "a sofa"."""
    before = list(reading.consumed)
    find_colors(reading)
    for table in (MATERIAL_WORDS, FINISH_WORDS, PATTERN_WORDS, SCALES, STRETCHES):
        reading.find(table)
    words = reading.unparsed()
    reading.consumed[:] = before
    return f"a {' '.join(words)}" if words else reading.prompt


def _is_context(reading: Reading, head: Match, hit: Match) -> bool:
    """Whether a noun stands after "on the", "beside a green" and the like."""
    first = max(hit.start - 6, head.end if hit.start > head.end else 0)
    return any(token.key in _CONTEXT for token in reading.tokens[first:hit.start])
