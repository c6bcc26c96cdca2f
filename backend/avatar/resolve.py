# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling in a spec: what the prompt left open is chosen from the seed, and everyone is dressed."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np

from backend.body import anthropometry

from .archetypes import ROLES
from .everyday import PLAIN, Everyday, everyday
from .lexicon import EYE_COLORS, HAIR_COLORS
from .parts import looks, seed_of
from .spec import ADULT, AvatarSpec, Color, Garment, Person
from .wardrobe import KINDS

#: Standard deviation of height as a share of the median.
HEIGHT_DEVIATION = 0.039
#: Skin tones from light to dark, linear, with the ancestry shares (african, asian, caucasian) around them.
_TONES: tuple[tuple[Color, tuple[float, float, float]], ...] = (
    ((0.56, 0.33, 0.24), (0.0, 0.1, 0.9)), ((0.51, 0.29, 0.20), (0.05, 0.15, 0.8)),
    ((0.49, 0.285, 0.185), (0.05, 0.75, 0.2)), ((0.40, 0.26, 0.15), (0.15, 0.35, 0.5)),
    ((0.26, 0.13, 0.07), (0.6, 0.2, 0.2)),
    ((0.115, 0.052, 0.029), (0.95, 0.0, 0.05)),
)

#: With these, what else is worn is formal too.
_SMART = ("dress", "jacket", "robe", "coat", "gown", "vest", "kilt")
#: What is worn under a jacket unless a shirt is named, linear: off-white.
SHIRT: Color = (0.72, 0.71, 0.68)
#: Colours that patterns and fabrics usually have, linear.
FABRIC_COLORS: dict[str, Color] = {"camouflage": (0.075, 0.085, 0.035), "denim": (0.045, 0.085, 0.19),
                                   "leather": (0.07, 0.04, 0.025)}


def resolve(spec: AvatarSpec, seed: int) -> tuple[Person, list[str]]:
    """A spec without open fields, and sentences about what was chosen."""
    notes: list[str] = []
    # Every draw happens whether it is needed or not: settling one field leaves the others alone.
    sex, tone, hair_draw, eye_draw = (_draws(seed_of(spec.seeds, part, seed))[number] for number, part in enumerate(
        ("torso", "skin", "hair", "eyes")))
    build, strands = (_draws(seed_of(spec.seeds, part, seed), 12) for part in ("torso", "hair"))
    gender = spec.gender if spec.gender is not None else (0.05 if sex < 0.5 else 0.95)
    if spec.gender is None:
        notes.append(f"No gender was given: {'male' if gender < 0.5 else 'female'} from the seed.")
    ancestry, skin = spec.ancestry, spec.skin_color
    if skin is None and ancestry is None:
        skin, ancestry = _TONES[int(tone * len(_TONES))]
    elif skin is None:
        shares = np.array(ancestry) / max(sum(ancestry or ()), 1e-9)
        skin = _triple(shares @ np.array([_TONES[index][0] for index in (5, 2, 0)]))
    if ancestry is None:
        luminance = [abs(np.log(max(sum(each[0]), 1e-3) / max(sum(skin), 1e-3))) for each in _TONES]
        ancestry = _TONES[int(np.argmin(luminance))][1]
    dark = sum(skin) < 0.75
    hair = spec.hair_color
    if hair is None:
        names = ("black", "dark brown") if dark or ancestry[1] > 0.6 else (
            "dark brown", "brown", "chestnut", "light brown", "blond", "black", "auburn")
        hair = HAIR_COLORS[names[int(hair_draw * len(names))]]
        grey = np.clip((spec.age_years - 45) / 25, 0, 1)
        hair = _triple(np.array(hair) * (1 - grey) + 0.36 * grey)
    eye = spec.eye_color
    if eye is None:
        eyes = ("brown",) if dark or ancestry[1] > 0.6 else ("brown", "blue", "green", "hazel", "grey", "brown")
        eye = EYE_COLORS[eyes[int(eye_draw * len(eyes))]]
    style = spec.hair_style or _hair_style(spec, gender, ancestry, strands)
    height = spec.height_m
    if height is None:
        median = anthropometry.median_height(spec.age_years, gender)
        # Who is just anybody differs more than who is said to be tall or short.
        own = (0.9 if spec.stature == 0 else 0.3) * _bell(build[:3])
        height = float(np.clip(median * (1 + HEIGHT_DEVIATION * (spec.stature + own)), 0.5, 2.45))
    bmi = spec.bmi
    if bmi is None:
        usual = anthropometry.median_bmi(spec.age_years)
        bmi = usual - 0.8 * gender + usual / 23 * 1.6 * _bell(build[3:])
    usual_clothes = everyday(spec, gender, seed) if _dresses_alone(spec) else PLAIN
    outfit, added = clothe(replace(spec, gender=gender), usual_clothes)
    notes += added
    mix = spec.mix
    if mix is not None:
        other, told = resolve(mix.spec, mix.seed)
        mix = replace(mix, spec=other)
        notes += [f"The other person: {each[0].lower()}{each[1:]}" for each in told]
    settled = dict(
        gender=gender, ancestry=ancestry, skin_color=skin, hair_color=hair, eye_color=eye, hair_style=style,
        hair_texture=spec.hair_texture or _hair_texture(style, ancestry, strands),
        height_m=height, bmi=float(bmi), beard=spec.beard if spec.age_years >= 16 else 0.0,
        muscle=min(spec.muscle, 0.6) if spec.age_years < 16 else spec.muscle, outfit=outfit,
        accessories=spec.accessories, mix=mix)
    return Person(**{**asdict(replace(spec, mix=None)), **settled}), notes


def _draws(seed: int, stream: int = 11) -> np.ndarray:
    """What a seed chooses where nothing was said, (6,) from 0 to 1."""
    return np.random.Generator(np.random.PCG64([seed & 0xFFFFFFFF, stream])).random(6)


def _bell(draws: np.ndarray) -> float:
    """Deviation of a usual person, about normal and never beyond 1.15, from three draws or more."""
    return float(np.clip(2 * (draws[:3].mean() * 2 - 1), -1.15, 1.15))


def _dresses_alone(spec: AvatarSpec) -> bool:
    """Whether no role says what is worn."""
    return not (spec.archetype in ROLES and ROLES[spec.archetype].outfit)


def _hair_style(spec: AvatarSpec, gender: float, ancestry: tuple[float, float, float], draws: np.ndarray) -> str:
    """A usual style for age, gender and ancestry; curls that were said are not shorn or tied away."""
    age, dark, female = spec.age_years, ancestry[0] > 0.8, gender >= 0.5
    if age < 2:
        options = "buzz"
    elif spec.hair_texture in ("wavy", "curly", "coily"):
        options = "medium long bob medium" if female else "short pixie medium pixie"
    elif female:
        options = ("medium long ponytail pigtails braid bob" if age < 13 else
                   "medium bun short bob pixie bob" if age >= 55 else
                   "afro bun ponytail medium braids long" if dark else
                   "medium long ponytail medium long bun bob braid pixie")
    elif age < 13:
        options = "short short short pixie medium"
    elif age < 60:
        options = ("short buzz buzz afro short" if dark else
                   "short short quiff slicked-back buzz spiky medium pixie" if age < 40 else
                   "short short slicked-back buzz quiff balding short")
    else:
        options = "short buzz bald balding" if dark else "short balding balding short bald slicked-back"
    styles = options.split()
    return styles[int(draws[0] * len(styles))]


def _hair_texture(style: str, ancestry: tuple[float, float, float], draws: np.ndarray) -> str | None:
    """How hair grows where nothing was said; None: as the style has it."""
    if style == "afro":
        return None
    shares = ((0.0, 0.0, 0.35, 0.65) if ancestry[0] > 0.8 else (0.85, 0.12, 0.03, 0.0) if ancestry[1] > 0.6 else
              (0.5, 0.32, 0.18, 0.0))
    index = np.searchsorted(np.cumsum(shares), 0.999 * draws[1], side="right")
    return ("straight", "wavy", "curly", "coily")[int(index)]


def mixed(person: Person) -> tuple[Person, list[str]]:
    """The looks of a person who has parts of another (their shape is mixed in :mod:`.person`), dressed in whole
    garments that go together."""
    if person.mix is None:
        return person, []
    assert isinstance(person.mix.spec, Person)
    first, _ = mixed(person.mix.spec)
    both = looks(person, first, person.mix.parts)
    outfit, notes = clothe(both, PLAIN)
    return replace(both, outfit=outfit), notes


def _triple(color: np.ndarray) -> Color:
    return float(color[0]), float(color[1]), float(color[2])


def clothe(spec: AvatarSpec, usual: Everyday) -> tuple[list[Garment], list[str]]:
    """A whole outfit: one layer each of top and bottom (or both in one) and shoes, modest for minors. What is
    missing, and colours, are of the ``usual`` clothes."""
    notes: list[str] = []
    chosen: dict[str, Garment] = {}
    formal = dressed_up = any(each.kind in _SMART for each in spec.outfit)
    for garment in spec.outfit:
        slot = KINDS[garment.kind].slot
        if slot in chosen:
            notes.append(f"Only one {KINDS[garment.kind].title.lower()} or similar can be worn: "
                         f"kept the {KINDS[chosen[slot].kind].title.lower()}.")
            continue
        chosen[slot] = garment
    if "full" in chosen:
        for slot in ("top", "bottom"):
            if slot in chosen:
                notes.append(f"The {KINDS[chosen['full'].kind].title.lower()} covers the "
                             f"{KINDS[chosen.pop(slot).kind].title.lower()}, which was left out.")
    elif usual.full and not chosen.keys() & {"top", "bottom", "outer"}:
        chosen["full"] = usual.full
    else:
        bare = "bottom" in chosen and "top" not in chosen and KINDS[chosen["bottom"].kind].bare
        if bare and (spec.age_years < ADULT or (spec.gender or 0.0) > 0.35):
            notes.append(f"The {KINDS[chosen['bottom'].kind].title.lower()} is worn with a T-shirt.")
            chosen["top"], bare = Garment(kind="t-shirt"), False
        if not bare:
            over = chosen["outer"].kind if "outer" in chosen else ""
            tailored = over in ("jacket", "coat", "vest") and chosen["outer"].closure not in ("zip", "buttons")
            if usual.outer and not chosen.keys() & {"top", "outer"}:
                chosen["outer"] = usual.outer
            chosen.setdefault("top", Garment(kind="shirt", color=SHIRT) if tailored else
                              usual.top if not over else Garment(kind="t-shirt"))
        chosen.setdefault("bottom", Garment(kind="trousers") if formal else usual.bottom)
    if not any(each in chosen and (KINDS[chosen[each].kind].barefoot or KINDS[chosen[each].kind].bare)
               for each in ("full", "bottom")):
        chosen.setdefault("feet", Garment(kind="shoes") if dressed_up else usual.feet)
    outfit = [chosen[slot] for slot in ("full", "bottom", "top", "outer", "over", "feet") if slot in chosen]
    result = []
    for garment in outfit:
        if spec.age_years < ADULT:
            garment = modest(garment)
        if garment.color is None:
            woven = FABRIC_COLORS.get(garment.pattern, FABRIC_COLORS.get(garment.fabric))
            below = KINDS[garment.kind].slot == "outer" and "top" in chosen and chosen["top"].color is None
            garment = replace(garment, color=woven or (usual.trousers if below else usual.color(garment.kind)))
        result.append(garment)
    return result, notes


def modest(garment: Garment) -> Garment:
    """The garment a minor wears instead: loose, with sleeves and to the knee."""
    if garment.kind == "suit":
        garment = replace(garment, kind="jumpsuit")
    elif garment.kind == "leggings":
        garment = replace(garment, kind="trousers")
    elif garment.kind == "tank-top":
        garment = replace(garment, kind="t-shirt")
    elif garment.kind == "crop-top":
        garment = replace(garment, kind="t-shirt", neckline="")
    elif garment.kind in ("mawashi", "trunks"):
        garment = replace(garment, kind="shorts")
    elif garment.kind == "briefs":
        garment = replace(garment, kind="swim-shorts", length="knee")
    elif garment.kind == "swimsuit":
        garment = replace(garment, kind="shorty")
    elif garment.kind == "gown":
        garment = replace(garment, kind="dress", length=garment.length or "maxi")
    if garment.neckline in ("v", "scoop", "straps", "off", "open"):
        garment = replace(garment, neckline="crew")
    if garment.torn > 0:
        garment = replace(garment, torn=min(garment.torn, 0.2))
    if garment.sleeve == "none":
        garment = replace(garment, sleeve="short")
    if garment.length == "short" or (garment.kind in ("shorts", "denim-shorts", "swim-shorts") and not garment.length):
        garment = replace(garment, length="knee")
    return garment
