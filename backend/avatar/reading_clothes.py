# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading what somebody wears: garments, accessories, their looks, and the clothes of roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backend.language.text import Match

from . import archetypes, details
from . import lexicon as lex
from .belonging import slots
from .reading_state import WORN, State
from .spec import Accessory, Garment
from .wardrobe import KINDS

#: The plain words for what is worn on the head -> kinds of it that a role makes of them ("a cowboy with a white hat").
PLAIN_HATS: dict[str, tuple[str, ...]] = {
    "hat": ("cowboy_hat", "straw_hat", "top_hat", "bowler_hat", "pointed_hat", "tricorne", "santa_hat", "chef_hat",
            "hard_hat"),
    "cap": ("police_cap", "santa_hat"),
    "helmet": ("hard_hat", "space_helmet", "knight_helmet", "horned_helmet", "hero_helmet",
               "kabuto"),
}


class Clothes(State):
    """Everything that is worn."""

    def undressed(self) -> None:
        for match in self.reading.find(lex.UNDRESSED):
            self.assumptions.append(f'People are always dressed, so "{match.phrase}" was not followed.')

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
            shades = [said.phrase for said, noun in pairs if noun is not None and noun.start == match.start]
            if len(set(shades)) > 1:
                self.assumptions.append(f'The {match.phrase} has one colour here: {shades[0]}, not {shades[1]} too.')
            if match.phrase in PLAIN_HATS:
                self.plain_hats.add(match.value)
            self.accessories[match.value] = Accessory(kind=match.value, color=color_of.get(match.start))

    def qualities(self, garments: list[Match[Any]], patterns: list[Match[Any]],
                  pairs: list[tuple[Match[Any], Match[Any] | None]]) -> None:
        """Pattern, fabric and neckline of each garment, by its first token."""
        looked: tuple[tuple[str, list[Match[Any]]], ...] = (("pattern", patterns), *(
            (key, details.glimpse(self.reading, words)) for key, words in (
                ("fabric", lex.FABRIC_WORDS), ("neckline", lex.NECKLINES), ("closure", lex.CLOSURE_WORDS),
                ("torn", lex.TORN_WORDS), ("dirty", lex.DIRT_WORDS))))
        for key, words in looked:
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
        legged = [garment for garment in garments if garment.value[0] in ("trousers", "jeans")]
        for word, garment in details.worn_by(self.reading, details.glimpse(self.reading, lex.FITS), legged):
            self.fits[garment.start] = word.value[garment.value[0] == "jeans"]
        for garment in garments:
            looks = self.quality.setdefault(garment.start, {})
            front = lex.FRONTS.get(garment.phrase)
            if garment.phrase == "jacket":
                front = lex.CLOTH_FRONTS.get(looks.get("fabric") or looks.get("pattern") or "")
            if front:
                looks.setdefault("closure", front)
            if garment.phrase == "kilt":
                looks.setdefault("pattern", "plaid")
            if garment.phrase in ("hawaiian shirt", "aloha shirt"):
                self.quality.setdefault(garment.start, {}).setdefault("pattern", "floral")
            elif garment.phrase in ("camo pants",):
                self.quality.setdefault(garment.start, {}).setdefault("pattern", "camouflage")

    def cloth(self, garments: list[Match[Any]], colors: list[Match[Any]]) -> None:
        """Cloth that stands for clothes: "in camouflage", "dressed all in black leather"."""
        tokens, consumed = self.reading.tokens, self.reading.consumed
        starts = {garment.start for garment in garments}
        for key, words in (("pattern", lex.PATTERNS), ("fabric", lex.FABRIC_WORDS)):
            for word in details.glimpse(self.reading, words):
                before = word.start - 1
                while before > 0 and (consumed[before] or tokens[before].key in ("all", "full")) and (
                        tokens[before].key not in WORN):
                    before -= 1
                if before < 0 or word.negated or tokens[before].key not in WORN or starts & {word.end, word.end + 1}:
                    continue
                self.reading.consume(before, word.end)
                self.whole = next((each.value for each in colors if each.end == word.start), self.whole)
                if not self.outfit:
                    for each in lex.CLOTHES_OF.get(word.value, ("shirt", "trousers")):
                        front = lex.CLOTH_FRONTS.get(word.value, "") if each == "jacket" else ""
                        self.wear(Garment(kind=each, closure=front))
                self.outfit = [_of_cloth(each, key, word.value) for each in self.outfit]

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
                if swapped is None and slots(match.value) not in ({"feet"}, {"outer"}):
                    self.bare.append(match)
                continue
            color = color_of.get(match.start, lex.GARMENT_COLORS.get(match.phrase))
            looks = self.quality.get(match.start, {})
            if match.phrase in lex.OVER_SUITS and self.in_a_bodysuit(matches):
                self.wear(Garment(kind="hero-briefs", color=color, **looks))
                continue
            if match.phrase.startswith("three piece"):
                self.assumptions.append(f'No waistcoat is worn under a jacket here: "{match.phrase}" is made '
                                        "without.")
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
                    kinds = tuple(each.kind for each in self.bodysuits[0].outfit
                                  if KINDS[each.kind].slot not in ("feet", "over"))
                for kind in kinds:
                    self.wear(Garment(kind=kind, color=color, **looks))
                if not match.value[0] and color:
                    self.whole = color
                continue
            kind, sleeve, length = match.value
            kind = self.fits.get(match.start, kind)
            if match.phrase == "jacket" and "chef" in self.role_names and looks.get("closure") in (None, "double"):
                kind, looks = "chef-jacket", {**looks, "closure": ""}
            if kind == "shorts" and looks.get("fabric") == "denim":
                kind = "denim-shorts"
            if (not looks.get("neckline") and "turtle" in match.phrase) or "neck" in match.phrase.split():
                looks = {**looks, "neckline": "high"}
            self.wear(Garment(kind=kind, color=color, **looks, sleeve=sleeves.get(match.start, sleeve),
                              length=lengths.get(match.start, length)))
        worn = {KINDS[garment.kind].slot for garment in self.outfit}
        if self.loose_sleeves not in ("", "none") and not worn & {"top", "full", "outer"}:
            self.wear(Garment(kind="shirt", sleeve=self.loose_sleeves))
            worn.add("top")
        for match in self.bare:
            if "full" not in worn and not slots(match.value) <= worn:
                self.assumptions.append(
                    f'People are always dressed, so being without "{match.phrase}" was not followed.')

    def in_a_bodysuit(self, matches: list[Match[Any]]) -> bool:
        """Whether a close suit is worn, over which heroes wear briefs."""
        return any(match.value[0] == "suit" for match in matches if not match.negated) or any(
            each.kind == "suit" for role in self.bodysuits for each in role.outfit)

    def roles(self, matches: list[Match[Any]]) -> None:
        for match in matches:
            if not match.negated:
                self.play(match.value, match.phrase)

    def play(self, role: archetypes.Archetype, word: str = "") -> None:
        """Take a role's clothes and build where the prompt said nothing itself."""
        slots = {KINDS[garment.kind].slot for garment in self.outfit}
        for worn in role.outfit:
            slot = KINDS[worn.kind].slot
            # A named shirt is worn without the jacket of a role, but under a coat that makes the role.
            taken = slot in slots or (slot in ("top", "bottom") and "full" in slots) or (
                slot == "full" and slots & {"top", "bottom", "full", "outer"}) or (
                slot == "outer" and worn.kind != "coat" and slots & {"top", "full"})
            if not taken and not (slot == "top" and "outer" in slots and worn.torn):
                self.role_kinds.add(worn.kind)
                self.wear(worn)
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
        self.role_accessories(role)
        if role.trait.age is not None:
            self.fields.setdefault("age_years", role.trait.age)
        if role.gender is not None:
            self.fields.setdefault("gender", role.gender)
        for name_of, look in role.looks:
            self.fields.setdefault(name_of, list(look) if name_of == "tattoos" else look)
        for name_of, value in (("skin_color", role.skin), ("hair_style", role.hair), ("beard", role.beard),
                               ("hair_color", role.hair_color)):
            if value is None or (name_of == "beard" and self.fields.get("gender", 0.0) > 0.5):
                continue
            self.fields.setdefault(name_of, value)


    def role_accessories(self, role: archetypes.Archetype) -> None:
        """What a role wears besides, where nothing said sits in its place; what was said without a colour has the
        role's."""
        from .worn import PLACES

        said = set(self.accessories)
        for extra, shade in role.accessories:
            plain = next((kind for kind, meant in PLAIN_HATS.items() if extra in meant and kind in self.plain_hats), "")
            if plain in self.accessories:
                self.accessories[extra] = Accessory(kind=extra, color=self.accessories.pop(plain).color or shade)
                said = said - {plain} | {extra}
            elif extra in said and self.accessories[extra].color is None:
                self.accessories[extra] = Accessory(kind=extra, color=shade)
            elif extra not in self.refused and not any(extra in place and said & place for place in PLACES):
                self.accessories.setdefault(extra, Accessory(kind=extra, color=shade))


def _of_cloth(garment: Garment, key: str, value: str) -> Garment:
    """The garment in a "pattern" or of a "fabric" that all clothes are said to be of, unless it has its own."""
    if KINDS[garment.kind].slot == "feet" or getattr(garment, key):
        return garment
    if key == "fabric":
        return garment if garment.kind in ("jeans", "baggy-jeans") else replace(garment, fabric=value)
    printed = value == "camouflage" or garment.kind not in ("trousers", "jeans")
    return replace(garment, pattern=value) if printed else garment
