# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading colours: of garments in lists, of hair, eyes and skin, of roles, and of everything worn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from backend.language.text import Match
from backend.language.words import FUNCTION_WORDS

from . import lexicon as lex
from .reading_state import WORN, State
from .spec import Garment
from .wardrobe import KINDS


class Colors(State):
    """What is coloured."""

    def elsewhere(self, color: Match[Any], nouns: list[Match[Any]]) -> bool:
        """Whether a colour describes a thing unknown here ("red glasses"), which then keeps it: the words
        after it run into no known noun before the phrase ends."""
        tokens, starts = self.reading.tokens, {noun.start for noun in nouns}
        unknown = False
        for index in range(color.end, len(tokens)):
            if index in starts:
                return False
            token = tokens[index]
            if token.text == "-":
                continue
            if not token.is_word or token.key in FUNCTION_WORDS:
                break
            unknown |= not self.reading.consumed[index] and not token.key.endswith(("ing", "ed", "ly"))
        return unknown

    def placed(self, colors: list[Match[Any]],
               garments: list[Match[Any]]) -> list[tuple[Match[Any], Match[Any] | None]]:
        """Colours after their garment in a list: "a jumper in cream, a skirt in grey"."""
        tokens = self.reading.tokens
        result: list[tuple[Match[Any], Match[Any] | None]] = []
        key = [token.key for token in tokens] + [""] * 3
        ends = {each.end: each for each in garments}
        starts = {each.start for each in garments}
        for color in colors:
            noun = ends.get(color.start - 1)
            if (noun is None or key[color.start - 1] not in ("in", ",")
                    or key[color.end] not in (",", "and", "over", "with")):
                continue
            index = color.end + 1
            while index < len(tokens) and index < color.end + 8 and index not in starts:
                index += 1
            direct = key[color.start - 1] == "in" or key[color.end] == ","
            if index in starts and direct and not any(each in ("in", "with") for each in key[color.end + 1:index]):
                result.append((color, noun))
        return result

    def of_the_hair(self, pairs: list[tuple[Match[Any], Match[Any] | None]],
                    hairy: list[Match[Any]]) -> list[tuple[Match[Any], Match[Any] | None]]:
        """``pairs`` without those that give a colour of hair, beard, eyes or skin to clothes of the same list as well
        ("a ginger moustache, braces and a shirt")."""
        starts = {match.start for match in hairy}
        grown = {color.start for color, noun in pairs if noun is not None and noun.start in starts
                 and noun.start >= color.end}
        return [(color, noun) for color, noun in pairs
                if color.start not in grown or noun is None or noun.start in starts]

    def colors(self, pairs: list[tuple[Match[Any], Match[Any] | None]], garments: list[Match[Any]],
               persons: list[Match[Any]], roles: list[Match[Any]], parts: list[Match[Any]],
               hair: list[Match[Any]]) -> None:
        spans = {"beard": self.beards, "garment": garments, "person": persons, "role": roles, "part": parts,
                 "hair": hair}
        of = {match.start: kind for kind, matches in spans.items() for match in matches}
        for color, noun in pairs:
            if color.negated:
                continue
            kind = of.get(noun.start) if noun is not None else None
            last = color.phrase.split()[-1]
            if kind == "part" and noun is not None:
                field = f"{noun.value}_color"
                if noun.value == "eye" and self.eyes_said and color.phrase not in self.eyes_said:
                    self.assumptions.append(f'Both eyes have one colour here: "{color.phrase}" was followed, '
                                            f'"{self.eyes_said[-1]}" was not.')
                if noun.value == "eye":
                    self.eyes_said.append(color.phrase)
                table = {"hair": lex.HAIR_COLORS, "eye": lex.EYE_COLORS, "skin": lex.SKIN_COLORS}[noun.value]
                self.fields[field] = table.get(color.phrase, table.get(last, color.value))
            elif kind == "beard":
                self.beard_color = lex.HAIR_COLORS.get(color.phrase, lex.HAIR_COLORS.get(last, color.value))
            elif kind == "hair" or last in ("blond", "blonde", "ginger", "auburn"):
                self.fields["hair_color"] = lex.HAIR_COLORS.get(color.phrase, lex.HAIR_COLORS.get(last, color.value))
            elif kind == "role" and noun is not None:
                self.role_color(noun, color)
            elif kind == "person" and noun is not None and self.reading.tokens[color.start - 1].key in WORN and (
                    color.start > noun.start):
                self.whole = color.value  # "a woman in red"
            elif kind == "person" and noun is not None:
                if last in lex.SKIN_COLORS:
                    self.complexion(color)
                elif color.end <= noun.start:
                    self.fields["skin_color"] = color.value
                    self.assumptions.append(f'"{color.phrase} {noun.phrase}" was taken as the colour of the skin.')
                else:
                    self.whole = color.value  # said after the person: of something worn, never of the skin
                    self.assumptions.append(f'"{color.phrase}" was taken as the colour of the clothes.')
            elif noun is None:
                self.whole = color.value
                self.assumptions.append(f'"{color.phrase}" was taken as the colour of the clothes.')
        if self.beard_color is not None:
            self.fields.setdefault("hair_color", self.beard_color)
        if self.whole is not None:
            usual = {kind for kind in self.role_kinds if KINDS[kind].slot != "feet"}
            self.outfit = [replace(each, color=self.whole if each.kind in usual else each.color or self.whole)
                           for each in self.outfit] or [
                Garment(kind="t-shirt", color=self.whole), Garment(kind="trousers", color=self.whole)]

    def complexion(self, color: Match[Any]) -> None:
        """Skin and, for "black" and "white", ancestry from a colour word before a person."""
        last = color.phrase.split()[-1]
        self.fields["skin_color"] = lex.SKIN_COLORS.get(color.phrase, lex.SKIN_COLORS[last])
        if last in lex.COLOR_ANCESTRY:
            self.fields.setdefault("ancestry", lex.COLOR_ANCESTRY[last])

    def role_color(self, noun: Match[Any], color: Match[Any]) -> None:
        if not noun.value.costume and color.phrase.split()[-1] in lex.COLOR_ANCESTRY and color.end <= noun.start:
            self.complexion(color)  # "a black doctor"
            return
        if noun.value.creature and noun.value.skin is not None:
            self.fields["skin_color"] = color.value
            if noun.value.name == "robot":
                self.outfit = [replace(each, color=color.value) for each in self.outfit]
        else:
            self.outfit = [replace(each, color=color.value) if number == 0 else each
                           for number, each in enumerate(self.outfit)] or [Garment(kind="t-shirt", color=color.value)]
