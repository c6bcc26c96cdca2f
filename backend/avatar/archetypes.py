# SPDX-License-Identifier: GPL-3.0-or-later
"""Archetypes: roles and creatures by name, each a documented set of defaults that any explicit word overrides.

The table below is data. ``python -m backend.avatar.archetypes`` prints it for docs/avatar-spec.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .lexicon import Trait
from .spec import Garment

Color = tuple[float, float, float]

#: Linear colours of the table.
PALETTE: dict[str, Color] = {
    "black": (0.012, 0.012, 0.014), "white": (0.75, 0.74, 0.71), "dark": (0.03, 0.03, 0.035),
    "brown": (0.07, 0.035, 0.018), "navy": (0.012, 0.022, 0.07), "olive": (0.075, 0.085, 0.035),
    "charcoal": (0.025, 0.028, 0.04), "steel": (0.5, 0.5, 0.52), "gunmetal": (0.25, 0.26, 0.28),
    "shell": (0.45, 0.47, 0.5), "blue": (0.02, 0.06, 0.4), "red": (0.5, 0.01, 0.01), "crimson": (0.3, 0.01, 0.02),
    "teal": (0.08, 0.3, 0.32), "denim": (0.035, 0.07, 0.18), "workblue": (0.03, 0.07, 0.2),
    "saffron": (0.45, 0.16, 0.02), "habit": (0.09, 0.05, 0.025), "wizard": (0.03, 0.02, 0.15),
    "rose": (0.6, 0.25, 0.35), "wine": (0.25, 0.01, 0.06), "green": (0.05, 0.14, 0.04), "yellow": (0.7, 0.5, 0.03),
    "fire": (0.35, 0.2, 0.03), "orange": (0.6, 0.2, 0.02), "khaki": (0.3, 0.24, 0.14), "rags": (0.12, 0.11, 0.09),
    "grey": (0.2, 0.2, 0.21), "gold": (0.6, 0.38, 0.08), "checks": (0.35, 0.05, 0.04), "purple": (0.12, 0.02, 0.2),
    "pink": (0.7, 0.3, 0.4), "linen": (0.50, 0.43, 0.31), "sand": (0.42, 0.33, 0.2),
    "hi-vis": (0.62, 0.75, 0.01), "emblem": (0.75, 0.5, 0.03), "badge": (0.7, 0.52, 0.22), "fur": (0.10, 0.065, 0.035),
    "pale": (0.30, 0.42, 0.58), "grime": (0.19, 0.17, 0.12),
}


@dataclass(frozen=True, kw_only=True)
class Archetype:
    """A role: its clothes and the looks and build one expects. Words in the prompt win over all of it."""

    name: str
    #: What it looks like, and what the embedding of an unknown word is compared with.
    description: str
    #: Phrases that name it; a colon sets what the word itself says: "policeman:m", "schoolgirl:f".
    words: tuple[str, ...]
    outfit: tuple[Garment, ...] = ()
    #: (accessory, colour).
    accessories: tuple[tuple[str, Color], ...] = ()
    trait: Trait = field(default_factory=Trait)
    gender: float | None = None
    skin: Color | None = None
    hair: str | None = None
    hair_color: Color | None = None
    beard: float | None = None
    #: Local changes by name.
    local: tuple[tuple[str, float], ...] = ()
    #: Further fields of the spec.
    looks: tuple[tuple[str, Any], ...] = ()
    #: Not quite a person: a colour word means the skin or shell ("a green alien").
    creature: bool = False
    #: "black" and "white" are worn, never a person's ancestry ("a white knight").
    costume: bool = False


def _color(name: str) -> Color:
    return PALETTE[name]


def _items(text: str) -> list[list[str]]:
    return [each.replace("=", ":").split(":") for each in text.split()]


def _garment(kind: str, color: str, pattern: str = "", fabric: str = "", closure: str = "",
             torn: str = "") -> Garment:
    """From "kind/length=colour:pattern:fabric:closure:torn"; what is torn is as dirty."""
    worn = float(torn or 0)
    kind, _, length = kind.partition("/")
    return Garment(kind=kind, length=length, color=_color(color), pattern=pattern, fabric=fabric, closure=closure,
                   torn=worn, dirty=worn)


ROLES: dict[str, Archetype] = {}
#: Every phrase -> its archetype.
WORDS: dict[str, Archetype] = {}
#: The gender a phrase itself says.
GENDERS: dict[str, float] = {}


def _role(name: str, words: str, description: str, wear: str = "", also: str = "",
    **rest) -> None:  # type: ignore[no-untyped-def]
    outfit = tuple(_garment(*item) for item in _items(wear))
    phrases = []
    for entry in words.split("|"):
        phrase, _, sex = entry.partition(":")
        phrases.append(phrase)
        if sex:
            GENDERS[phrase] = {"m": 0.0, "f": 1.0}[sex]
    role = Archetype(name=name, description=description, words=tuple(phrases), outfit=outfit,
                     accessories=tuple((kind, _color(color)) for kind, color in _items(also)), **rest)
    ROLES[name] = role
    for phrase in phrases:
        WORDS[phrase] = role


_FIT = Trait(bmi=1.5, muscle=0.25, proportions=0.2)
_GYM = Trait(bmi=-0.5, muscle=0.22, proportions=0.2)
_role("soldier", "soldier|trooper|marine|army officer|commando|infantryman:m|military man:m|army man:m|sniper|veteran",
      "a soldier in combat uniform", "jacket=olive:camouflage::buttons t-shirt=olive trousers=olive:camouflage "
      "boots=black",
      "helmet=olive gloves=black belt=black", trait=_FIT)
_role("ninja", "ninja|shinobi|assassin|kunoichi:f", "a stealthy ninja in black", "suit=black boots=black",
      "mask=black hood=black gloves=black belt=black", trait=Trait(bmi=-0.5, muscle=0.2), costume=True)
_role("sumo wrestler", "sumo wrestler|sumo|rikishi", "a very heavy sumo wrestler in a mawashi", "mawashi=black",
      trait=Trait(bmi=20, muscle=0.2), gender=0.0, hair="topknot", hair_color=(0.012, 0.010, 0.009))
_role("superhero", "superhero|superheroine:f|hero|heroine:f|vigilante", "a muscular superhero with a costume",
      "suit=blue hero-briefs=red boots=red", "cape=red belt=gold emblem=emblem",
      trait=Trait(bmi=4, muscle=0.42, stature=1.0), costume=True)
_role("robot", "robot|android|cyborg|droid|mech|automaton", "a metal robot", "robot-shell=shell boots=gunmetal::metal",
      "robot_head=shell gloves=gunmetal", skin=(0.42, 0.44, 0.47), hair="bald", creature=True, costume=True)
_role("iron hero", "iron hero|iron superhero|power armour hero|cyber knight|space marine|mecha pilot",
      "a hero in a suit of metal of two colours", "hero-armour=red boots=red::metal", "hero_helmet=red gloves=red",
      trait=_FIT, costume=True)
_role("zombie", "zombie|undead|walking dead|ghoul", "a rotting zombie in rags",
      "shirt=grime::::0.7 trousers=rags::::0.6 shoes=dark", trait=Trait(bmi=-4.5, muscle=-0.2), skin=(0.23, 0.27, 0.18),
      hair="balding", hair_color=(0.03, 0.028, 0.02), creature=True, costume=True,
      local=(("cheeks", -1.0), ("cheekbones", 0.8)), looks=(("wounds", 1.0), ("eye_color", (0.42, 0.44, 0.40)),
                                                            ("sclera_color", (0.55, 0.52, 0.34))))
_role("mummy", "mummy|egyptian mummy|living mummy", "a mummy wound in strips of linen", "bandages=linen",
      "head_bandages=linen", trait=Trait(bmi=-4, muscle=-0.2), skin=(0.10, 0.07, 0.045), hair="bald", creature=True,
      costume=True, local=(("cheeks", -1.0), ("cheekbones", 0.8)), looks=(
          ("wounds", 0.6), ("eye_color", (0.42, 0.44, 0.40)), ("sclera_color", (0.55, 0.52, 0.34))))
_role("alien", "alien|martian|extraterrestrial", "a thin alien with a large head", "suit=grey boots=dark",
      trait=Trait(bmi=-5, muscle=-0.3), skin=(0.30, 0.36, 0.30), hair="bald", creature=True, costume=True,
      local=(("neck_width", -0.8), ("shoulder_width", -0.8), ("arm_length", 0.8), ("nose_size", -1.0),
             ("mouth_width", -0.9), ("lip_fullness", -0.8), ("ear_size", -1.0), ("chin_width", -0.6)),
      looks=(("head_shape", "alien"), ("brows", 0.0), ("eye_color", (0.004, 0.004, 0.005)),
             ("sclera_color", (0.006, 0.006, 0.008))))
_role("knight", "knight|paladin|crusader|templar|warrior|armoured man:m", "a knight in plate armour",
      "armour=steel::metal boots=steel::metal", "knight_helmet=steel gloves=steel belt=brown cape=crimson", trait=_FIT,
      costume=True)
_role("samurai", "samurai|ronin|shogun", "a samurai in armour", "armour=crimson::metal boots=black",
      "kabuto=black gloves=black belt=gold", trait=_FIT, gender=0.0, hair="bun", hair_color=(0.012, 0.010, 0.009),
      costume=True)
_role("gladiator", "gladiator|spartan|legionary|centurion|hoplite", "an ancient fighter in armour",
      "armour=gold::metal boots=brown", "helmet=gold", trait=Trait(bmi=3, muscle=0.35), gender=0.0, costume=True)
_role("viking", "viking|norseman:m|barbarian", "a bearded viking in furs", "tunic=habit trousers=rags boots=brown",
      "horned_helmet=steel belt=brown fur=fur", trait=Trait(bmi=4, muscle=0.35, stature=0.8), gender=0.0, beard=0.9,
      hair="long", hair_color=(0.40, 0.25, 0.10))
_role("doctor", "doctor|surgeon|physician|medic|veterinarian|vet|pharmacist|psychiatrist", "a doctor in a white coat",
      "coat=white shirt=pale trousers=dark shoes=black")
_role("scientist", "scientist|professor|chemist|biologist|physicist|researcher|inventor|mad scientist",
      "a scientist in a lab coat", "coat=white shirt=pale trousers=dark shoes=black", "glasses=black tie=wine")
_role("nurse", "nurse|dentist|paramedic|midwife:f|caregiver|carer|hygienist", "a nurse in scrubs",
      "t-shirt=teal trousers=teal sneakers=white")
_role("chef", "chef|cook|pastry chef|head chef|sous chef|sushi chef|pizzaiolo", "a chef in a double-breasted jacket",
      "chef-jacket=white trousers=charcoal:check shoes=black", "chef_hat=white neckerchief=white")
_role("baker", "baker|confectioner|barista|butcher", "a baker in a white apron",
      "shirt=white trousers=dark apron=white shoes=black", "chef_hat=white")
_role("astronaut", "astronaut|cosmonaut|spaceman:m|spacewoman:f|space traveller", "an astronaut in a space suit",
      "space-suit=white boots=grey", "space_helmet=white gloves=white life_support=white", trait=_FIT)
_role("construction worker", "construction worker|builder|bricklayer|roofer|worker|labourer|laborer|road worker|"
      "handyman:m|carpenter|painter and decorator|miner|welder|factory worker|dock worker|demolition worker",
      "a construction worker with hard hat", "hi-vis=hi-vis shirt=workblue trousers=dark boots=brown",
      "hard_hat=yellow gloves=sand")
_role("mechanic", "mechanic|plumber|engineer|electrician|technician|repairman:m|repairwoman:f|car mechanic|janitor|"
      "caretaker|machinist", "a mechanic in overalls", "jumpsuit=workblue boots=brown")
_role("diver", "scuba diver|diver|frogman:m|snorkeller|free diver|deep sea diver", "a scuba diver in a wetsuit",
      "suit=dark::rubber boots=black::rubber", "goggles=dark gloves=black belt=black", trait=_GYM,
      hair="slicked-back", costume=True)
_role("skier", "skier|snowboarder|ski instructor|bobsledder", "a skier in winter clothes",
      "jacket=red::nylon:zip sweater=white trousers=dark::nylon boots=grey", "beanie=white goggles=dark gloves=black")
_role("racing driver", "racing driver|race car driver|race driver|formula one driver|stunt driver|jet pilot|"
      "fighter pilot", "a racing driver in overalls", "jumpsuit=red boots=black", "helmet=red gloves=black", trait=_FIT)
_role("jockey", "jockey|horse rider|equestrian", "a jockey in racing silks",
      "shirt=green:check:silk trousers=white boots=black", "helmet=green gloves=white",
      trait=Trait(bmi=-3, stature=-1.5))
_role("matador", "matador|bullfighter|torero:m", "a bullfighter in gold",
      "jacket=gold::silk shirt=white trousers=crimson shoes=black", "hat=black tie=black cape=red",
      trait=Trait(bmi=-1, muscle=0.15))
_role("geisha", "geisha:f|maiko:f", "a woman in a flowered kimono", "robe=crimson:floral:silk shoes=dark", "belt=gold",
      gender=1.0, hair="bun", hair_color=(0.012, 0.010, 0.009), skin=(0.66, 0.52, 0.46),
      looks=(("lipstick", (0.42, 0.02, 0.03)), ("eyeliner", 0.8), ("ancestry", (0.0, 1.0, 0.0))))
_role("sheikh", "sheikh:m|sheik:m|bedouin|emir:m", "an Arab sheikh in white", "robe=white shoes=brown",
      "headscarf=white", gender=0.0, beard=0.6, skin=(0.44, 0.26, 0.15))
_role("beekeeper", "beekeeper|apiarist", "a beekeeper in white", "jumpsuit=white boots=white::rubber",
      "straw_hat=sand gloves=sand")
_role("dancer", "dancer|ballet dancer|breakdancer|flamenco dancer|salsa dancer|disco dancer|choreographer",
      "a slim dancer", "t-shirt=wine leggings=black sneakers=white", trait=Trait(bmi=-1.5, muscle=0.15,
          proportions=0.2))
_role("belly dancer", "belly dancer:f|oriental dancer:f|harem dancer:f", "a belly dancer in a top and a long skirt",
      "crop-top=gold skirt/ankle=crimson::silk sandals=gold",
      trait=Trait(bmi=-1, muscle=0.1, proportions=0.2), gender=1.0, hair="long")
_role("blacksmith", "blacksmith|smith|metalworker|tanner|cobbler", "a blacksmith in a leather apron",
      "shirt=grey trousers=dark apron=brown::leather boots=brown", "gloves=brown", trait=Trait(bmi=3, muscle=0.35))
_role("ballerina", "ballerina:f|prima ballerina:f", "a ballerina in a tutu",
      "tank-top=pink skirt/short=pink shoes=pink",
      trait=Trait(bmi=-3, muscle=0.05, proportions=0.2), gender=1.0, hair="bun")
_role("business person", "business person|businessman:m|businesswoman:f|manager|lawyer|attorney|politician|banker|"
      "secret agent|spy|detective|ceo|executive|accountant|salesman:m|saleswoman:f|salesperson|realtor|estate agent|"
      "consultant|office worker|diplomat|ambassador|president|senator|minister|bodyguard|mafioso|gangster|mobster|"
      "newsreader|news anchor|anchorman:m|butler:m|chauffeur|undertaker|secretary|investor|entrepreneur|clerk",
      "a business person in a suit", "jacket=charcoal shirt=white trousers=charcoal shoes=black", "tie=crimson")
_role("fisherman", "fisherman:m|fisherwoman:f|fisher|angler|fishmonger|trawlerman:m",
      "a fisherman in rubber boots", "coat=yellow::rubber:buttons sweater=navy trousers=navy boots=green::rubber",
      "beanie=navy")
_role("lighthouse keeper", "lighthouse keeper|lightkeeper|harbour master|harbor master|old salt|sea dog|ferryman:m",
      "a keeper of a lighthouse in a peacoat", "coat=navy::wool:double sweater=white trousers=dark boots=black::rubber",
      "police_cap=navy", trait=Trait(age=58), beard=0.8)
_role("firefighter", "firefighter|fireman:m|firewoman:f|fire fighter|fire chief", "a firefighter in turnout gear",
      "turnout=fire boots=black", "hard_hat=red gloves=dark", trait=_FIT)
_role("police officer", "police officer|policeman:m|policewoman:f|cop|police|constable|sheriff|deputy|trooper cop|"
      "state trooper|swat officer|traffic warden", "a police officer in uniform",
      "shirt=navy trousers=navy boots=black", "police_cap=navy duty_belt=black badge=badge tie=black")
_role("guard", "guard|security guard|bouncer|doorman:m|watchman:m|prison guard|customs officer", "a guard in "
"dark uniform",
      "shirt=dark trousers=black boots=black", "belt=black", trait=_FIT)
_role("pirate", "pirate|buccaneer|corsair|privateer", "a pirate",
"shirt=white::linen::0.25 vest=wine trousers=dark boots=brown",
      "tricorne=black belt=brown", beard=0.6)
_role("wizard", "wizard:m|sorcerer:m|mage|druid|warlock:m|magician|necromancer", "an old wizard",
      "robe=wizard shoes=brown", "pointed_hat=wizard", trait=Trait(age=70), gender=0.0, beard=1.0, hair="long",
      hair_color=(0.55, 0.54, 0.52), costume=True)
_role("witch", "witch:f|sorceress:f|enchantress:f", "a witch", "gown=black boots=black", "pointed_hat=black",
      gender=1.0, hair="long", costume=True)
_role("cowboy", "cowboy:m|cowgirl:f|gunslinger|rancher|rodeo rider|western hero", "a cowboy with hat and boots",
      "shirt=checks:plaid vest=brown::leather jeans=denim boots=brown", "cowboy_hat=brown belt=brown")
_role("lumberjack", "lumberjack:m|woodcutter|logger|woodsman:m|woodman:m|forester", "a bearded lumberjack",
      "shirt=checks:plaid jeans=denim boots=brown", "beanie=dark", trait=Trait(bmi=3, muscle=0.3), gender=0.0,
      beard=0.8)
_role("monk", "monk:m|friar:m|abbot:m|hermit", "a monk in a robe", "robe=habit shoes=brown", "belt=sand", gender=0.0,
      hair="buzz")
_role("nun", "nun:f|abbess:f", "a nun in a habit", "robe=black shoes=black", "headscarf=black", gender=1.0)
_role("priest", "priest|pastor|vicar|bishop|pope:m|cardinal:m|clergyman:m|rabbi|imam|reverend|preacher|chaplain",
      "a priest in a black robe", "robe=black shoes=black")
_role("king", "king:m|emperor:m|monarch|sultan:m|tsar:m|caesar:m", "a king in a robe", "robe=crimson boots=brown",
      "crown=gold cape=crimson", trait=Trait(age=52), gender=0.0, beard=0.8)
_role("queen", "queen:f|empress:f|goddess:f|duchess:f", "a queen in a robe", "gown=wine shoes=white", "crown=gold",
      gender=1.0, hair="bun", trait=Trait(age=40))
_role("princess", "princess:f|fairytale princess:f", "a princess in a dress", "gown=rose shoes=white", "crown=gold",
      gender=1.0, hair="long", trait=Trait(age=20))
_role("prince", "prince:m|nobleman:m|lord:m|count:m|duke:m", "a prince in fine clothes",
      "jacket=wizard:::double shirt=white trousers=white boots=black", "cape=wizard", gender=0.0)
_role("bride", "bride:f|bridesmaid:f", "a bride in white", "gown=white shoes=white", "veil=white", gender=1.0,
hair="bun",
      looks=(("lipstick", (0.33, 0.05, 0.06)), ("eyeliner", 0.4), ("blush", 0.4)))
_role("groom", "groom:m|bridegroom:m|best man:m", "a groom in a black suit",
"jacket=black shirt=white trousers=black shoes=black",
      "bow_tie=black", gender=0.0)
_role("pharaoh", "pharaoh:m|egyptian king:m|egyptian god:m", "an ancient king in a linen kilt and a striped headcloth",
      "shendyt=white sandals=gold", "nemes=gold broad_collar=gold belt=gold", trait=_FIT, gender=0.0,
      skin=(0.25, 0.125, 0.065), looks=(("eyeliner", 0.9),), costume=True)
_role("student", "student|pupil|undergraduate|freshman|college kid|learner", "a student in casual clothes",
      "sweater=navy jeans=denim sneakers=white", trait=Trait(age=20))
_role("schoolchild", "schoolboy:m|schoolgirl:f|schoolchild|school kid", "a child in school uniform",
      "shirt=white trousers=navy shoes=black", trait=Trait(age=10))
_role("teacher", "teacher|schoolteacher|tutor|librarian|lecturer", "a teacher in smart casual clothes",
      "shirt=teal trousers=dark shoes=brown", "glasses=dark")
_role("farmer", "farmer|farm hand|shepherd|milkmaid:f|vintner|rice farmer", "a farmer in a checked shirt",
      "shirt=checks:plaid jeans=denim boots=brown", "straw_hat=sand")
_role("gardener", "gardener|landscaper|florist", "a gardener", "shirt=green trousers=khaki boots=green::rubber",
      "straw_hat=sand gloves=sand")
_role("peasant", "peasant|villager|serf|commoner|beggar|tramp|homeless person|homeless man:m|caveman:m|cavewoman:f",
      "a poor villager in a tunic", "tunic=rags::::0.4 trousers=habit shoes=brown", "belt=brown")
_role("athlete", "athlete|runner|sprinter|jogger|sportsman:m|sportswoman:f|footballer|football player|soccer player|"
      "basketball player|tennis player|volleyball player|rugby player|baseball player|hockey player|marathon runner|"
      "player|gymnast|cyclist|goalkeeper|swimmer|golfer|decathlete|skateboarder|skater|referee|coach|personal trainer|"
      "gym goer", "an athlete in sportswear", "t-shirt=crimson shorts=dark sneakers=white", trait=_GYM)
_role("boxer", "boxer|kickboxer|prizefighter|mma fighter|cage fighter", "a boxer in shorts",
      "swim-shorts=red::silk boots=black", "gloves=red", trait=Trait(bmi=2, muscle=0.35, proportions=0.2))
_role("wrestler", "wrestler|luchador:m", "a heavy wrestler", "tank-top=red shorts=dark boots=black",
      trait=Trait(bmi=8, muscle=0.45), gender=0.0)
_role("bodybuilder", "bodybuilder|body builder|strongman:m|strongwoman:f|weightlifter|gym bro:m|powerlifter|"
      "muscle man:m", "a bodybuilder", "trunks=crimson", trait=Trait(bmi=3.5, muscle=0.5, proportions=0.1),
      local=(("shoulder_width", 0.8), ("chest", 0.5), ("arm_girth", 0.9), ("thighs", 0.6), ("calves", 0.5),
             ("neck_width", 0.6), ("waist", -0.5)))
_role("martial artist", "martial artist|karateka|karate fighter|judoka|kung fu master|kung fu fighter|sensei|"
      "taekwondo fighter|karate kid|sparring partner", "a martial artist in white",
      "tunic=white wide-trousers=white sandals=sand",
      "belt=black",
      trait=_GYM)
_role("biker", "biker|motorcyclist|rocker|motorbike rider|hells angel", "a biker in leather",
      "jacket=black::leather:zip t-shirt=dark jeans=denim boots=black", "gloves=black belt=black", trait=Trait(bmi=3,
      muscle=0.15))
_role("punk", "punk|punk rocker|skinhead", "a punk in leather with a mohawk",
"jacket=black::leather:zip t-shirt=red jeans=dark "
"boots=black",
      hair="mohawk")
_role("hippie", "hippie|flower child|bohemian", "a hippie with long hair", "shirt=orange:floral jeans=denim "
"shoes=brown",
      "headband=red", hair="long")
_role("goth", "goth|emo|metalhead", "a goth in black", "shirt=black trousers=black boots=black",
      hair_color=(0.012, 0.010, 0.009))
_role("pilot", "pilot|airline pilot|captain|flight captain|aviator|co pilot|copilot", "an airline pilot in uniform",
      "jacket=navy shirt=white trousers=navy shoes=black", "police_cap=navy tie=black")
_role("flight attendant", "flight attendant|stewardess:f|steward:m|air hostess:f|conductor|concierge|receptionist|"
      "bellboy:m|train driver|bus driver|postman:m|mailman:m|postwoman:f|mail carrier|delivery man:m|courier",
      "a uniformed attendant", "shirt=white trousers=navy shoes=black", "neckerchief=red")
_role("sailor", "sailor|seaman:m|navy sailor|deckhand|sea captain|ship captain|admiral|mariner|seafarer",
      "a sailor in a striped shirt", "t-shirt=white:stripe trousers=navy shoes=black", "police_cap=white")
_role("waiter", "waiter:m|waitress:f|server|bartender|barman:m|barmaid:f|sommelier|barkeeper|maid:f", "a waiter "
"in black and white",
      "shirt=white vest=black trousers=black shoes=black", "bow_tie=black")
_role("judge", "judge|magistrate|supreme court justice", "a judge in a black robe", "robe=black shoes=black",
      trait=Trait(age=58))
_role("clown", "clown|jester|harlequin|mime artist|circus performer", "a colourful clown",
    "jumpsuit=yellow:polka-dot shoes=red",
      "bowler_hat=purple gloves=white", hair="afro", hair_color=(0.6, 0.05, 0.02),
      local=(("nose_size", 0.7),), skin=(0.70, 0.64, 0.61), costume=True,
      looks=(("lipstick", (0.55, 0.01, 0.01)), ("eyeshadow", (0.03, 0.12, 0.5)), ("blush", 1.0)))
_role("santa", "santa:m|santa claus:m|father christmas:m|saint nicholas:m|st nicholas:m", "Santa Claus in red",
      "coat=red:::buttons trousers=red boots=black", "santa_hat=red belt=black gloves=white", trait=Trait(age=70,
      bmi=11),
      gender=0.0, beard=1.0, hair="medium", hair_color=(0.68, 0.66, 0.63), costume=True)
_role("elf", "elf|elven archer|wood elf|dark elf|high elf|archer|bowman:m|hunter|huntress:f|robin hood:m",
      "an elf in green", "robe=green boots=brown", "cape=green", trait=Trait(bmi=-3), hair="long",
      local=(("ear_point", 1.0),), creature=True, costume=True)
_role("fairy", "fairy|pixie|nymph:f|angel|mermaid:f", "a fairy in a light dress", "dress=pink shoes=white",
      trait=Trait(bmi=-3.5), gender=1.0, hair="long", local=(("ear_point", 0.7),), creature=True, costume=True)
_role("ghost", "ghost|phantom|spectre|specter|spirit|apparition", "a pale ghost in white", "robe=white shoes=white",
      "hood=white", skin=(0.62, 0.64, 0.66), hair_color=(0.68, 0.66, 0.63), creature=True, costume=True)
_role("vampire", "vampire|vampiress:f|dracula:m", "a pale vampire in black",
"coat=black shirt=white trousers=black shoes=black",
      "cape=black", skin=(0.68, 0.56, 0.52), hair_color=(0.012, 0.010, 0.009), creature=True, costume=True)
_role("demon", "demon|devil|satan:m|imp", "a red demon", "robe=black boots=black", skin=(0.4, 0.02, 0.015), hair="bald",
      trait=Trait(muscle=0.3, bmi=2), local=(("ear_point", 0.8),), creature=True, costume=True)
_role("orc", "orc|goblin|troll|ogre|monster|hulking brute", "a massive orc", "tank-top=brown trousers=brown boots=dark",
      trait=Trait(bmi=8, muscle=0.4), skin=(0.14, 0.24, 0.07), hair="bald",
      local=(("jaw_width", 0.8), ("ear_point", 0.7), ("nose_size", 0.5)), creature=True, costume=True)
_role("dwarf", "dwarf|hobbit|gnome|leprechaun", "a fantasy dwarf", "shirt=brown trousers=dark boots=brown",
    "belt=brown",
      trait=Trait(stature=-6, bmi=7), beard=0.9)
_role("giant", "giant|giantess:f|titan|colossus", "a giant", "shirt=brown trousers=dark boots=brown",
      trait=Trait(stature=6, bmi=4, muscle=0.2))
_role("prisoner", "prisoner|convict|inmate|jailbird", "a prisoner in orange", "jumpsuit=orange sneakers=white")
_role("lifeguard", "lifeguard|life guard|baywatch guard|surfer|swimming teacher", "a lifeguard in red",
      "tank-top=red shorts=red shoes=sand", trait=_GYM)
_role("cheerleader", "cheerleader|majorette:f", "a cheerleader", "tank-top=red skirt=white sneakers=white",
      trait=Trait(bmi=-1, muscle=0.1), hair="ponytail")
_role("hiker", "hiker|tourist|explorer|adventurer|archaeologist|mountaineer|climber|backpacker|camper|scout|trekker",
      "a hiker in outdoor clothes", "shirt=khaki trousers=olive boots=brown", "hat=khaki")
_role("park ranger", "park ranger|ranger|game warden|forest ranger|safari guide", "a park ranger",
      "shirt=khaki trousers=olive boots=brown", "cowboy_hat=khaki belt=brown")
_role("artist", "artist|painter|musician|singer|poet|writer|photographer|dj|rapper|guitarist|programmer|driver|"
      "model|fashion model|journalist|reporter|yoga teacher|hipster|influencer|actor:m|actress:f|pianist|violinist|"
      "drummer|composer|designer|architect|nerd|geek|gamer|skateboard kid|commuter|shopper|pedestrian|tailor|cleaner|"
      "housewife:f|nanny|babysitter|cashier|shop assistant|hairdresser|barber|taxi driver|truck driver|trucker",
      "somebody in everyday clothes")
#: Famous people and characters -> (archetype or "", what they generally look like). Never a likeness.
NAMES: dict[str, tuple[str, str]] = {
    "iron man": ("iron hero", "a man in red power armour"),
    "ironman": ("iron hero", "a man in red power armour"),
    "superman": ("superhero", "a muscular man in a blue suit with a red cape"),
    "batman": ("superhero", "a muscular man in a black suit with a black cape and a black mask"),
    "spider man": ("superhero", "a slim man in a red suit with a red mask"),
    "spiderman": ("superhero", "a slim man in a red suit with a red mask"),
    "wonder woman": ("superhero", "a strong woman in a red suit with long black hair"),
    "captain america": ("superhero", "a muscular man in a blue suit with a blue mask"),
    "hulk": ("", "a huge very muscular man with green skin in purple shorts"),
    "thor": ("viking", "a muscular man with long blond hair in armour with a red cape"),
    "joker": ("clown", "a thin man in a purple suit with green hair"),
    "darth vader": ("knight", "a tall man in black armour with a black cape and a helmet"),
    "gandalf": ("wizard", "an old man with a long white beard in a grey robe"),
    "harry potter": ("student", "a young man with short black hair and glasses in a black robe"),
    "hermione": ("student", "a young woman with curly brown hair in a black robe"),
    "elsa": ("princess", "a woman with long blond hair in a blue dress"),
    "lara croft": ("hiker", "an athletic woman in a teal tank top and brown shorts with brown hair in a ponytail"),
    "sherlock holmes": ("business person", "a tall slim man in a brown coat"),
    "mario": ("mechanic", "a stocky man with a moustache in blue overalls"),
    "luigi": ("mechanic", "a slim man with a moustache in blue overalls"),
    "steve jobs": ("", "a slim man with a short grey beard and glasses in a black turtleneck and jeans"),
    "bill gates": ("", "a slim man with glasses in a blue sweater and trousers"),
    "elon musk": ("", "a man with short brown hair in a black t-shirt and jeans"),
    "albert einstein": ("scientist", "an old man with white hair and a grey moustache in a grey sweater"),
    "einstein": ("scientist", "an old man with white hair and a grey moustache in a grey sweater"),
    "barack obama": ("business person", "a tall slim black man with short hair in a navy suit"),
    "obama": ("business person", "a tall slim black man with short hair in a navy suit"),
    "donald trump": ("business person", "a tall heavy old man with blond hair in a navy suit"),
    "abraham lincoln": ("business person", "a tall thin man with a beard in a black suit"),
    "taylor swift": ("", "a tall slim woman with long blond hair"),
    "michael jackson": ("", "a slim man with medium black hair in a red jacket and black trousers"),
    "elvis": ("", "a man with short black hair in a white jumpsuit"),
    "elvis presley": ("", "a man with short black hair in a white jumpsuit"),
    "marilyn monroe": ("", "a woman with medium blond hair in a white dress"),
    "michael jordan": ("athlete", "a tall athletic black bald man in a red tank top and red shorts"),
    "messi": ("athlete", "a short man with a short brown beard"), "ronaldo": ("athlete", "a fit man with short "
    "brown hair"),
    "lebron james": ("athlete", "a very tall muscular black man with a beard"),
    "cleopatra": ("queen", "a woman with medium black hair in a white dress"),
    "napoleon": ("soldier", "a short man in a navy jacket and white trousers"),
}


def markdown() -> str:
    """The table of archetypes for the documentation."""
    lines = ["| archetype | look | words | wears | accessories |", "|---|---|---|---|---|"]
    for role in ROLES.values():
        worn = ", ".join(" ".join(part for part in ("torn" if each.torn else "", each.pattern, each.fabric, each.kind)
                                  if part) for each in role.outfit)
        lines.append(f"| {role.name} | {role.description} | {', '.join(role.words)} | {worn or 'everyday clothes'} | "
                     f"{', '.join(kind.replace('_', ' ') for kind, _ in role.accessories)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(markdown())
