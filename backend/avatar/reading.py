# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a description of a person: lexicon first, then embeddings for words it does not know.

An explicit word always beats a guess, and a guess is said in a sentence. Colours go to the noun
they describe. What nobody understood comes back as unparsed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from backend.body import anthropometry
from backend.engine import Understanding
from backend.language.colors import COLORS, bind, find_colors
from backend.language.text import Match, Reading
from backend.language.words import FUNCTION_WORDS

from . import archetypes, details
from . import lexicon as lex
from .belonging import GARMENTS, attached, first_person, plain_lengths, slots
from .resolve import HEIGHT_DEVIATION
from .spec import ADULT, Accessory, AvatarSpec, Garment
from .wardrobe import KINDS

#: How far above the neutral response an embedding must be to count as understood.
_THRESHOLD = 0.22
#: Unknown words that are looked up in the embedding, at most.
_GUESSES = 4
#: Characters of a prompt that are read.
LONGEST = 2000
#: Before more than this share of the content words is unknown, a prompt is taken as English.
_FOREIGN = 0.6
_HE, _SHE = frozenset(("he", "his", "him", "himself")), frozenset(("she", "her", "hers", "herself"))
#: Skin in several words, read before colours; "pale" alone may be of a dress.
_SKIN_PHRASES = {phrase: tone for phrase, tone in lex.SKIN.items() if " " in phrase}
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
        if len(prompt) > LONGEST:
            cut = prompt.rfind(" ", 0, LONGEST)
            prompt = prompt[:cut if cut > 0 else LONGEST]
            self.assumptions.append(f"The description is very long: its first {len(prompt)} characters were read.")
        first, others = first_person(prompt)
        if others:
            self.assumptions.append("One avatar is made at a time: the first person described is made, "
                                    f'"{others:.60}" is left out.')
        self.reading = Reading(first)
        self.outfit: list[Garment] = []
        self.bare: list[Match[Any]] = []
        self.trait_sums = {"stature": 0.0, "bmi": 0.0, "muscle": 0.0}
        self.accessories: dict[str, Accessory] = {}
        self.refused: set[str] = set()
        self.role_kinds: set[str] = set()
        self.bodysuits: list[archetypes.Archetype] = []
        #: Pattern, fabric and neckline by the garment's first token.
        self.quality: dict[int, dict[str, Any]] = {}
        self.local: dict[str, float] = {}
        #: Words that raise and lower each sum, for contradictions.
        self.said: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in self.trait_sums}
        self.mass: float | None = None

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
        colors = find_colors(reading)
        hair = reading.find(lex.HAIR)
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
        self.hair_words(hair, parts)
        nouns: list[Match[Any]] = [*garments, *roles, *persons, *parts, *hair, *self.beards, *extras, *pattern_nouns]
        placed = self.placed(colors, [*garments, *extras])
        taken = {id(color) for color, _ in placed}
        others = [color for color in colors if id(color) not in taken and not self.elsewhere(color, nouns)]
        pairs = placed + bind(others, nouns)
        self.bodysuits = [match.value for match in roles if match.value.costume]
        self.persons(persons, roles)
        self.bare_age(persons)
        sleeve_of = attached(reading, sleeves, garments, nouns)
        length_of = attached(reading, lengths, garments, nouns) | plain_lengths(reading, garments, nouns)
        self.qualities(garments, patterns, pairs)
        self.traits([*buff, *reading.find(lex.TRAITS)])
        self.garments(garments, sleeve_of, length_of, pairs)
        self.extras(extras, pairs)
        self.gender(roles)
        self.roles(roles)
        self.colors(pairs, garments, persons, roles, parts, hair)
        for name in names:
            self.named(name)
        self.contradictions()
        if not self.unreadable():
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

    def bare_age(self, persons: list[Match[Any]]) -> None:
        """An age without a unit: "a woman of 52", "a man, 45, in a suit"."""
        tokens = self.reading.tokens
        for person in persons:
            at = person.end + 1
            if at < len(tokens) and tokens[person.end].key in ("of", ",") and tokens[at].text.isdecimal() and (
                    not self.reading.consumed[at] and 1 <= len(tokens[at].text) <= 3 and int(tokens[at].text) <= 110):
                self.fields.setdefault("age_years", float(int(tokens[at].text)))
                self.reading.consume(at, at + 1)

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

    # what is worn besides garments, and what garments look like

    def worn_things(self, words: Mapping[str, str]) -> list[Match[Any]]:
        """Accessories named by ``words``; those said to be missing are noted and not returned. Phrases are read
        before colours and garments: neither "straw" nor "top" of a hat is one."""
        found = self.reading.find(words)
        for match in found:
            if not match.value:
                for index in range(match.start, match.end):
                    self.reading.consumed[index] = False
        return [match for match in found if not match.negated or self.refused.add(match.value)]  # type: ignore[func-returns-value]

    def extras(self, matches: list[Match[Any]], pairs: list[tuple[Match[Any], Match[Any] | None]]) -> None:
        color_of = {noun.start: said.value for said, noun in reversed(pairs) if noun is not None and not said.negated}
        for match in matches:
            self.accessories[match.value] = Accessory(kind=match.value, color=color_of.get(match.start))

    def qualities(self, garments: list[Match[Any]], patterns: list[Match[Any]],
                  pairs: list[tuple[Match[Any], Match[Any] | None]]) -> None:
        """Pattern, fabric and neckline of each garment, by its first token."""
        for key, words in (("pattern", patterns), ("fabric", details.glimpse(self.reading, lex.FABRIC_WORDS)),
                           ("neckline", details.glimpse(self.reading, lex.NECKLINES))):
            for word, garment in details.worn_by(self.reading, words, garments):
                looks = self.quality.setdefault(garment.start, {})
                looks[key] = word.value
                shades = [said.value for said, noun in pairs if noun is not None and noun.start == word.start]
                own = [said.value for said, noun in pairs if noun is not None and noun.start == garment.start]
                if key == "pattern" and len(own) + len(shades) > 1:
                    looks["pattern_color"] = (own + shades)[1]
                    if not own:
                        pairs.append((next(said for said, noun in pairs if noun is not None
                                           and noun.start == word.start), garment))
                elif key == "pattern" and shades:
                    looks["pattern_color"] = shades[0]
        for garment in garments:
            if garment.phrase in ("hawaiian shirt", "aloha shirt"):
                self.quality.setdefault(garment.start, {}).setdefault("pattern", "floral")
            elif garment.phrase in ("camo pants",):
                self.quality.setdefault(garment.start, {}).setdefault("pattern", "camouflage")

    # who it is

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

    def named(self, match: Match[Any]) -> None:
        """A famous person or character: the generic look fills what the prompt left open."""
        role, look = match.value
        self.assumptions.append(f'"{match.phrase.title()}" gives a generic look, never a likeness: {look}.')
        other = _Reader(look)
        other.understanding()
        worn = {KINDS[garment.kind].slot for garment in self.outfit}
        for garment in other.outfit:
            slot = KINDS[garment.kind].slot
            if slot not in worn and not (slot == "full" and worn & {"top", "bottom"}) and not (
                    "full" in worn and slot in ("top", "bottom")):
                self.wear(garment)
        for name, said in self.trait_sums.items():
            self.trait_sums[name] = said or other.trait_sums[name]
        for name, value in other.fields.items():
            self.fields.setdefault(name, value)
        self.accessories = {**other.accessories, **self.accessories}
        self.local = {**other.local, **self.local}
        if role:
            self.play(archetypes.ROLES[role])

    # what does not go together, and what is not understood

    def contradict(self, first: str, second: str, outcome: str) -> None:
        self.assumptions.append(f'"{first}" and "{second}" contradict each other: {outcome}.')

    def contradictions(self) -> None:
        for name in ("stature", "bmi"):
            more, less = self.said[name]
            opposite = [(one, other) for one in more for other in less
                        if abs(getattr(lex.TRAITS[one], name)) >= 1.8 and abs(getattr(lex.TRAITS[other], name)) >= 1.8]
            if opposite:
                self.contradict(*opposite[0], "something in between was made")

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

    # looks

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

    beard_color: tuple[float, float, float] | None = None
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

    # clothes

    def garments(self, matches: list[Match[Any]], sleeves: dict[int, str], lengths: dict[int, str],
                 pairs: list[tuple[Match[Any], Match[Any] | None]]) -> None:
        """Put on what is named; ``sleeves`` and ``lengths`` by the garment's first token."""
        color_of: dict[int, tuple[float, float, float]] = {}
        for said, noun in pairs:
            if noun is not None and not said.negated:
                color_of.setdefault(noun.start, said.value)
        cloths = details.glimpse(self.reading, lex.CLOTHS)
        for match in matches:
            swapped = lex.SWAPPED.get(match.phrase)
            if match.negated:
                if swapped is None and slots(match.value) != {"feet"}:
                    self.bare.append(match)
                continue
            color = color_of.get(match.start, lex.GARMENT_COLORS.get(match.phrase))
            looks = self.quality.get(match.start, {})
            if match.phrase in lex.NEAREST:
                self.assumptions.append(f'"{match.phrase}" is not made here: the nearest garment is worn, a '
                                        f"{KINDS[match.value[0]].title.lower()}.")
            if swapped:
                titles = " and ".join(KINDS[kind].title.lower() for kind in swapped)
                self.assumptions.append(f'People are always dressed, so "{match.phrase}" became: {titles}.')
            if len(match.value) == 1:
                if color is None:
                    color = next((cloth.value for cloth in cloths if 0 <= match.start - cloth.end <= 1), None)
                if color is None and "suit" in match.phrase and not swapped:
                    color = lex.SUIT_COLOR  # jacket and trousers of one cloth
                kinds = match.value[0]
                if match.phrase == "suit" and self.bodysuits and self.bodysuits[0].outfit:
                    kinds = tuple(each[0] for each in self.bodysuits[0].outfit if KINDS[each[0]].slot != "feet")
                for kind in kinds:
                    self.wear(Garment(kind=kind, color=color, **looks))
                if not match.value[0] and color:
                    self.whole = color
                continue
            kind, sleeve, length = match.value
            if kind == "shorts" and looks.get("fabric") == "denim":
                kind = "denim-shorts"
            if (not looks.get("neckline") and "turtle" in match.phrase) or "neck" in match.phrase.split():
                looks = {**looks, "neckline": "high"}
            self.wear(Garment(kind=kind, color=color, **looks, sleeve=sleeves.get(match.start, sleeve),
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
                self.play(match.value, match.phrase)

    def play(self, role: archetypes.Archetype, word: str = "") -> None:
        """Take a role's clothes and build where the prompt said nothing itself."""
        slots = {KINDS[garment.kind].slot for garment in self.outfit}
        for kind, color, pattern, fabric in role.outfit:
            slot = KINDS[kind].slot
            taken = slot in slots or (slot in ("top", "bottom") and "full" in slots) or (
                slot == "full" and slots & {"top", "bottom", "full"})
            if not taken:
                self.role_kinds.add(kind)
                self.wear(Garment(kind=kind, color=color, pattern=pattern, fabric=fabric))
        for trait_name, said in self.trait_sums.items():
            usual = getattr(role.trait, trait_name)
            if said * usual < 0 and abs(usual) > 5:
                first = (*self.said[trait_name][said < 0], "")[0]
                self.contradict(first, word or role.name, f'"{first}" was followed')
            elif said * usual >= 0 and not (trait_name == "stature" and "height_m" in self.fields):
                self.trait_sums[trait_name] = max(said, usual, key=abs)
        if not self.fields.get("archetype"):
            self.fields["archetype"] = role.name
        for change, weight in role.local:
            self.local.setdefault(change, weight)
        for extra, shade in role.accessories:
            if extra not in self.refused:
                self.accessories.setdefault(extra, Accessory(kind=extra, color=shade))
        if role.trait.age is not None:
            self.fields.setdefault("age_years", role.trait.age)
        if role.gender is not None:
            self.fields.setdefault("gender", role.gender)
        for name_of, value in (("skin_color", role.skin), ("hair_style", role.hair), ("beard", role.beard),
                               ("hair_color", role.hair_color)):
            if value is None or (name_of == "beard" and self.fields.get("gender", 0.0) > 0.5):
                continue
            self.fields.setdefault(name_of, value)

    # colours of anything else

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
                table = {"hair": lex.HAIR_COLORS, "eye": lex.EYE_COLORS, "skin": lex.SKIN_COLORS}[noun.value]
                self.fields[f"{noun.value}_color"] = table.get(color.phrase, table.get(last, color.value))
            elif kind == "beard":
                self.beard_color = lex.HAIR_COLORS.get(color.phrase, lex.HAIR_COLORS.get(last, color.value))
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
