# SPDX-License-Identifier: GPL-3.0-or-later
"""A prompt as an ObjectSpec: which family, what it is made of, how large, in which style.

An ObjectSpec is JSON, may be edited and handed back as ``Request.spec``::

    {"category": "vase",            # a name of backend.objects.families
     "asked": "vase",               # the words it was taken from
     "confidence": 1.0,             # 1 for a word of the lexicon, else the cosine of the nearest category
     "nearest": [["vase", 1.0]],    # up to five categories, best first
     "count": 1,                    # 1..12, side by side
     "color": [r, g, b] or null,    # scene-linear; null draws from the material's palette
     "second_color": null,          # of the pattern
     "material": "ceramic" or null, # a name of backend.objects.materials.RECIPES; null: the family's own
     "finish": "",                  # "", "matte", "glossy", "satin", "rough"
     "pattern": "",                 # "", "striped", "banded", "dotted", "checked"
     "size": {"height": 0.3},       # metres; height, width, depth
     "scale": 1.0,                  # of an object without asked sizes
     "stretch": {"height": 1.2},    # proportions: factors for height, width, depth
     "styles": ["amphora"],         # of the family
     "parts": {"rim": {"color": null, "material": "gold"}},   # by region of the family
     "without": []}                 # regions left out
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

from backend.engine import EngineError, Understanding
from backend.language.colors import bind, find_colors
from backend.language.text import Match, Reading
from backend.language.words import CONJUNCTIONS, FUNCTION_WORDS, MULTIPLIERS, NUMBERS, word_set
from backend.objects.families import Family, catalogue
from backend.objects.materials import FINISH_WORDS, FINISHES, MATERIAL_WORDS, RECIPES

_Wrong = Callable[..., EngineError]

MOST = 12
SMALLEST, LARGEST = 0.005, 20.0
#: Below this cosine the nearest category would be a surprise, not a help; calibrated on MiniLM.
RELATED = 0.6

PATTERNS = ("striped", "banded", "dotted", "checked")
_PATTERN_WORDS = {
    "striped": "banded", "stripes": "banded", "stripy": "banded", "banded": "banded", "bands": "banded",
    "vertical stripes": "striped", "vertically striped": "striped", "polka dot": "dotted", "polka dots": "dotted",
    "polka dotted": "dotted", "dotted": "dotted", "spotted": "dotted", "dots": "dotted", "checked": "checked",
    "checkered": "checked", "chequered": "checked", "checkerboard": "checked",
}
_SCALES = {"tiny": 0.5, "miniature": 0.4, "mini": 0.5, "small": 0.75, "little": 0.75, "medium": 1.0,
           "medium sized": 1.0,
           "big": 1.35, "large": 1.35, "huge": 1.8, "enormous": 2.2, "giant": 2.5, "gigantic": 2.8, "massive": 2.0,
           "oversized": 1.6}
_STRETCHES = {"tall": ("height", 1.25), "high": ("height", 1.2), "short": ("height", 0.78), "low": ("height", 0.8),
              "squat": ("height", 0.72), "wide": ("width", 1.25), "broad": ("width", 1.2), "narrow": ("width", 0.8),
              "slim": ("width", 0.8), "slender": ("width", 0.8), "thin": ("width", 0.8), "fat": ("width", 1.3),
              "long": ("width", 1.3), "deep": ("depth", 1.2)}
_DIMENSIONS = {"tall": "height", "high": "height", "height": "height", "wide": "width", "width": "width",
               "across": "width",
               "broad": "width", "diameter": "width", "long": "width", "length": "width", "deep": "depth",
               "depth": "depth",
               "thick": "depth", "thickness": "depth"}
#: Prepositions after which another noun is the surroundings, not the object.
_CONTEXT = word_set("on in under beside near of for from behind at by inside into against next atop")
#: Things of other kinds: a prompt nearer to one of these than to any family names nothing in the library.
_ELSEWHERE = {
    "other": tuple(f"{'an' if word[0] in 'aeiou' else 'a'} {word}" for word in (
        "animal", "dinosaur", "dog", "cat", "horse", "bird", "fish", "person", "man running", "woman", "tree", "flower",
        "car", "truck", "train", "airplane", "spaceship", "boat", "bicycle", "house", "building", "castle", "laptop",
        "computer", "phone", "television", "keyboard", "camera", "radio", "guitar", "piano", "drum kit", "shoe",
        "shirt", "hat",
        "pillow", "blanket", "carpet", "bed", "door", "window", "sword", "gun", "knife", "fork", "hammer", "banana",
        "pizza",
        "cake", "sandwich", "mushroom", "teddy bear", "doll", "toy car", "robot", "umbrella", "mountain", "cloud",
        "landscape",
        "word", "feeling", "idea", "dragon", "monster", "toilet", "bathtub", "sink", "fridge", "oven", "wardrobe",
        "bookshelf", "ladder", "bell", "statue", "ring", "necklace"))}


@lru_cache(maxsize=1)
def _category_words() -> dict[str, str]:
    return {word: family.name for family in catalogue().values() for word in family.words}


@lru_cache(maxsize=1)
def _anchors():
    from backend.language.embedding import Anchors
    return Anchors({family.name: (*(f"a {word}" for word in family.words[:6]), *family.gloss)
                    for family in catalogue().values()} | _ELSEWHERE)


def read(prompt: str, category: str = "auto") -> Understanding:
    """Understand ``prompt``; ``category`` other than "auto" overrules the category it names.

    Raises :class:`EngineError` for a prompt without words, an object that is like nothing in the
    catalogue or is only said not to be wanted ("unknown_object"), or a size no object has.
    """
    reading = Reading(prompt)
    if not any(token.is_word for token in reading.tokens):
        raise EngineError("There is nothing in the prompt to make an object from.",
                          "Name an object, for example: a blue ceramic vase, 30 cm tall.", "empty_prompt")
    assumptions: list[str] = []
    measures = reading.measures()
    head, context, family, confidence, nearest = _category(reading, category, assumptions)
    parts = reading.find({word: region for region, words in family.part_words.items() for word in words})
    parts = [match for match in parts if head is None or match.start != head.start]
    spec: dict[str, Any] = {
        "category": family.name, "asked": head.phrase if head else prompt.strip(), "confidence": round(confidence, 3),
        "nearest": [[name, round(score, 3)] for name, score in nearest], "count": _count(reading, head, assumptions)}
    spec |= {"size": {}, "scale": 1.0, "stretch": {}}
    _read_sizes(reading, measures, family, spec, assumptions)
    spec["styles"] = _styles(reading, family, head, parts)
    _read_looks(reading, head, parts, context, spec, assumptions)
    _read_scales(reading, spec)
    if head is None:
        # The words that named the unknown thing were used, by meaning.
        reading.consume(0, len(reading.tokens))
    return Understanding(spec=spec, assumptions=assumptions, unparsed=reading.unparsed())


def _category(reading: Reading, category: str, assumptions: list[str],
              ) -> tuple[Match | None, list[Match], Family, float, list[tuple[str, float]]]:
    """The noun that names the object, the nouns around it, its family, the confidence and the nearest families."""
    families = catalogue()
    before = list(reading.consumed)
    named = reading.find(_category_words())
    hits = [hit for hit in named if not hit.negated]
    reading.consumed[:] = before
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
            if hit is not head and (hit.end == head.start or _is_context(reading, head, hit)):
                reading.consume(hit.start, hit.end)
                if hit.start > head.end and hit.value != head.value:
                    context.append(hit)
                    assumptions.append(f"Only the {head.phrase} is made; ask for the {hit.phrase} separately.")
    if category != "auto":
        return head, context, families[category], 1.0, [(category, 1.0)]
    if head is not None:
        return head, context, families[head.value], 1.0, [(head.value, 1.0)]
    if named:
        unwanted = " or ".join(dict.fromkeys(hit.phrase for hit in named))
        raise EngineError(f"The prompt says what not to make (no {unwanted}), and names nothing else to make.",
                          f"Name the object to make: {', '.join(families)}.", "unknown_object")
    if "glass" in (token.lemma for token in reading.tokens):
        return None, [], families["wineglass"], 0.9, [("wineglass", 0.9)]
    ranked = max((_anchors().nearest(text, 6) for text in (reading.prompt, _bare(reading))),
                 key=lambda labels: labels[0][1])
    nearest = [(name, score) for name, score in ranked if name in families][:5]
    name, score = nearest[0]
    if score < RELATED or ranked[0][0] not in families:
        raise EngineError(f"“{reading.prompt.strip():.80}” is not in the object library.",
                          f"The nearest it has: {', '.join(each for each, _ in nearest)}. "
                          "Name one of them, in English, or choose a category.", "unknown_object")
    assumptions.append(f"The library has no such object by name; the nearest in meaning is “{name}” "
                       f"({score:.0%} alike). Also near: {', '.join(other for other, _ in nearest[1:])}.")
    return None, [], families[name], float(score), nearest


def _bare(reading: Reading) -> str:
    """The prompt without what is said of any object: "a small red sofa, 2 m wide" is "a sofa"."""
    before = list(reading.consumed)
    find_colors(reading)
    for table in (MATERIAL_WORDS, FINISH_WORDS, _PATTERN_WORDS, _SCALES, _STRETCHES):
        reading.find(table)
    words = reading.unparsed()
    reading.consumed[:] = before
    return f"a {' '.join(words)}" if words else reading.prompt


def _is_context(reading: Reading, head: Match, hit: Match) -> bool:
    """Whether a noun stands after "on the", "beside a green" and the like."""
    first = max(hit.start - 6, head.end if hit.start > head.end else 0)
    return any(token.key in _CONTEXT for token in reading.tokens[first:hit.start])


def _count(reading: Reading, head: Match | None, assumptions: list[str]) -> int:
    count = head.count if head is not None and head.count else 1
    if head is not None and head.count:
        for index in range(head.start - 1, max(head.start - 6, -1), -1):
            if reading.tokens[index].key in NUMBERS or reading.tokens[index].key in MULTIPLIERS \
                    or reading.tokens[index].key.isdigit():
                reading.consume(index, index + 1)
                break
    if count > MOST:
        assumptions.append(f"{count} were asked for; {MOST} are made at once.")
    return int(min(max(count, 1), MOST))


def _read_sizes(reading: Reading, measures, family: Family, spec: dict, assumptions: list[str]) -> None:
    free = [name for name in (family.principal, "width", "depth", "height")]
    free = list(dict.fromkeys(free))
    for measure in measures:
        if measure.unit != "m":
            assumptions.append(f"“{' '.join(t.text for t in reading.tokens[measure.start:measure.end])}” "
                               "is no size of an object and was left out.")
            continue
        if not SMALLEST <= measure.value <= LARGEST:
            raise EngineError(f"{measure.value:g} m is no size for a {family.name}.",
                              f"Ask for {SMALLEST * 100:g} cm to {LARGEST:g} m.", "invalid_size")
        name = None
        after = range(measure.end, min(measure.end + 3, len(reading.tokens)))
        ahead = range(measure.start - 1, max(measure.start - 4, -1), -1)
        for index in (*after, *ahead):
            word = reading.tokens[index].key
            if word in _DIMENSIONS and not reading.consumed[index]:
                name = _DIMENSIONS[word]
                reading.consume(index, index + 1)
                break
            if not reading.tokens[index].is_word or word == "and":
                if index >= measure.end:
                    continue
                break
        if name is None:
            open_names = [each for each in free if each not in spec["size"]]
            name = open_names[0] if open_names else family.principal
            assumptions.append(f"{measure.value * 100:g} cm is taken as the {name}.")
        spec["size"][name] = float(measure.value)


def _styles(reading: Reading, family: Family, head: Match | None, parts: list[Match]) -> list[str]:
    words = {word: style for style, synonyms in family.styles.items() for word in synonyms}
    asked = [match.value for match in reading.find(words) if not match.negated]
    if head is not None and head.phrase in words:
        # "coffee table", "footstool": the noun itself names a style.
        asked.insert(0, words[head.phrase])
    # "with a red cushion" asks for the kind that has one.
    asked += [words[part.phrase] for part in parts if part.phrase in words and not part.negated]
    return list(dict.fromkeys(asked))


def _read_looks(reading: Reading, head: Match | None, parts: list[Match], context: list[Match], spec: dict,
                assumptions: list[str]) -> None:
    patterns = [match for match in reading.find(_PATTERN_WORDS) if not match.negated]
    finishes = [match for match in reading.find(FINISH_WORDS) if not match.negated]
    materials = [match for match in reading.find(MATERIAL_WORDS) if not match.negated]
    colors = [match for match in find_colors(reading) if not match.negated]
    nouns = ([head] if head else []) + parts + context
    spec |= {"color": None, "second_color": None, "material": None,
             "finish": finishes[0].value if finishes else "", "pattern": patterns[0].value if patterns else "",
             "parts": {}, "without": list(dict.fromkeys(part.value for part in parts if part.negated))}

    def entry(region: str) -> dict[str, Any]:
        return spec["parts"].setdefault(region, {"color": None, "material": None})

    def free(match: Match, noun: Match | None) -> bool:
        """Whether a look bound to ``noun`` is one of the whole object; says so if it is of an unknown thing."""
        other = _unknown_noun(reading, match, head) if noun is None and head is not None else ""
        if other:
            assumptions.append(f"“{match.phrase} {other}” is nothing this object can have; it was left out.")
        return not other and (noun is None or noun is head)

    for match, noun in bind(materials, nouns):
        if free(match, noun):
            if spec["material"] is None:
                spec["material"] = match.value
            elif spec["material"] != match.value:
                assumptions.append(f"It is made of {spec['material']}; {match.value} was left out.")
        elif noun is not None and not noun.negated and noun not in context:
            entry(noun.value)["material"] = match.value
    extra = []
    for match, noun in bind(colors, nouns):
        value = [float(v) for v in match.value]
        if free(match, noun):
            if spec["color"] is None:
                spec["color"] = value
            else:
                extra.append((match.phrase, value))
        elif noun is not None and not noun.negated and noun not in context:
            entry(noun.value)["color"] = value
    if extra:
        spec["second_color"] = extra[0][1]
        if not spec["pattern"]:
            spec["pattern"] = "banded"
            assumptions.append(f"The second colour, {extra[0][0]}, is painted on in bands.")
        for phrase, _ in extra[1:]:
            assumptions.append(f"Two colours are used; {phrase} was left out.")


def _unknown_noun(reading: Reading, look: Match, head: Match | None) -> str:
    """The word nobody knows that ``look`` stands before ("blue flowers", "red and yellow hearts"), or "".

    A look that can reach the object itself ("a red carved old chair") is the object's.
    """
    unknown = ""
    for index in range(look.end, len(reading.tokens)):
        token = reading.tokens[index]
        if head is not None and head.start <= index < head.end:
            return ""
        if token.key in CONJUNCTIONS or token.text in (",", "-"):
            if unknown:
                break
        elif not token.is_word or (token.key in FUNCTION_WORDS and not reading.consumed[index]):
            break
        elif not reading.consumed[index]:
            unknown = token.text
    return unknown


def _read_scales(reading: Reading, spec: dict) -> None:
    for match in reading.find(_SCALES):
        if not match.negated:
            spec["scale"] *= match.value ** match.degree
    for hit in reading.find(_STRETCHES):
        name, factor = hit.value
        if not hit.negated:
            spec["stretch"][name] = spec["stretch"].get(name, 1.0) * factor ** hit.degree
    spec["scale"] = float(min(max(spec["scale"], 0.2), 4.0))
    spec["stretch"] = {name: float(min(max(factor, 0.5), 2.0)) for name, factor in spec["stretch"].items()}


def check(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A complete, valid ObjectSpec from one that may lack entries; :class:`EngineError` names what is wrong."""
    families = catalogue()

    def wrong(message: str, remedy: str = "") -> EngineError:
        return EngineError(message, remedy, "invalid_spec")

    full: dict[str, Any] = {
        "category": None, "asked": "", "confidence": 1.0, "nearest": [], "count": 1, "color": None,
        "second_color": None,
        "material": None, "finish": "", "pattern": "", "size": {}, "scale": 1.0, "stretch": {}, "styles": [],
        "parts": {},
        "without": []}
    unknown = sorted(map(str, set(spec) - set(full)))
    if unknown:
        raise wrong(f"An object's spec has no {', '.join(unknown):.200}.", f"It may hold: {', '.join(full)}.")
    full |= spec
    _check_kinds(full, wrong)
    if full["category"] not in families:
        raise wrong(f"There is no category {full['category']!r:.60}.", f"Choose one of: {', '.join(families)}.")
    family = families[full["category"]]
    if not 1 <= full["count"] <= MOST:
        raise wrong(f"The count is not 1 to {MOST}.")
    _check_color(full["color"], "color", wrong)
    _check_color(full["second_color"], "second_color", wrong)
    for region, look in full["parts"].items():
        if region not in family.looks:
            raise wrong(f"A {family.name} has no part {region!r:.60}.", f"It has: {', '.join(family.looks)}.")
        _check_color(look.get("color"), f"{region} color", wrong)
    looks = (full, *full["parts"].values())
    choices: list[tuple[str, str | None, Collection[str]]] = [
        *(("material", look.get("material"), RECIPES) for look in looks),
        ("finish", full["finish"] or None, FINISHES), ("pattern", full["pattern"] or None, PATTERNS)]
    for key, name, allowed in choices:
        if name is not None and name not in allowed:
            raise wrong(f"There is no {key} {name!r:.60}.", f"Choose one of: {', '.join(allowed)}.")
    for key, low, high in (("size", SMALLEST, LARGEST), ("stretch", 0.1, 10.0)):
        for name, value in full[key].items():
            if name not in ("height", "width", "depth") or not _number(value) or not low <= value <= high:
                raise wrong(f"The {key}'s {name!s:.60} is not height, width or depth within {low:g} to {high:g}.")
    if not 0.01 <= full["scale"] <= 100:
        raise wrong("The scale is not 0.01 to 100.")
    return full


def _check_kinds(full: Mapping[str, Any], wrong: _Wrong) -> None:
    """Every entry is of its JSON kind, so that what follows may compare and look up."""
    def text(value: Any) -> bool:
        return isinstance(value, str)

    def texts(value: Any) -> bool:
        return isinstance(value, (list, tuple)) and all(map(text, value))

    def group(value: Any) -> bool:
        return isinstance(value, Mapping) and all(map(text, value))

    def cosine(value: Any) -> bool:
        return _number(value) and -1 <= value <= 1.001

    kinds: dict[str, tuple[Callable[[Any], bool], str]] = {
        **dict.fromkeys(("category", "asked", "finish", "pattern"), (text, "a word")),
        **dict.fromkeys(("styles", "without"), (texts, "a list of words")),
        **dict.fromkeys(("size", "stretch"), (group, "a group of numbers")),
        "material": (lambda value: value is None or text(value), "a word or null"),
        "parts": (lambda value: group(value) and all(
            group(look) and (look.get("material") is None or text(look["material"])) for look in value.values()),
            "a group of looks, each with a color and a material"),
        "nearest": (lambda value: isinstance(value, (list, tuple)) and all(
            isinstance(pair, (list, tuple)) and len(pair) == 2 and text(pair[0]) and cosine(pair[1]) for pair in value),
            "a list of pairs, a category and its cosine"),
        "count": (lambda value: isinstance(value, int) and not isinstance(value, bool), "a whole number"),
        "scale": (_number, "a number"), "confidence": (cosine, "a number up to 1")}
    for key, (right, what) in kinds.items():
        if not right(full[key]):
            raise wrong(f"The {key} of an object's spec must be {what}.")


def _number(value: Any) -> bool:
    """Whether ``value`` is a finite number; an int of any length is one, though no float may hold it."""
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and math.isfinite(value))


def _check_color(color: Any, name: str, wrong: _Wrong) -> None:
    if color is not None and not (isinstance(color, (list, tuple)) and len(color) == 3
                                  and all(_number(v) and 0 <= v <= 1 for v in color)):
        raise wrong(f"The {name} is not three numbers 0 to 1.")
