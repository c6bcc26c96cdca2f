# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading who somebody is: measures, age, gender, build, looks, hair, and famous names."""

from __future__ import annotations

from typing import Any

from backend.language.text import Match
from backend.language.words import FUNCTION_WORDS

from . import archetypes, details
from . import lexicon as lex
from .reading_state import State

_HE, _SHE = frozenset(("he", "his", "him", "himself")), frozenset(("she", "her", "hers", "herself"))
#: Colours of make-up of which none is named, linear.
LIPSTICK, EYESHADOW = (0.36, 0.02, 0.035), (0.10, 0.055, 0.07)


class People(State):
    """The person without clothes."""

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

    def bare_age(self, persons: list[Match[Any]]) -> None:
        """An age without a unit: "a woman of 52", "a man, 45, in a suit"."""
        tokens = self.reading.tokens
        for person in persons:
            at = person.end + 1
            if at < len(tokens) and tokens[person.end].key in ("of", ",") and tokens[at].text.isdecimal() and (
                    not self.reading.consumed[at] and 1 <= len(tokens[at].text) <= 3 and int(tokens[at].text) <= 110):
                self.fields.setdefault("age_years", float(int(tokens[at].text)))
                self.reading.consume(at, at + 1)

    def gender(self, roles: list[Match[Any]]) -> None:
        """Gender from the weaker signs, strongest first: the role's own word, -man and -woman, a beard, pronouns, a
        given name."""
        said = [archetypes.GENDERS[match.phrase] for match in roles if match.phrase in archetypes.GENDERS]
        tokens = self.reading.tokens
        for token, used in zip(tokens, self.reading.consumed):
            if not used and token.key.endswith(("woman", "women", "lady")) and len(token.key) > 5:
                said.append(1.0)
            elif not used and token.key.endswith(("man", "men")) and len(token.key) > 5 and token.key not in lex.NO_MEN:
                said.append(0.0)
        if not said and self.fields.get("beard", 0.0) > 0:
            said.append(0.0)
            if "gender" not in self.fields:
                self.assumptions.append("The beard was taken to mean a man.")
        keys = [token.key for token in tokens]
        said += [0.0 for key in keys if key in _HE] + [1.0 for key in keys if key in _SHE]
        for index, token in enumerate(tokens):
            if token.text[:1].isupper() and not self.reading.consumed[index] and (
                    token.key in lex.MALE_NAMES or token.key in lex.FEMALE_NAMES):
                said.append(0.0 if token.key in lex.MALE_NAMES else 1.0)
                self.reading.consume(index, index + 1)
                self.assumptions.append(f'"{token.text}" was taken as a name: it changes nothing but the gender.')
        if said:
            self.fields.setdefault("gender", said[0])

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
            beside = [other for other in people if match.end <= other.start <= match.end + 1]  # "teen girl"
            sexes = [each.value["gender"] for each in (match, *beside) if "gender" in each.value]
            if sexes:
                self.fields.setdefault("gender", sexes[0])
            if "age" in match.value:
                self.noun_age = match.value["age"]

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
                if value := getattr(trait, name):
                    self.said[name][value < 0].append(match.phrase)
            if trait.age is not None:
                bonus = 8 * (match.degree - 1) if trait.age > 60 else 0.0
                word_age = trait.age + bonus
            if trait.gender is not None:
                self.fields["gender"] = trait.gender
            if trait.proportions is not None:
                self.fields["proportions"] = min(0.4 + trait.proportions if trait.proportions > 0.5 else 0.3, 1.0)
        if "age_years" not in self.fields:
            age = word_age if word_age is not None else self.noun_age
            if word_age is not None and self.noun_age is not None and (
                    (self.noun_age < 14 and word_age > 40) or (self.noun_age > 60 and word_age < 14)):
                age = self.noun_age
                self.assumptions.append("The words about age contradict each other: "
                                        f"about {age:g} years, as the noun says.")
            if age is not None:
                self.fields["age_years"] = float(min(age, 105))

    def looks(self, skins: list[Match[Any]]) -> None:
        for match in self.reading.find(lex.ANCESTRY):
            shares, tone = match.value
            self.fields["ancestry"] = shares
            if match.phrase.endswith(("latina", "latino")):
                self.fields.setdefault("gender", float(match.phrase == "latina"))
            self.fields.setdefault("skin_color", lex.SKIN_COLORS[tone])
        for tone_match in [*skins, *self.reading.find(lex.SKIN)]:
            if not tone_match.negated:
                self.fields["skin_color"] = lex.SKIN_COLORS[tone_match.value]
        for beard in self.beards:
            plain = beard.value == (0.8, "") and not beard.negated
            fullness, style = (details.beard_size(self.reading, beard) if plain else None) or beard.value
            self.fields["beard"], self.fields["beard_style"] = (0.0, "") if beard.negated else (fullness, style)

    def hair_words(self, matches: list[Match[Any]], parts: list[Match[Any]]) -> None:
        for match in matches:
            style, color = match.value
            if match.negated and style != "bald":
                continue
            if style and not match.negated:
                before = self.fields.get("hair_style")
                if before is not None and (before == "bald") != (style == "bald"):
                    self.contradict(before, match.phrase, f"{match.phrase} was followed")
                self.fields["hair_style"] = style
            if color:
                self.fields["hair_color"] = lex.HAIR_COLORS[color]
        tokens = self.reading.tokens
        for part in parts:
            if part.value != "hair":
                continue
            for index in range(max(part.start - 5, 0), part.start):
                if any(token.key in FUNCTION_WORDS and token.key != "and" for token in tokens[index:part.start]):
                    continue
                if (style := lex.LENGTHS_OF_HAIR.get(tokens[index].key)) and not self.reading.consumed[index]:
                    self.fields["hair_style"] = style
                    self.reading.consume(index, index + 1)
            if part.negated:
                self.fields["hair_style"] = "bald"

    def marks(self, matches: list[Match[Any]], pairs: list[tuple[Match[Any], Match[Any] | None]]) -> None:
        """Freckles, make-up, tattoos, scars."""
        said = {noun.start: color.value for color, noun in pairs if noun is not None and not color.negated}
        for match in matches:
            name, value = match.value
            if match.negated:
                continue
            if name == "makeup":
                heavy = "heavy" in match.phrase or match.degree > 1.2
                for key, usual in (("lipstick", LIPSTICK), ("eyeshadow", EYESHADOW), ("eyeliner",
                0.9 if heavy else 0.6),
                                   ("blush", 0.8 if heavy else 0.5)):
                    self.fields.setdefault(key, usual)
            elif name in ("lipstick", "eyeshadow"):
                self.fields[name] = said.get(match.start, LIPSTICK if name == "lipstick" else EYESHADOW)
            elif name == "tattoos":
                self.fields[name] = [*self.fields.get(name, []), *(place for place in value
                                                                   if place not in self.fields.get(name, []))]
            else:
                self.fields[name] = min(value * match.degree, 1.0)

    def contradictions(self) -> None:
        for name in ("stature", "bmi"):
            more, less = self.said[name]
            opposite = [(one, other) for one in more for other in less
                        if abs(getattr(lex.TRAITS[one], name)) >= 1.8 and abs(getattr(lex.TRAITS[other], name)) >= 1.8]
            if opposite:
                self.contradict(*opposite[0], "something in between was made")
