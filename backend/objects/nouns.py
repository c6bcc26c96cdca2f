# SPDX-License-Identifier: GPL-3.0-or-later
"""The nouns of families in a prompt, told from the same words as colours and materials, and how many are asked for."""

from __future__ import annotations

import re
from functools import lru_cache

from backend.engine import EngineError
from backend.language.colors import COLORS
from backend.language.text import Match, Reading
from backend.language.words import ARTICLES, DETERMINERS, MULTIPLIERS, NUMBERS, PREPOSITIONS
from backend.objects.families import catalogue
from backend.objects.materials import MATERIAL_WORDS
from backend.objects.words import MOST

#: Words for several that are no numbers.
_SEVERAL = {"couple": 2, "pair": 2, "few": 3, "some": 3, "several": 4, "many": 7, "lots": 7, "plenty": 7, "bunch": 5,
            "group": 4, "set": 4, "row": 4, "circle": 6, "ring": 6, "stack": 4, "pile": 7, "heap": 8, "handful": 5,
            "trio": 3}
#: Of those, how they stand.
_LAYOUTS = {"row": "row", "line": "row", "circle": "circle", "ring": "circle", "stack": "stack", "stacked": "stack",
            "pile": "pile", "heap": "pile", "piled": "pile", "heaped": "pile"}
_USED = ("of", "a", "the", "in")


@lru_cache(maxsize=1)
def category_words() -> dict[str, str]:
    """Word -> family; a family's own name is its own, whoever else claims it."""
    families = catalogue()
    found: dict[str, str] = {}
    for family in families.values():
        for word in family.words:
            found.setdefault(word, family.name)
    found.update({word: name for name, family in families.items() for word in (name.replace("_", " "),)})
    found.update({family.words[0]: family.name for family in families.values()
                  if family.words[0] not in families and found[family.words[0]] == family.name})
    return found


def nouns(reading: Reading) -> list[Match[str]]:
    """Nouns of families in order, with the family as value; nothing is consumed.

    "orange", "cherry" and the like are nouns only where they cannot be an adjective: "an orange ball" has one noun.
    """
    before = list(reading.consumed)
    found = reading.find(category_words())
    reading.consumed[:] = before
    kept = []
    for index, hit in enumerate(found):
        key, last = reading.tokens[hit.end - 1].key, hit.phrase.split()[-1]
        if key != last and key.endswith(("ing", "ed")):
            continue  # "boxing" and "boxed" are no boxes
        following = found[index + 1] if index + 1 < len(found) else None
        if not (following is not None and hit.phrase in _ambiguous() and _describes(reading, hit, following)):
            kept.append(hit)
    return kept


@lru_cache(maxsize=1)
def _ambiguous() -> frozenset[str]:
    return frozenset((*COLORS, *MATERIAL_WORDS))


def _describes(reading: Reading, hit: Match, noun: Match) -> bool:
    if reading.tokens[hit.end - 1].key != hit.phrase.split()[-1]:
        return False  # a plural is a noun
    between = reading.tokens[hit.end:noun.start]
    return not any(token.key in ARTICLES or token.key in DETERMINERS or token.key in PREPOSITIONS
                   or token.key in NUMBERS or token.key.isdigit() for token in between)


def count(reading: Reading, head: Match | None, assumptions: list[str]) -> tuple[int, str]:
    """How many are asked for, 1..:data:`MOST`, and how they stand (""; "row", "stack", "pile", "circle").

    Raises :class:`EngineError` for none.
    """
    if head is None:
        return 1, ""
    layout, number = "", head.count
    for index in range(head.start - 1, max(head.start - 8, -1), -1):
        token = reading.tokens[index]
        key = token.key
        if not token.is_word or key in ("and", "with"):
            break
        if re.fullmatch(r"\d+(?:[.,]\d+)*", key):
            digits = re.sub(r"\D", "", key) if re.fullmatch(r"\d{1,3}([.,]\d{3})+|\d+", key) else key.split(".")[0]
            if reading.consumed[index] or not digits.isdigit():
                continue
            value = int(digits[:9])
            if value == 0:
                raise EngineError(f"None of the {head.phrase} is asked for.", "Ask for 1 to 12.", "invalid_count")
            number = number or value
            if digits != key:
                assumptions.append(f"“{token.text}” is taken as {value}.")
            reading.consume(index, index + 1)
        elif key in NUMBERS or key in MULTIPLIERS:
            reading.consume(index, index + 1)
            number = number or int(MULTIPLIERS.get(key, 0)) or None
        elif key in _SEVERAL or key in _LAYOUTS:
            reading.consume(index, index + 1)
            layout = layout or _LAYOUTS.get(key, "")
            if key == "pair" and not _plural(reading, head):
                continue  # "a pair of scissors"
            asked, number = number, number or _SEVERAL.get(key)
            if key not in ("couple", "pair", "trio") and asked is None and number:
                assumptions.append(f"“{key}” is taken as {number}.")
    for index in range(head.end, min(head.end + 4, len(reading.tokens))):
        if reading.tokens[index].key in _LAYOUTS:
            layout = layout or _LAYOUTS[reading.tokens[index].key]
            reading.consume(index, index + 1)
    if number is None and _plural(reading, head):
        number = 3
        assumptions.append(f"“{reading.tokens[head.end - 1].text}” without a number is taken as three.")
    if number is not None and number > MOST:
        assumptions.append(f"{number} were asked for; {MOST} are made at once.")
    return int(min(max(number or 1, 1), MOST)), layout


def _plural(reading: Reading, head: Match) -> bool:
    """Whether the noun is written as more of what the lexicon has: "apples", not "scissors" or "grapes"."""
    token, family = reading.tokens[head.end - 1], catalogue()[head.value]
    own = {word.split()[-1] for word in family.words} | {family.name.split("_")[-1]}
    return token.lemma != token.key and token.lemma in own and not family.name.endswith("s")
