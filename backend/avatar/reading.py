# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a description of a person: lexicon first, then embeddings for words it does not know.

An explicit word always beats a guess, and a guess is said in a sentence. Colours go to the noun
they describe. What nobody understood comes back as unparsed.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from backend.body import anthropometry
from backend.engine import Understanding
from backend.language.colors import COLORS, bind, find_colors
from backend.language.text import Match
from backend.language.words import FUNCTION_WORDS

from . import archetypes, details
from . import lexicon as lex
from .belonging import GARMENTS, attached, plain_lengths
from .reading_clothes import Clothes
from .reading_colors import Colors
from .reading_people import People
from .reading_state import LONGEST
from .resolve import HEIGHT_DEVIATION
from .spec import ADULT, AvatarSpec
from .wardrobe import KINDS

#: How far above the neutral response an embedding must be to count as understood.
_THRESHOLD = 0.22
#: Unknown words that are looked up in the embedding, at most.
_GUESSES = 4
#: Before more than this share of the content words is unknown, a prompt is taken as English.
_FOREIGN = 0.6
#: Skin in several words, read before colours; "pale" alone may be of a dress.
_SKIN_PHRASES = {phrase: tone for phrase, tone in lex.SKIN.items() if " " in phrase}


def read(prompt: str) -> Understanding:
    """The spec of a prompt, with assumptions in sentences and the words not understood."""
    return _Reader(prompt).understanding()


class _Reader(People, Clothes, Colors):
    """The parts of the reader in the order in which they must read."""

    def understanding(self) -> Understanding:
        reading = self.reading
        names = reading.find(archetypes.NAMES)
        self.measures()
        self.undressed()
        # "buff" and "strong" are also words of colours.
        buff = reading.find({"buff": lex.TRAITS["buff"]})
        if any(f"strong {shade}" in reading.prompt.lower()
               for shade in lex.COLOR_ANCESTRY):
            buff += reading.find({"strong": lex.TRAITS["strong"]})
        skins = reading.find(_SKIN_PHRASES)
        hats = self.worn_things({phrase: kind for phrase, kind in lex.ACCESSORY_WORDS.items() if " " in phrase})
        hair = reading.find({phrase: said for phrase, said in lex.HAIR.items() if "head" in phrase})  # "redhead"
        colors = find_colors(reading)
        hair += reading.find(lex.HAIR)
        self.beards = reading.find(lex.BEARDS)
        if (texture := details.hair_texture(reading, self.beards)) is not None:
            self.fields["hair_texture"] = texture
        for brow in reading.find(lex.BROWS):
            self.fields["brows"] = 1.0 - brow.value if brow.negated else brow.value
        sleeves, lengths = reading.find(lex.SLEEVE_WORDS), reading.find(lex.LENGTH_WORDS)
        self.looks(skins)
        garments = reading.find(GARMENTS)
        extras = [match for match in [*hats, *self.worn_things(lex.ACCESSORY_WORDS)] if match.value]
        self.local = details.local_changes(reading)
        patterns = details.glimpse(reading, lex.PATTERNS)
        pattern_nouns = [match for match in patterns if match.phrase in lex.PATTERN_NOUNS]
        roles = reading.find(archetypes.WORDS)
        persons = reading.find(lex.PERSONS)
        parts = reading.find({"hair": "hair", "haired": "hair", "eye": "eye", "eyes": "eye", "eyed": "eye",
                              "skin": "skin", "skinned": "skin", "complexion": "skin", "face": "skin"})
        parts = [part for part in parts if part.value != "eye" or not details.lone(reading, part)]
        self.hair_words(hair, parts)
        marks = reading.find(lex.MARKS)
        nouns: list[Match[Any]] = [*garments, *roles, *persons, *parts, *hair, *self.beards, *extras, *pattern_nouns,
                                   *marks]
        placed = self.placed(colors, [*garments, *extras])
        taken = {id(color) for color, _ in placed}
        others = [color for color in colors if id(color) not in taken and not self.elsewhere(color, nouns)]
        pairs = placed + self.of_the_hair(bind(others, nouns), [*parts, *hair, *self.beards])
        self.role_names = {match.value.name for match in roles if not match.negated}
        self.bodysuits = [match.value for match in roles if match.value.costume]
        self.persons(persons, roles)
        self.bare_age(persons)
        sleeve_of = attached(reading, sleeves, garments, nouns)
        self.loose_sleeves = sleeves[-1].value if sleeves and not sleeve_of else ""
        length_of = attached(reading, lengths, garments, nouns) | plain_lengths(reading, garments, nouns)
        self.qualities(garments, patterns, pairs)
        self.traits([*buff, *reading.find(lex.TRAITS)])
        self.garments(garments, sleeve_of, length_of, pairs)
        self.extras(extras, pairs)
        self.gender(roles)
        self.roles(roles)
        self.cloth(garments, colors)
        self.colors(pairs, garments, persons, roles, parts, hair)
        self.marks(marks, pairs)
        for name in names:
            self.named(name)
        self.contradictions()
        if not self.unreadable():
            self.guess()
        return Understanding(spec=self.spec().as_json(), assumptions=self.assumptions, unparsed=reading.unparsed())

    def named(self, match: Match[Any]) -> None:
        """A famous person or character: the generic look fills what the prompt left open."""
        role, look = match.value
        self.assumptions.append(f'"{match.phrase.title()}" gives a generic look, never a likeness: {look}.')
        other = _Reader(look)
        other.understanding()
        worn = {KINDS[garment.kind].slot for garment in self.outfit}
        for garment in other.outfit:
            slot = KINDS[garment.kind].slot
            if slot not in worn and not (slot == "full" and worn & {"top", "bottom", "outer"}) and not (
                    "full" in worn and slot in ("top", "bottom")) and not (slot == "outer" and "top" in worn):
                self.wear(garment)
        for name, said in self.trait_sums.items():
            self.trait_sums[name] = said or other.trait_sums[name]
        for name, value in other.fields.items():
            self.fields.setdefault(name, value)
        self.accessories = {**other.accessories, **self.accessories}
        self.local = {**other.local, **self.local}
        if role:
            self.play(archetypes.ROLES[role])

    def unreadable(self) -> bool:
        """Whether hardly anything was understood; then a sentence says so and nothing is guessed."""
        content = [token for token in self.reading.tokens if token.is_word and token.key not in FUNCTION_WORDS]
        unknown = self.reading.unparsed()
        if not content and not self.fields:
            self.assumptions.append("The description says nothing about the person: a plain adult.")
        elif len(content) >= 3 and len(unknown) > _FOREIGN * len({token.text for token in content}):
            self.assumptions.append("Hardly anything of the description was understood, so most of it was left open. "
                                    "Descriptions are read in English.")
            return True
        return False

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
            if isinstance(meaning, archetypes.Archetype):
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
        return AvatarSpec(**fields, outfit=self.outfit[:12], local=self.local,
                          accessories=list(self.accessories.values()))


@cache
def _anchors() -> tuple[Any, dict[str, lex.Trait | archetypes.Archetype]]:
    """Anchors of every distinct trait and role; the neutral "a person" is subtracted."""
    from backend.language.embedding import Anchors

    phrases: dict[str, list[str]] = {}
    meanings: dict[str, lex.Trait | archetypes.Archetype] = {}
    named: dict[int, str] = {}
    for word, trait in lex.TRAITS.items():
        if trait == lex.Trait() or word in COLORS:
            continue
        label = named.setdefault(id(trait), word)
        meanings[label] = trait
        phrases.setdefault(label, []).append(f"a {word} person")
    for role in archetypes.ROLES.values():
        meanings[role.name] = role
        phrases.setdefault(role.name, []).extend([role.description, *(f"a {word}" for word in role.words[:4])])
    return Anchors(phrases, neutral="a person"), meanings


__all__ = ["LONGEST", "read"]
