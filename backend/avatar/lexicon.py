# SPDX-License-Identifier: GPL-3.0-or-later
"""Words about people and what they mean, as plain data. Base forms, lower case."""

from __future__ import annotations

from dataclasses import dataclass, field

Color = tuple[float, float, float]


def _spread(table: dict[str, object]) -> dict[str, object]:
    """Keys hold several phrases separated by "|"."""
    return {phrase: value for phrases, value in table.items() for phrase in phrases.split("|")}


#: Person nouns: fields they settle. "age" and "gender" as in the spec; "human" False for creatures.
PERSONS: dict[str, dict] = _spread(
    {  # type: ignore[assignment]
        "person|human|people|character|figure|avatar|somebody|someone|individual|adult|human being|subject": {},
        "man|guy|gentleman|dude|male|bloke|husband|father|dad|uncle|brother|son|actor|waiter|lad|mister": {
            "gender": 0.0
        },
        "woman|lady|female|wife|mother|mom|mum|aunt|sister|daughter|actress|waitress|gal": {"gender": 1.0},
        "boy|schoolboy": {"gender": 0.0, "age": 9},
        "girl|schoolgirl": {"gender": 1.0, "age": 9},
        "child|kid|youngster|little one": {"age": 8},
        "toddler": {"age": 2.5},
        "baby|infant": {"age": 1.2},
        "teenager|teen|adolescent|youth": {"age": 16},
        "teenage boy": {"gender": 0.0, "age": 16},
        "teenage girl": {"gender": 1.0, "age": 16},
        "grandfather|grandpa|granddad": {"gender": 0.0, "age": 72},
        "grandmother|grandma|granny": {"gender": 1.0, "age": 70},
        "pensioner|senior|senior citizen|elder": {"age": 72},
    }
)


@dataclass(frozen=True, kw_only=True)
class Trait:
    """A word about build or age. Offsets scale with the degree word; ``age`` is years.

    ``stature`` in standard deviations of height, ``bmi`` as an offset from the usual.
    """

    stature: float = 0.0
    bmi: float = 0.0
    muscle: float = 0.0
    age: float | None = None
    #: Age with a child's noun ("young boy", "little girl").
    child_age: float | None = None
    gender: float | None = None
    proportions: float | None = None


TRAITS: dict[str, Trait] = _spread(
    {  # type: ignore[assignment]
        "tall|towering|lofty": Trait(stature=1.9),
        "lanky|gangly": Trait(stature=1.8, bmi=-4),
        "short|small|diminutive": Trait(stature=-1.9),
        "tiny|petite": Trait(stature=-2.2, bmi=-1.5),
        "little": Trait(stature=-1.8, child_age=6),
        "big|large": Trait(stature=1.0, bmi=5),
        "huge|enormous|massive|hulking": Trait(stature=2.2, bmi=9, muscle=0.1),
        "average height|medium height|of average height": Trait(),
        "fat|obese|corpulent|rotund": Trait(bmi=14),
        "overweight|heavy|hefty|portly|stout|heavyset|large bellied": Trait(bmi=9),
        "chubby|plump|tubby|pudgy": Trait(bmi=7),
        "curvy|full figured|voluptuous": Trait(bmi=4),
        "stocky|burly|bulky|broad": Trait(bmi=6, muscle=0.25),
        "slim|slender|thin|svelte": Trait(bmi=-3.5, muscle=-0.05),
        "skinny|scrawny|bony|gaunt": Trait(bmi=-5, muscle=-0.2),
        "lean": Trait(bmi=-2, muscle=0.12),
        "athletic|fit|sporty|toned|trained": Trait(bmi=0.5, muscle=0.25, proportions=0.15),
        "muscular|brawny|beefy|buff|ripped|muscled": Trait(bmi=3.5, muscle=0.42, proportions=0.1),
        "strong|sturdy|powerful": Trait(bmi=2.5, muscle=0.3),
        "weak|frail|feeble": Trait(bmi=-3, muscle=-0.3),
        "normal weight|average|average build|ordinary|normal|plain": Trait(),
        "old|elderly|aged|ancient": Trait(age=74),
        "middle aged|mature": Trait(age=48),
        "young": Trait(age=23, child_age=6),
        "younger": Trait(age=20),
        "older": Trait(age=60),
        "adult|grown up|grown": Trait(age=32),
        "teenage|adolescent": Trait(age=16),
        "male|masculine": Trait(gender=0.0),
        "female|feminine": Trait(gender=1.0),
        "androgynous": Trait(gender=0.5),
        "handsome|beautiful|pretty|attractive|gorgeous|cute": Trait(proportions=0.05),
        "ugly": Trait(proportions=1.0),
    }
)

#: Garment words -> (kind, sleeve, length); a kind of :mod:`.wardrobe`.
GARMENTS: dict[str, tuple[str, str, str]] = _spread(
    {  # type: ignore[assignment]
        "jumpsuit|overall|overalls|boiler suit|coverall|coveralls|dungarees|onesie|flight suit": ("jumpsuit", "", ""),
        "t-shirt|t shirt|tshirt|tee|polo|polo shirt|jersey": ("t-shirt", "", ""),
        "top": ("t-shirt", "", ""),
        "tank top|vest top|singlet|undershirt|vest": ("tank-top", "", ""),
        "sleeveless shirt|sleeveless top": ("tank-top", "", ""),
        "shirt|dress shirt|blouse|button down": ("shirt", "", ""),
        "short sleeved shirt|hawaiian shirt": ("shirt", "short", ""),
        "sweater|jumper|pullover|sweatshirt|hoodie|cardigan|turtleneck": ("sweater", "", ""),
        "jacket|blazer|tuxedo|suit jacket|leather jacket|parka|windbreaker": ("jacket", "", ""),
        "coat|overcoat|raincoat|trench coat|trenchcoat|lab coat": ("coat", "", ""),
        "trousers|pants|slacks|chinos|joggers|sweatpants|cargo pants|pant|trouser": ("trousers", "", ""),
        "jeans|jean|denim|blue jeans": ("jeans", "", ""),
        "leggings|legging|tights": ("leggings", "", ""),
        "shorts|short pants|trunks": ("shorts", "", ""),
        "jeans shorts|jean shorts|denim shorts": ("denim-shorts", "", ""),
        "bermuda shorts|bermudas|long shorts|knee length shorts": ("shorts", "", "knee"),
        "skirt|kilt": ("skirt", "", ""),
        "knee length skirt": ("skirt", "", "knee"),
        "miniskirt|mini skirt|short skirt": ("skirt", "", "short"),
        "long skirt|maxi skirt": ("skirt", "", "long"),
        "dress|sundress|frock": ("dress", "", ""),
        "knee length dress": ("dress", "", "knee"),
        "short dress|minidress|mini dress": ("dress", "", "short"),
        "long dress|gown|evening dress|evening gown|ball gown|maxi dress|wedding dress": ("dress", "", "long"),
        "robe|bathrobe|cloak|toga|tunic|kimono|habit|cassock": ("robe", "", ""),
        "bodysuit|catsuit|spandex suit|wetsuit|leotard|spacesuit|space suit": ("suit", "", ""),
        "armour|armor|plate armour|chainmail": ("armour", "", ""),
        "tracksuit": ("jumpsuit", "", ""),
        "shoe|shoes|loafers|heels|high heels|slippers|sandal|sandals": ("shoes", "", ""),
        "sneaker|sneakers|trainers|running shoes|tennis shoes": ("sneakers", "", ""),
        "boot|boots|cowboy boots|wellies|rubber boots": ("boots", "", ""),
    }
)
#: Garments that have a colour of their own until another is named.
GARMENT_COLORS: dict[str, Color] = _spread(
    {  # type: ignore[assignment]
        "jeans|jean|denim|blue jeans|jeans shorts|jean shorts|denim shorts|dungarees": (0.045, 0.085, 0.19),
        "lab coat|wedding dress": (0.75, 0.74, 0.71),
        "raincoat": (0.7, 0.5, 0.03),
        "leather jacket|tuxedo": (0.014, 0.013, 0.013),
        "armour|armor|plate armour|chainmail": (0.5, 0.5, 0.52),
        "spacesuit|space suit": (0.7, 0.7, 0.7),
        "wellies|rubber boots": (0.05, 0.11, 0.04),
        "cowboy boots": (0.11, 0.05, 0.02),
    }
)
#: "suit" and "uniform" dress the whole person.
ENSEMBLES: dict[str, tuple[str, ...]] = _spread(
    {  # type: ignore[assignment]
        "suit|business suit|three piece suit": ("jacket", "trousers"),
        "uniform|outfit|clothes|clothing|costume|attire": (),
        "pyjamas|pajamas": ("shirt", "trousers"),
        "scrubs": ("t-shirt", "trousers"),
    }
)
#: What a suit of no named colour is made of, linear: charcoal.
SUIT_COLOR: Color = (0.035, 0.037, 0.045)
#: Cloths with a usual colour.
CLOTHS: dict[str, Color] = {
    "tweed": (0.15, 0.115, 0.075),
    "linen": (0.50, 0.45, 0.35),
    "corduroy": (0.16, 0.085, 0.035),
}
SLEEVE_WORDS: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "long sleeved|long sleeve|long sleeves": "long",
        "short sleeved|short sleeve|short sleeves": "short",
        "sleeveless|no sleeves|without sleeves": "none",
        "three quarter sleeved|rolled up sleeves": "three-quarter",
    }
)
LENGTH_WORDS: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "knee length|to the knee|down to the knee": "knee",
        "ankle length|to the ankle|down to the ankle": "ankle",
        "floor length|full length|to the floor|down to the floor|floor sweeping": "maxi",
        "calf length|tea length|below the knee": "midi",
        "thigh length|above the knee": "short",
        "cropped": "cropped",
        "mini": "short",
        "midi": "midi",
        "maxi": "maxi",
    }
)
#: Asking for less than clothes: answered with clothes and a sentence.
UNDRESSED: dict[str, bool] = dict.fromkeys(
    ["naked", "nude", "undressed", "unclothed", "topless", "shirtless", "bare chested", "barefoot", "nsfw",
     "without clothes", "no clothes", "stripped", "exposed"], True)
#: Garments too small to be made -> kinds of :mod:`.wardrobe` worn instead, in the colour named.
SWAPPED: dict[str, tuple[str, ...]] = _spread(
    {  # type: ignore[assignment]
        "sports bra|sport bra|crop top|tube top|halter top|bandeau|bikini top|corset": ("tank-top",),
        "bra|bralette": ("t-shirt",),
        "panties|thong|swimming trunks|swim trunks|boxers|boxer shorts|briefs|loincloth|bikini bottom": ("shorts",),
        "bikini|swimsuit|bathing suit|lingerie|underwear": ("t-shirt", "shorts"),
    }
)

HAIR: dict[str, tuple[str | None, str | None]] = _spread(
    {  # type: ignore[assignment]
        # phrase -> (style, colour word)
        "bald|hairless|shaved head|bald headed|no hair|baldheaded": ("bald", None),
        "buzz cut|crew cut|shaven|buzzcut": ("buzz", None),
        "short hair|short haired|pixie cut": ("short", None),
        "medium hair|shoulder length hair|bob|bob cut|curly hair|wavy hair": ("medium", None),
        "long hair|long haired|flowing hair|dreadlocks": ("long", None),
        "ponytail|pigtails|braid|braids": ("ponytail", None),
        "bun|hair bun|topknot": ("bun", None),
        "afro": ("afro", None),
        "mohawk": ("mohawk", None),
        "blonde|blond|fair haired": (None, "blond"),
        "redhead|ginger|red haired|ginger haired": (None, "ginger"),
        "brunette|brown haired": (None, "brown"),
        "grey haired|gray haired|silver haired": (None, "grey"),
        "white haired": (None, "white"),
        "dark haired|black haired": (None, "black"),
        # "long blonde hair" keeps its words apart; the style is read from the word before "hair".
    }
)
LENGTHS_OF_HAIR = {
    "long": "long",
    "short": "short",
    "medium": "medium",
    "curly": "medium",
    "wavy": "medium",
    "straight": "medium",
    "shaved": "buzz",
}
BEARDS: dict[str, float] = _spread(
    {  # type: ignore[assignment]
        "beard|bearded|full beard": 0.8,
        "long beard": 1.0,
        "short beard|goatee|moustache|mustache": 0.5,
        "stubble|unshaven": 0.25,
        "clean shaven|shaven face|beardless": 0.0,
    }
)

#: Natural hair, eye and skin colours, linear; other colour words keep their own colour.
HAIR_COLORS: dict[str, Color] = {
    "black": (0.012, 0.010, 0.009),
    "brown": (0.055, 0.026, 0.012),
    "blond": (0.40, 0.25, 0.10),
    "blonde": (0.40, 0.25, 0.10),
    "ginger": (0.30, 0.085, 0.022),
    "red": (0.24, 0.05, 0.015),
    "auburn": (0.11, 0.03, 0.012),
    "grey": (0.32, 0.31, 0.30),
    "gray": (0.32, 0.31, 0.30),
    "white": (0.68, 0.66, 0.63),
    "silver": (0.45, 0.45, 0.45),
    "chestnut": (0.075, 0.032, 0.014),
    "dark brown": (0.026, 0.014, 0.008),
    "light brown": (0.13, 0.07, 0.03),
}
EYE_COLORS: dict[str, Color] = {
    "blue": (0.10, 0.22, 0.40),
    "green": (0.11, 0.20, 0.08),
    "brown": (0.07, 0.03, 0.012),
    "grey": (0.22, 0.25, 0.27),
    "gray": (0.22, 0.25, 0.27),
    "hazel": (0.13, 0.085, 0.03),
    "black": (0.012, 0.008, 0.006),
    "amber": (0.30, 0.14, 0.03),
}
SKIN_COLORS: dict[str, Color] = {
    "pale": (0.62, 0.41, 0.32),
    "white": (0.55, 0.325, 0.235),
    "fair": (0.57, 0.34, 0.25),
    "light": (0.52, 0.30, 0.205),
    "olive": (0.44, 0.26, 0.15),
    "tan": (0.42, 0.22, 0.13),
    "tanned": (0.42, 0.22, 0.13),
    "brown": (0.23, 0.11, 0.06),
    "dark": (0.115, 0.052, 0.029),
    "black": (0.085, 0.038, 0.022),
    "ebony": (0.06, 0.027, 0.016),
}
#: Colour words that say a person's ancestry ("a black woman"): shares as in ANCESTRY.
COLOR_ANCESTRY: dict[str, tuple[float, float, float]] = {
    "black": (1.0, 0.0, 0.0),
    "ebony": (1.0, 0.0, 0.0),
    "white": (0.0, 0.0, 1.0),
}
#: phrase -> ((african, asian, caucasian), skin colour word)
ANCESTRY: dict[str, tuple[tuple[float, float, float], str]] = _spread(
    {  # type: ignore[assignment]
        "african|black skinned|african american|nigerian|kenyan|ethiopian": ((1.0, 0.0, 0.0), "dark"),
        "asian|chinese|japanese|korean|vietnamese|thai|east asian": ((0.0, 1.0, 0.0), "light"),
        "caucasian|european|german|french|british|russian|american": ((0.0, 0.0, 1.0), "fair"),
        "scandinavian|swedish|norwegian|irish|nordic": ((0.0, 0.0, 1.0), "pale"),
        "indian|south asian|pakistani": ((0.1, 0.4, 0.5), "brown"),
        "arab|middle eastern|persian": ((0.15, 0.15, 0.7), "olive"),
        "latino|latina|hispanic|mexican|brazilian": ((0.2, 0.25, 0.55), "tan"),
        "spanish|italian|greek": ((0.0, 0.05, 0.95), "olive"),
    }
)
SKIN: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "dark skinned|dark skin": "dark",
        "pale skinned|pale skin|pale": "pale",
        "fair skinned|fair skin|light skinned": "fair",
        "tanned|suntanned|sunburnt": "tan",
        "brown skinned": "brown",
        "olive skinned|olive skin": "olive",
    }
)


@dataclass(frozen=True, kw_only=True)
class Archetype:
    """A role: its clothes (kind, colour) and the build one expects. Words in the prompt win."""

    outfit: tuple[tuple[str, Color], ...]
    trait: Trait = field(default_factory=Trait)
    gender: float | None = None
    skin: Color | None = None
    hair: str | None = None
    beard: float | None = None
    hint: str = ""


_BLACK, _WHITE, _DARK = (0.012, 0.012, 0.014), (0.75, 0.74, 0.71), (0.03, 0.03, 0.035)
_BROWN, _NAVY, _OLIVE = (0.07, 0.035, 0.018), (0.012, 0.022, 0.07), (0.075, 0.085, 0.035)
_FIT = Trait(bmi=1.5, muscle=0.25, proportions=0.2)
ARCHETYPES: dict[str, Archetype] = _spread(
    {  # type: ignore[assignment]
        "soldier|trooper|marine|army officer": Archetype(
            outfit=(("jacket", _OLIVE), ("trousers", _OLIVE), ("boots", _BLACK)),
            trait=_FIT,
            hint="a soldier in combat uniform",
        ),
        "ninja|shinobi|assassin": Archetype(
            outfit=(("suit", _BLACK), ("boots", _BLACK)),
            trait=Trait(bmi=-0.5, muscle=0.2),
            hint="a stealthy ninja in black",
        ),
        "robot|android|cyborg": Archetype(
            outfit=(("armour", (0.45, 0.47, 0.5)), ("boots", (0.25, 0.26, 0.28))),
            skin=(0.42, 0.44, 0.47),
            hair="bald",
            hint="a metal robot",
        ),
        "superhero|superheroine|hero": Archetype(
            outfit=(("suit", (0.02, 0.06, 0.4)), ("boots", (0.5, 0.01, 0.01))),
            trait=Trait(bmi=4, muscle=0.42, stature=1.0),
            hint="a superhero with a costume",
        ),
        "knight|paladin|warrior|gladiator|samurai": Archetype(
            outfit=(("armour", (0.5, 0.5, 0.52)), ("boots", (0.3, 0.3, 0.31))), trait=_FIT, hint="a knight in armour"
        ),
        "pirate": Archetype(
            outfit=(("shirt", _WHITE), ("trousers", _DARK), ("boots", _BROWN)), beard=0.6, hint="a pirate"
        ),
        "businessman|businesswoman|manager|lawyer|politician|banker|secret agent|spy|detective": Archetype(
            outfit=(("jacket", (0.025, 0.028, 0.04)), ("trousers", (0.025, 0.028, 0.04)), ("shoes", _BLACK)),
            hint="a business person in a suit",
        ),
        "policeman|policewoman|police officer|cop|guard|security guard": Archetype(
            outfit=(("shirt", _NAVY), ("trousers", _NAVY), ("boots", _BLACK)), hint="a police officer in uniform"
        ),
        "firefighter|fireman": Archetype(
            outfit=(("jumpsuit", (0.35, 0.2, 0.03)), ("boots", _BLACK)), trait=_FIT, hint="a firefighter"
        ),
        "doctor|scientist|surgeon|physician|professor": Archetype(
            outfit=(("coat", _WHITE), ("trousers", _DARK), ("shoes", _BLACK)), hint="a doctor in a white coat"
        ),
        "nurse|dentist|paramedic": Archetype(
            outfit=(("t-shirt", (0.08, 0.3, 0.32)), ("trousers", (0.08, 0.3, 0.32)), ("sneakers", _WHITE)),
            hint="a nurse in scrubs",
        ),
        "chef|cook|baker": Archetype(
            outfit=(("shirt", _WHITE), ("trousers", _DARK), ("shoes", _BLACK)), hint="a chef in white"
        ),
        "astronaut|cosmonaut|spaceman": Archetype(
            outfit=(("jumpsuit", _WHITE), ("boots", (0.3, 0.3, 0.32))), trait=_FIT, hint="an astronaut"
        ),
        "mechanic|plumber|engineer|construction worker|worker|builder|miner|prisoner|pilot": Archetype(
            outfit=(("jumpsuit", (0.03, 0.07, 0.2)), ("boots", _BROWN)), hint="a worker in overalls"
        ),
        "athlete|runner|jogger|sportsman|footballer|player|gymnast|boxer|dancer": Archetype(
            outfit=(("t-shirt", (0.5, 0.02, 0.02)), ("shorts", _DARK), ("sneakers", _WHITE)),
            trait=Trait(bmi=-0.5, muscle=0.22, proportions=0.2),
            hint="an athlete in sportswear",
        ),
        "bodybuilder|wrestler|strongman|weightlifter": Archetype(
            outfit=(("tank-top", (0.4, 0.02, 0.02)), ("shorts", _DARK), ("sneakers", _DARK)),
            trait=Trait(bmi=8, muscle=0.5),
            gender=0.0,
            hint="a bodybuilder",
        ),
        "sumo wrestler|sumo": Archetype(
            outfit=(("robe", _NAVY), ("shoes", _DARK)),
            trait=Trait(bmi=20, muscle=0.2),
            gender=0.0,
            hair="bun",
            hint="a sumo wrestler",
        ),
        "monk|priest|nun|friar|pope": Archetype(
            outfit=(("robe", (0.09, 0.05, 0.025)), ("shoes", _BROWN)), hair="short", hint="a monk in a robe"
        ),
        "wizard|sorcerer|mage|druid": Archetype(
            outfit=(("robe", (0.03, 0.02, 0.15)), ("shoes", _BROWN)),
            trait=Trait(age=70),
            gender=0.0,
            beard=1.0,
            hair="long",
            hint="an old wizard",
        ),
        "witch|sorceress": Archetype(
            outfit=(("dress", (0.015, 0.012, 0.02)), ("boots", _BLACK)), gender=1.0, hair="long", hint="a witch"
        ),
        "princess|bride|ballerina": Archetype(
            outfit=(("dress", (0.6, 0.25, 0.35)), ("shoes", _WHITE)),
            gender=1.0,
            hair="long",
            hint="a princess in a dress",
        ),
        "queen|empress|goddess": Archetype(
            outfit=(("robe", (0.25, 0.01, 0.06)), ("shoes", _WHITE)), gender=1.0, hair="bun", hint="a queen"
        ),
        "king|emperor": Archetype(
            outfit=(("robe", (0.3, 0.01, 0.02)), ("boots", _BROWN)),
            gender=0.0,
            beard=0.8,
            trait=Trait(age=52),
            hint="a king",
        ),
        "farmer|cowboy|cowgirl|lumberjack|villager|peasant": Archetype(
            outfit=(("shirt", (0.35, 0.05, 0.04)), ("jeans", (0.035, 0.07, 0.18)), ("boots", _BROWN)), hint="a farmer"
        ),
        "zombie": Archetype(
            outfit=(("shirt", (0.12, 0.11, 0.09)), ("trousers", (0.07, 0.065, 0.06)), ("shoes", _DARK)),
            trait=Trait(bmi=-4, muscle=-0.15),
            skin=(0.20, 0.26, 0.16),
            hint="a zombie",
        ),
        "alien|martian": Archetype(
            outfit=(("suit", (0.2, 0.22, 0.26)), ("boots", _DARK)),
            trait=Trait(bmi=-4),
            skin=(0.13, 0.32, 0.12),
            hair="bald",
            hint="an alien",
        ),
        "elf|fairy": Archetype(
            outfit=(("robe", (0.05, 0.14, 0.04)), ("boots", _BROWN)), trait=Trait(bmi=-3), hair="long", hint="an elf"
        ),
        "vampire": Archetype(
            outfit=(("coat", _BLACK), ("trousers", _BLACK), ("shoes", _BLACK)),
            skin=(0.68, 0.56, 0.52),
            hint="a vampire",
        ),
        "orc|goblin|troll|ogre|monster": Archetype(
            outfit=(("tank-top", _BROWN), ("trousers", _BROWN), ("boots", _DARK)),
            trait=Trait(bmi=8, muscle=0.4),
            skin=(0.14, 0.24, 0.07),
            hair="bald",
            hint="an orc",
        ),
        "dwarf|hobbit": Archetype(
            outfit=(("shirt", _BROWN), ("trousers", _DARK), ("boots", _BROWN)),
            trait=Trait(stature=-6, bmi=7),
            beard=0.9,
            hint="a fantasy dwarf",
        ),
        "giant": Archetype(
            outfit=(("shirt", _BROWN), ("trousers", _DARK), ("boots", _BROWN)),
            trait=Trait(stature=6, bmi=4, muscle=0.2),
            hint="a giant",
        ),
        "santa|santa claus|father christmas": Archetype(
            outfit=(("coat", (0.5, 0.01, 0.01)), ("trousers", (0.5, 0.01, 0.01)), ("boots", _BLACK)),
            trait=Trait(age=70, bmi=11),
            gender=0.0,
            beard=1.0,
            hair="medium",
            hint="santa claus",
        ),
        "student|teacher|programmer|artist|musician|tourist|photographer|driver|model|hiker|singer": Archetype(
            outfit=(), hint="an ordinary person"
        ),
    }
)
#: Roles whose colour word means skin or shell ("a green alien"), not clothes.
CREATURES = frozenset(
    [
        "robot",
        "android",
        "cyborg",
        "alien",
        "martian",
        "zombie",
        "orc",
        "goblin",
        "troll",
        "ogre",
        "monster",
        "elf",
        "fairy",
        "vampire",
    ]
)
#: Roles whose "black" and "white" are worn ("a white knight"); with any other it is a person's ancestry.
COSTUMED = CREATURES | {
    "ninja", "shinobi", "assassin", "superhero", "superheroine", "hero", "knight", "paladin", "samurai", "wizard",
    "sorcerer", "mage", "druid", "witch", "sorceress"}
