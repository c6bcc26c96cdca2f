# SPDX-License-Identifier: GPL-3.0-or-later
"""Colour words as scene-linear RGB, and which noun each colour belongs to.

Modifiers ("dark", "very pale") act in Oklab (Björn Ottosson, 2020), where equal steps look equal,
and the result is brought back into the sRGB gamut by lowering its chroma.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from backend import srgb
from backend.language.color_names import ALSO_THINGS, SRGB
from backend.language.text import Match, Reading, Token
from backend.language.words import (
    ARTICLES,
    CONJUNCTIONS,
    COPULAS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    word_set,
)

Rgb = tuple[float, float, float]

_TO_LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929],
                    [0.2119034982, 0.6806995451, 0.1073969566],
                    [0.0883024619, 0.2817188376, 0.6299787005]])
_TO_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468],
                    [1.9779984951, -2.4285922050, 0.4505937099],
                    [0.0259040371, 0.7827717662, -0.8086757660]])


def srgb_to_linear(encoded: float) -> float:
    """One sRGB-encoded channel (0..1) as scene-linear (IEC 61966-2-1)."""
    return float(srgb.decode(np.asarray(encoded)))


def from_hex(code: str) -> Rgb:
    """Scene-linear RGB of "#rrggbb" or "#rgb" (the "#" is optional)."""
    code = code.lstrip("#")
    if len(code) == 3:
        code = "".join(2 * digit for digit in code)
    red, green, blue = (srgb_to_linear(int(code[i:i + 2], 16) / 255) for i in (0, 2, 4))
    return (red, green, blue)


#: Scene-linear RGB by colour word or phrase, lower case, words separated by spaces.
COLORS: dict[str, Rgb] = {name: from_hex(code) for name, code in SRGB.items()}

#: modifier -> (move of lightness towards black (-1) or white (+1), factor on chroma)
_MODIFIERS: dict[str, tuple[float, float]] = {
    "dark": (-0.36, 0.85), "darker": (-0.45, 0.85), "darkish": (-0.2, 0.92), "deep": (-0.22, 1.1),
    "light": (0.45, 0.75), "lighter": (0.55, 0.7), "pale": (0.55, 0.5), "pastel": (0.55, 0.55), "soft": (0.25, 0.7),
    "bright": (0.12, 1.25), "brilliant": (0.12, 1.3), "vivid": (0.04, 1.35), "vibrant": (0.04, 1.35),
    "neon": (0.18, 1.5), "fluorescent": (0.18, 1.5), "intense": (0.0, 1.35), "rich": (-0.08, 1.2),
    "strong": (0.0, 1.25), "dull": (-0.08, 0.55), "muted": (0.0, 0.55), "faded": (0.2, 0.5), "washed": (0.25, 0.45),
    "dusty": (0.08, 0.55), "dirty": (-0.15, 0.6), "warm": (0.0, 1.05), "cool": (0.0, 0.95), "medium": (0.0, 1.0),
    "mid": (0.0, 1.0), "electric": (0.08, 1.4), "saturated": (0.0, 1.4), "desaturated": (0.0, 0.45),
}


def to_oklab(rgb: Sequence[float] | np.ndarray) -> np.ndarray:
    """Oklab (L, a, b) of scene-linear sRGB-primaries RGB."""
    return _TO_LAB @ np.cbrt(_TO_LMS @ np.asarray(rgb, np.float64))


def from_oklab(lab: Sequence[float] | np.ndarray) -> Rgb:
    """Scene-linear RGB of an Oklab colour, chroma lowered until it lies in 0..1."""
    lightness, a, b = float(np.clip(lab[0], 0.0, 1.0)), float(lab[1]), float(lab[2])
    low, high = 0.0, 1.0
    for _ in range(24):
        scale = high if low == 0.0 and high == 1.0 else (low + high) / 2
        rgb = _from_lab(lightness, a * scale, b * scale)
        if np.all(rgb >= -1e-4) and np.all(rgb <= 1 + 1e-4):
            if scale == 1.0:
                break
            low = scale
        elif scale == 1.0:
            low, high = 1e-9, 1.0
        else:
            high = scale
    rgb = np.clip(_from_lab(lightness, a * scale, b * scale), 0.0, 1.0)
    return (float(rgb[0]), float(rgb[1]), float(rgb[2]))


def _from_lab(lightness: float, a: float, b: float) -> np.ndarray:
    lms = np.linalg.solve(_TO_LAB, np.array([lightness, a, b])) ** 3
    return np.linalg.solve(_TO_LMS, lms)


def modify(rgb: Rgb, modifier: str, degree: float = 1.0) -> Rgb:
    """``rgb`` made "dark", "pale", "vivid"... ; ``degree`` 1.5 is "very". Unknown modifiers raise KeyError."""
    shift, chroma = _MODIFIERS[modifier]
    lab = to_oklab(rgb)
    shift = float(np.clip(shift * degree, -0.85, 0.85))
    lab[0] += shift * (1 - lab[0]) if shift > 0 else shift * lab[0]
    lab[1:] *= max(1 + (chroma - 1) * degree, 0.1)
    return from_oklab(lab)


def mix(first: Rgb, second: Rgb) -> Rgb:
    """Half way between two colours, as the eye sees it ("blue-green", "reddish brown")."""
    return from_oklab((to_oklab(first) + to_oklab(second)) / 2)


def find_colors(reading: Reading) -> list[Match[Rgb]]:
    """Colours in a prompt, scene-linear, with their modifiers applied and consumed.

    Words that are also things ("rose", "stone") count only in an adjective's place. A match starts
    at its first modifier; ``degree`` has been applied to the modifier and is 1.0 when there is one.
    """
    found: list[Match[Rgb]] = []
    for match in _plain_colors(reading):
        found.append(_with_modifiers(reading, match))
    merged: list[Match[Rgb]] = []
    for match in found:
        last = merged[-1] if merged else None
        if last and _one_color(reading, last, match):
            merged[-1] = replace(last, value=mix(last.value, match.value), end=match.end,
                                 phrase=f"{last.phrase} {match.phrase}")
        else:
            merged.append(match)
    for match in merged:
        reading.consume(match.start, match.end)
    if merged:  # "the color of the dress is red", "hair dyed blue"
        for index, token in enumerate(reading.tokens):
            if token.key in _COLOR_WORDS:
                reading.consume(index, index + 1)
    return merged


def _plain_colors(reading: Reading) -> list[Match[Rgb]]:
    before = list(reading.consumed)
    hits: list[Match[Rgb]] = list(reading.find(COLORS))
    kept = []
    for match in hits:
        word = match.phrase
        if word in ALSO_THINGS and not _is_adjective(reading.tokens, match):
            reading.consumed[match.start:match.end] = before[match.start:match.end]
            continue
        kept.append(match)
    for index, token in enumerate(reading.tokens):
        if token.text.startswith("#") and len(token.text) in (4, 7) and not reading.consumed[index]:
            kept.append(reading.match(from_hex(token.text), token.text.lower(), index, index + 1))
    return sorted(kept, key=lambda match: match.start)


def _is_adjective(tokens: Sequence[Token], match: Match[Any]) -> bool:
    """Whether an ambiguous colour word stands where an adjective would."""
    after = tokens[match.end] if match.end < len(tokens) else None
    before = tokens[match.start - 1].key if match.start else ""
    if before in _MODIFIERS or before in COPULAS or before in _COLORED:
        return True
    if after is not None and after.key in ("colored", "coloured", "color", "colour", "tinted", "toned"):
        return True
    if before == "in" and (after is None or not after.is_word or after.key in ("and", "or")):
        return True
    if after is None or not after.is_word:
        return False
    if after.key == "and" or after.text == ",":
        # "orange and blue shirt", not "an orange and a knife".
        following = tokens[match.end + 1].key if match.end + 1 < len(tokens) else ""
        return following in COLORS
    return after.key not in _NOT_AFTER_ADJECTIVE


_NOT_AFTER_ADJECTIVE = (
    PREPOSITIONS | CONJUNCTIONS | COPULAS | DETERMINERS | PRONOUNS
    | word_set("has have had 's tree trees garden petal petals juice bowl field fields forest floor wall"))
_COLORED = word_set("colored coloured dyed painted tinted")
_COLOR_WORDS = word_set("color colour colors colours colored coloured dyed tinted toned")


def _with_modifiers(reading: Reading, match: Match[Rgb]) -> Match[Rgb]:
    """Fold the modifiers before (and "colored" after) a colour into it."""
    tokens, start, value, names = reading.tokens, match.start, match.value, [match.phrase]
    consumed_until = match.end
    applied = False
    while start:
        index = start - 1
        if tokens[index].text == "-" and index:
            index -= 1
        name = tokens[index].key
        if name not in _MODIFIERS or reading.consumed[index]:
            break
        degree, first = reading.degree_before(index)
        value, start, applied = modify(value, name, degree), first, True
        names.insert(0, name)
    if consumed_until < len(tokens) and tokens[consumed_until].text == "-" and consumed_until + 1 < len(tokens) \
            and tokens[consumed_until + 1].key in ("colored", "coloured", "tinted", "toned"):
        consumed_until += 2
    elif consumed_until < len(tokens) and tokens[consumed_until].key in ("colored", "coloured", "color", "colour"):
        consumed_until += 1
    if not applied:
        return replace(match, end=consumed_until)
    return replace(match, value=value, phrase=" ".join(names), start=start, end=consumed_until, degree=1.0,
                   negated=reading.negated_before(start))


def _one_color(reading: Reading, first: Match[Rgb], second: Match[Rgb]) -> bool:
    """"blue-green" and "reddish brown" are one colour; "red and white" are two."""
    between = [token.text for token in reading.tokens[first.end:second.start]]
    ish = reading.tokens[first.end - 1].key.endswith(("ish", "ey"))
    return between == ["-"] or (not between and (ish or first.phrase.split()[-1] in _BLENDS))


_BLENDS = word_set("blue green yellow red purple pink brown grey gray orange")

#: Tokens between a colour and its noun, at most: keeps the work linear in the prompt.
_REACH = 48
#: Words over which a colour cannot reach forward to its noun.
_STOPS = PREPOSITIONS | COPULAS | PRONOUNS | DETERMINERS | word_set("then but has have had wearing wears")
#: Words that tie a colour to the noun before it: "is", "in", "coloured".
_LINKS = COPULAS | _COLORED | {"in", "of", "color", "colour", ":", "="}
_PASSED = word_set("both all that which who entirely completely the a an over very - looks look")


def bind(colors: Sequence[Match[Any]], nouns: Sequence[Match[Any]]) -> list[tuple[Match[Any], Match[Any] | None]]:
    """Pair each colour with the noun it describes, or None.

    Both lists come from one :class:`Reading`. A colour that describes several nouns ("a shirt and
    trousers in white", "white shirt and trousers") gives one pair for each; a noun may have several
    colours ("red and blue shirt").
    """
    colors, nouns = sorted(colors, key=lambda m: m.start), sorted(nouns, key=lambda m: m.start)
    if not colors:
        return []
    binder = _Binder(colors, nouns)
    return binder.pairs()


class _Binder:
    """The tokens between colours and nouns of one prompt."""

    def __init__(self, colors: Sequence[Match[Any]], nouns: Sequence[Match[Any]]) -> None:
        reading = colors[0].reading
        assert reading is not None, "colours come from find_colors"
        self.tokens = reading.tokens
        self.colors, self.nouns = colors, nouns
        self.noun_at = {match.start: match for match in nouns}
        self.noun_ending = {match.end: match for match in nouns}
        self.color_at = {match.start: match for match in colors}
        self.color_ending = {match.end: match for match in colors}

    def key(self, index: int) -> str:
        return self.tokens[index].key if 0 <= index < len(self.tokens) else ""

    def pairs(self) -> list[tuple[Match[Any], Match[Any] | None]]:
        direct = {id(color): self.following(color) for color in self.colors}
        taken = {id(noun) for noun in direct.values() if noun}
        result: list[tuple[Match[Any], Match[Any] | None]] = []
        groups: dict[int, list[Match[Any]]] = {}
        for color in self.colors:
            noun = direct[id(color)]
            found = [noun, *self.shared(noun)] if noun else self.preceding(color, taken) or self.target(color)
            groups[id(color)] = found
        self.respectively(groups)
        for color in self.colors:
            found = groups[id(color)]
            result += [(color, noun) for noun in found] or [(color, None)]
        return result

    def following(self, color: Match[Any]) -> Match[Any] | None:
        """The noun that ``color`` stands before: "red (and white) (silk) shirt"."""
        index, passed = color.end, 0
        while index < min(len(self.tokens), color.end + _REACH):
            if index in self.noun_at:
                return self.noun_at[index]
            key = self.key(index)
            if index in self.color_at and index > color.start:
                index = self.color_at[index].end
                continue
            if key in ("and", "or", ",", "/", "&"):
                ahead = index + 1
                while self.key(ahead) in ("and", "-", "or"):
                    ahead += 1
                if ahead not in self.color_at and (key != "," or not self.adjective(ahead)):
                    return None
                if passed and ahead in self.color_at:  # "red glasses and blue jeans": its noun is one not asked for
                    return None
                index = ahead
                continue
            if key != "-":
                passed += 1
                if key in _STOPS or not self.tokens[index].is_word or passed > 3:
                    return None
            index += 1
        return None

    def adjective(self, index: int) -> bool:
        """Whether the word at ``index`` may be one more adjective before a noun."""
        return (0 <= index < len(self.tokens) and self.tokens[index].is_word and self.key(index) not in _STOPS
                and index not in self.noun_at and any(step in self.noun_at for step in (index + 1, index + 2)))

    def shared(self, noun: Match[Any]) -> list[Match[Any]]:
        """Nouns that share the colour before ``noun``: "white shirt and trousers", not "and a hat"."""
        more: list[Match[Any]] = []
        index = noun.end
        while self.key(index) in ("and", ",", "&"):
            index += 1
            index += self.key(index) == "and"
            following = self.noun_at.get(index)
            if following is None or self.key(index) in ("jeans", "jean", "denim", "sunglasses", "glasses"):
                break
            if self.linked(following):
                return []  # "red shirt and trousers are blue"
            more.append(following)
            index = following.end
        return more

    def linked(self, noun: Match[Any]) -> bool:
        """Whether another colour is said of ``noun`` after it: "trousers in blue"."""
        return self.key(noun.end) in _LINKS and any(
            index in self.color_at for index in range(noun.end + 1, noun.end + 4))

    def preceding(self, color: Match[Any], taken: set[int]) -> list[Match[Any]]:
        """The nouns before ``color`` that it is said of: "shirt and trousers are white", "hat in red"."""
        index, linked = color.start - 1, False
        while index >= max(color.start - _REACH, 0):
            key = self.key(index)
            if index + 1 in self.noun_ending and not (key in _LINKS and index + 1 not in self.noun_ending):
                break
            if index + 1 in self.color_ending:
                other = self.color_ending[index + 1]
                index = other.start - 1
                continue
            if key in _LINKS:
                linked = True
            elif key in ("and", ",", "or"):
                if index not in self.color_ending and not linked and not (key == "," and index in self.noun_ending):
                    return []
            elif key not in _PASSED and key not in (",", "(", "—", "–"):
                return []
            index -= 1
        noun = self.noun_ending.get(index + 1)
        if noun is None:
            return []
        between = {self.key(i) for i in range(noun.end, color.start)}
        beside = between <= {"-", "(", "—", "–"}  # "shirt (red)", "trousers blue"
        listed = between <= {",", "and", "-"} and (  # "a flag red, white and blue", "a lamp, bright yellow"
            "," in between or any(index in self.color_ending for index in range(noun.end, color.start + 1)))
        if not (linked or beside or listed):
            return []
        if id(noun) in taken and not linked:
            return []
        return self.coordinated(noun, taken) if linked else [noun]

    def coordinated(self, noun: Match[Any], taken: set[int]) -> list[Match[Any]]:
        """``noun`` and the uncoloured nouns joined before it: "a shirt, a hat and trousers"."""
        group = [noun]
        index = noun.start - 1
        while True:
            while self.tokens and index >= 0 and (self.key(index) in DETERMINERS or self.key(index) in ARTICLES):
                index -= 1
            if self.key(index) not in ("and", ",", "&"):
                break
            index -= 1
            index -= self.key(index) == ","
            other = self.noun_ending.get(index + 1)
            if other is None or id(other) in taken:
                break
            group.insert(0, other)
            index = other.start - 1
        return group

    def target(self, color: Match[Any]) -> list[Match[Any]]:
        """"red for the shirt": the noun after "for" or "on"."""
        if self.key(color.end) not in ("for", "on"):
            return []
        index = color.end + 1
        index += self.key(index) in DETERMINERS
        noun = self.noun_at.get(index)
        return [noun] if noun else []

    def respectively(self, groups: dict[int, list[Match[Any]]]) -> None:
        """"shirt and trousers in red and blue respectively": pair in order."""
        if not any(token.key == "respectively" for token in self.tokens):
            return
        together = [color for color in self.colors if len(groups[id(color)]) > 1]
        if together and len(together) == len(groups[id(together[0])]):
            nouns = list(groups[id(together[0])])
            for color, noun in zip(together, nouns):
                groups[id(color)] = [noun]
