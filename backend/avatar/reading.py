# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a description of a person: lexicon first, then embeddings for words it does not know.

An explicit word always beats a guess, and a guess is said in a sentence. Colours go to the noun
they describe. What nobody understood comes back as unparsed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from backend.body import anthropometry
from backend.engine import Understanding
from backend.language.colors import COLORS, bind, find_colors
from backend.language.text import Match, Reading
from backend.language.words import FUNCTION_WORDS

from . import lexicon as lex
from .belonging import GARMENTS, attached, first_person, plain_lengths, slots
from .resolve import HEIGHT_DEVIATION
from .spec import ADULT, AvatarSpec, Garment
from .wardrobe import KINDS

#: How far above the neutral response an embedding must be to count as understood.
_THRESHOLD = 0.22
#: Unknown words that are looked up in the embedding, at most.
_GUESSES = 6
#: Before a colour that stands for clothes.
_WORN = ("in", "all", "wearing", "wear", "dressed")


def read(prompt: str) -> Understanding:
    """The spec of a prompt, with assumptions in sentences and the words not understood."""
    return _Reader(prompt).understanding()


class _Reader:
    """One prompt being read into fields of an :class:`AvatarSpec`."""

    def __init__(self, prompt: str) -> None:
        self.fields: dict[str, Any] = {}
        self.assumptions: list[str] = []
        first, others = first_person(prompt)
        if others:
            self.assumptions.append("One avatar is made at a time: the first person described is made, "
                                    f'"{others:.60}" is left out.')
        self.reading = Reading(first)
        self.outfit: list[Garment] = []
        self.bare: list[Match[Any]] = []
        self.trait_sums = {"stature": 0.0, "bmi": 0.0, "muscle": 0.0}
        self.mass: float | None = None

    def understanding(self) -> Understanding:
        reading = self.reading
        self.measures()
        self.undressed()
        colors = find_colors(reading)
        hair = reading.find(lex.HAIR)
        self.beards = reading.find(lex.BEARDS)
        sleeves, lengths = reading.find(lex.SLEEVE_WORDS), reading.find(lex.LENGTH_WORDS)
        self.looks()
        garments = reading.find(GARMENTS)
        roles = reading.find(lex.ARCHETYPES)
        persons = reading.find(lex.PERSONS)
        parts = reading.find({"hair": "hair", "haired": "hair", "eye": "eye", "eyes": "eye", "eyed": "eye",
                              "skin": "skin"})
        self.hair_words(hair, parts)
        nouns: list[Match[Any]] = [*garments, *roles, *persons, *parts, *hair, *self.beards]
        pairs = bind([color for color in colors if not self.elsewhere(color, nouns)], nouns)
        self.persons(persons, roles)
        sleeve_of = attached(reading, sleeves, garments, nouns)
        length_of = attached(reading, lengths, garments, nouns) | plain_lengths(reading, garments, nouns)
        self.traits(reading.find(lex.TRAITS))
        self.garments(garments, sleeve_of, length_of, pairs)
        self.roles(roles)
        self.colors(pairs, garments, persons, roles, parts, hair)
        self.guess()
        return Understanding(spec=self.spec().as_json(), assumptions=self.assumptions, unparsed=reading.unparsed())

    def elsewhere(self, color: Match[Any], nouns: list[Match[Any]]) -> bool:
        """Whether a colour describes a thing unknown here ("red glasses"), which then keeps it: the words
        after it run into no known noun before the phrase ends."""
        tokens, starts = self.reading.tokens, {noun.start for noun in nouns}
        unknown = False
        for index in range(color.end, len(tokens)):
            if index in starts:
                return False
            token = tokens[index]
            if not token.is_word or token.key in FUNCTION_WORDS:
                break
            unknown |= not self.reading.consumed[index] and not token.key.endswith(("ing", "ed", "ly"))
        return unknown

    # explicit quantities

    def measures(self) -> None:
        for each in self.reading.measures():
            if each.unit == "m" and 0.4 <= each.value <= 2.6:
                self.fields["height_m"] = each.value
            elif each.unit == "years" and 0 <= each.value <= 110:
                self.fields["age_years"] = each.value
            elif each.unit == "kg" and 2 <= each.value <= 350:
                self.mass = each.value
            elif each.unit == "kg/m2" and 10 <= each.value <= 70:
                self.fields["bmi"] = each.value
            else:
                self.assumptions.append(f"{each.value:g} {each.unit} says nothing about a person here and was ignored.")

    def undressed(self) -> None:
        for match in self.reading.find(lex.UNDRESSED):
            self.assumptions.append(f'People are always dressed, so "{match.phrase}" was not followed.')

    # looks

    def looks(self) -> None:
        for match in self.reading.find(lex.ANCESTRY):
            shares, tone = match.value
            self.fields["ancestry"] = shares
            self.fields.setdefault("skin_color", lex.SKIN_COLORS[tone])
        for tone_match in self.reading.find(lex.SKIN):
            if not tone_match.negated:
                self.fields["skin_color"] = lex.SKIN_COLORS[tone_match.value]
        for beard in self.beards:
            self.fields["beard"] = 0.0 if beard.negated else beard.value

    def hair_words(self, matches: list[Match[Any]], parts: list[Match[Any]]) -> None:
        for match in matches:
            style, color = match.value
            if match.negated and style != "bald":
                continue
            if style and not match.negated:
                self.fields["hair_style"] = style
            if color:
                self.fields["hair_color"] = lex.HAIR_COLORS[color]
        tokens = self.reading.tokens
        for part in parts:
            if part.value != "hair":
                continue
            for index in range(max(part.start - 3, 0), part.start):
                if (style := lex.LENGTHS_OF_HAIR.get(tokens[index].key)) and not self.reading.consumed[index]:
                    self.fields["hair_style"] = style
                    self.reading.consume(index, index + 1)
            if part.negated:
                self.fields["hair_style"] = "bald"

    def persons(self, persons: list[Match[Any]], roles: list[Match[Any]]) -> None:
        people = [match for match in persons if match.value] or persons
        # "6 ft 2 athletic woman" is no couple.
        measured = {measure.end for measure in self.reading.measures()}
        several = any((match.count or 1) > 1 and not measured & set(range(match.start - 4, match.start + 1))
                      for match in [*persons, *roles])
        if several or sum(bool(match.value) for match in persons) > 1:
            self.assumptions.append("One avatar is made at a time; this is the first person described.")
        for match in people[:1]:
            self.is_child = match.value.get("age", 99) < 14
            if "gender" in match.value:
                self.fields.setdefault("gender", match.value["gender"])
            if "age" in match.value:
                self.noun_age = match.value["age"]

    is_child = False
    noun_age: float | None = None

    def traits(self, matches: list[Match[Any]]) -> None:
        word_age: float | None = None
        for match in matches:
            trait: lex.Trait = match.value
            if match.negated:
                # "not tall" and "not fat" take the edge off rather than the opposite extreme.
                for name in self.trait_sums:
                    self.trait_sums[name] -= 0.4 * getattr(trait, name)
                continue
            if trait.child_age is not None and self.is_child:
                word_age = min(trait.child_age, self.noun_age or 99)
                continue
            for name in self.trait_sums:
                self.trait_sums[name] += match.degree * getattr(trait, name)
            if trait.age is not None:
                bonus = 8 * (match.degree - 1) if trait.age > 60 else 0.0
                word_age = trait.age + bonus
            if trait.gender is not None:
                self.fields["gender"] = trait.gender
            if trait.proportions is not None:
                self.fields["proportions"] = min(0.4 + trait.proportions if trait.proportions > 0.5 else 0.3, 1.0)
        if "age_years" not in self.fields:
            age = word_age if word_age is not None else self.noun_age
            if age is not None:
                self.fields["age_years"] = float(min(age, 105))

    # clothes

    def garments(self, matches: list[Match[Any]], sleeves: dict[int, str], lengths: dict[int, str],
                 pairs: list[tuple[Match[Any], Match[Any] | None]]) -> None:
        """Put on what is named; ``sleeves`` and ``lengths`` by the garment's first token."""
        color_of: dict[int, tuple[float, float, float]] = {}
        for said, noun in pairs:
            if noun is not None and not said.negated:
                color_of.setdefault(noun.start, said.value)
        cloths = self.reading.find(lex.CLOTHS)
        for match in matches:
            swapped = lex.SWAPPED.get(match.phrase)
            if match.negated:
                if swapped is None and slots(match.value) != {"feet"}:
                    self.bare.append(match)
                continue
            color = color_of.get(match.start, lex.GARMENT_COLORS.get(match.phrase))
            if swapped:
                titles = " and ".join(KINDS[kind].title.lower() for kind in swapped)
                self.assumptions.append(f'People are always dressed, so "{match.phrase}" became: {titles}.')
            if len(match.value) == 1:
                if color is None:
                    color = next((cloth.value for cloth in cloths if 0 <= match.start - cloth.end <= 1), None)
                if color is None and "suit" in match.phrase and not swapped:
                    color = lex.SUIT_COLOR  # jacket and trousers of one cloth
                for kind in match.value[0]:
                    self.wear(Garment(kind=kind, color=color))
                if not match.value[0] and color:
                    self.whole = color
                continue
            kind, sleeve, length = match.value
            self.wear(Garment(kind=kind, color=color, sleeve=sleeves.get(match.start, sleeve),
                              length=lengths.get(match.start, length)))
        worn = {KINDS[garment.kind].slot for garment in self.outfit}
        for match in self.bare:
            if "full" not in worn and not slots(match.value) <= worn:
                self.assumptions.append(
                    f'People are always dressed, so being without "{match.phrase}" was not followed.')

    whole: tuple[float, float, float] | None = None

    def wear(self, garment: Garment) -> None:
        if all(each.kind != garment.kind for each in self.outfit):
            self.outfit.append(garment)

    def roles(self, matches: list[Match[Any]]) -> None:
        for match in matches:
            if not match.negated:
                self.play(match.value)

    def play(self, role: lex.Archetype) -> None:
        """Take a role's clothes and build where the prompt said nothing itself."""
        slots = {KINDS[garment.kind].slot for garment in self.outfit}
        for kind, color in role.outfit:
            slot = KINDS[kind].slot
            taken = slot in slots or (slot in ("top", "bottom") and "full" in slots) or (
                slot == "full" and slots & {"top", "bottom", "full"})
            if not taken:
                self.wear(Garment(kind=kind, color=color))
        for trait_name in self.trait_sums:
            self.trait_sums[trait_name] += getattr(role.trait, trait_name)
        if role.trait.age is not None:
            self.fields.setdefault("age_years", role.trait.age)
        if role.gender is not None:
            self.fields.setdefault("gender", role.gender)
        for name_of, value in (("skin_color", role.skin), ("hair_style", role.hair), ("beard", role.beard)):
            if value is not None:
                self.fields.setdefault(name_of, value)

    # colours of anything else

    def colors(self, pairs: list[tuple[Match[Any], Match[Any] | None]], garments: list[Match[Any]],
               persons: list[Match[Any]], roles: list[Match[Any]], parts: list[Match[Any]],
               hair: list[Match[Any]]) -> None:
        spans = {"garment": garments, "person": persons, "role": roles, "part": parts, "hair": hair}
        of = {match.start: kind for kind, matches in spans.items() for match in matches}
        for color, noun in pairs:
            if color.negated:
                continue
            kind = of.get(noun.start) if noun is not None else None
            last = color.phrase.split()[-1]
            if kind == "part" and noun is not None:
                table = {"hair": lex.HAIR_COLORS, "eye": lex.EYE_COLORS, "skin": lex.SKIN_COLORS}[noun.value]
                self.fields[f"{noun.value}_color"] = table.get(color.phrase, table.get(last, color.value))
            elif kind == "hair" or last in ("blond", "blonde", "ginger", "auburn"):
                self.fields["hair_color"] = lex.HAIR_COLORS.get(color.phrase, lex.HAIR_COLORS.get(last, color.value))
            elif kind == "role" and noun is not None:
                self.role_color(noun, color)
            elif kind == "person" and noun is not None and self.reading.tokens[color.start - 1].key in _WORN and (
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
        if self.whole is not None:
            self.outfit = [replace(each, color=each.color or self.whole) for each in self.outfit] or [
                Garment(kind="t-shirt", color=self.whole), Garment(kind="trousers", color=self.whole)]

    def complexion(self, color: Match[Any]) -> None:
        """Skin and, for "black" and "white", ancestry from a colour word before a person."""
        last = color.phrase.split()[-1]
        self.fields["skin_color"] = lex.SKIN_COLORS.get(color.phrase, lex.SKIN_COLORS[last])
        if last in lex.COLOR_ANCESTRY:
            self.fields.setdefault("ancestry", lex.COLOR_ANCESTRY[last])

    def role_color(self, noun: Match[Any], color: Match[Any]) -> None:
        if noun.phrase not in lex.COSTUMED and color.phrase in lex.COLOR_ANCESTRY and color.end <= noun.start:
            self.complexion(color)  # "a black doctor"
            return
        if noun.phrase in lex.CREATURES and noun.value.skin is not None:
            self.fields["skin_color"] = color.value
            if noun.phrase in ("robot", "android", "cyborg"):
                self.outfit = [replace(each, color=color.value) for each in self.outfit]
        else:
            self.outfit = [replace(each, color=color.value) if number == 0 else each
                           for number, each in enumerate(self.outfit)] or [Garment(kind="t-shirt", color=color.value)]

    # embeddings

    def guess(self) -> None:
        """Look unknown words up among traits and roles by meaning."""
        words = [word for word in self.reading.unparsed() if word.isalpha() and len(word) > 2][:_GUESSES]
        if not words:
            return
        from backend.language.embedding import encoder

        if encoder().name != "all-MiniLM-L6-v2":
            return
        anchors, meanings = _anchors()
        for word in words:
            scores = anchors.scores(f"a {word.lower()} person")
            label = max(scores, key=scores.__getitem__)
            if scores[label] < _THRESHOLD:
                continue
            meaning = meanings[label]
            if isinstance(meaning, lex.Archetype):
                if self.outfit:
                    continue
                self.play(meaning)
            else:
                self.take(meaning)
            self.assumptions.append(f'"{word}" was taken to mean: {label}.')
            for index, token in enumerate(self.reading.tokens):
                if token.text == word:
                    self.reading.consume(index, index + 1)

    def take(self, trait: lex.Trait) -> None:
        for name in self.trait_sums:
            if not self.trait_sums[name]:
                self.trait_sums[name] = 0.8 * getattr(trait, name)
        if trait.age is not None:
            self.fields.setdefault("age_years", trait.age)
        if trait.gender is not None:
            self.fields.setdefault("gender", trait.gender)

    def spec(self) -> AvatarSpec:
        """Everything together; open fields stay None and are chosen from the seed."""
        fields = dict(self.fields)
        if "age_years" not in fields:
            fields["age_years"] = 30.0
            self.assumptions.append("No age was given: about 30 years.")
        age, gender = fields["age_years"], fields.get("gender")
        fields["stature"] = max(min(self.trait_sums["stature"], 7.0), -7.0)
        if self.mass is not None:
            height = fields.get("height_m") or anthropometry.median_height(age, 0.5 if gender is None else gender) * (
                1 + HEIGHT_DEVIATION * fields["stature"])
            fields["bmi"] = min(max(self.mass / height**2, 10.0), 70.0)
        elif "bmi" not in fields and self.trait_sums["bmi"]:
            usual = anthropometry.median_bmi(age)
            share = usual / 23.0
            fields["bmi"] = min(max(usual + share * self.trait_sums["bmi"], 0.62 * usual), 2.4 * usual, 58.0)
        fields["muscle"] = min(max(0.5 + self.trait_sums["muscle"], 0.0), 1.0)
        if age < ADULT and self.outfit:
            self.assumptions.append("Children and teenagers wear sleeves and hems to the knee.")
        if not self.outfit:
            self.assumptions.append("No clothes were named: everyday clothes in colours from the seed.")
        return AvatarSpec(**fields, outfit=self.outfit)


@cache
def _anchors() -> tuple[Any, dict[str, lex.Trait | lex.Archetype]]:
    """Anchors of every distinct trait and role; the neutral "a person" is subtracted."""
    from backend.language.embedding import Anchors

    phrases: dict[str, list[str]] = {}
    meanings: dict[str, lex.Trait | lex.Archetype] = {}
    named: dict[int, str] = {}
    for word, trait in lex.TRAITS.items():
        if trait == lex.Trait() or word in COLORS:
            continue
        label = named.setdefault(id(trait), word)
        meanings[label] = trait
        phrases.setdefault(label, []).append(f"a {word} person")
    for word, role in lex.ARCHETYPES.items():
        label = named.setdefault(id(role), word)
        meanings[label] = role
        phrases.setdefault(label, []).append(f"a {word}")
    return Anchors(phrases, neutral="a person"), meanings
