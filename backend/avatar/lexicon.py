# SPDX-License-Identifier: GPL-3.0-or-later
"""Words about people and what they mean, as plain data. Base forms, lower case."""

from __future__ import annotations

from dataclasses import dataclass

from backend.language.words import word_set

Color = tuple[float, float, float]


def _spread(table: dict[str, object]) -> dict[str, object]:
    """Keys hold several phrases separated by "|"."""
    return {phrase: value for phrases, value in table.items() for phrase in phrases.split("|")}


#: Person nouns: fields they settle. "age" and "gender" as in the spec; "human" False for creatures.
PERSONS: dict[str, dict] = _spread(
    {  # type: ignore[assignment]
        "person|human|people|character|figure|avatar|somebody|someone|individual|adult|human being|subject": {},
        "man|guy|gentleman|dude|male|bloke|husband|father|dad|daddy|uncle|brother|son|lad|mister|bro|fellow|"
        "chap|boyfriend|"
        "nephew|sir|menswear model": {
            "gender": 0.0
        },
        "woman|lady|female|wife|mother|mom|mum|mommy|aunt|sister|daughter|gal|girlfriend|niece|madam|housewife|"
        "mistress|"
        "womenswear model|diva": {"gender": 1.0},
        "young man|young guy": {"gender": 0.0, "age": 23},
        "young woman|young lady": {"gender": 1.0, "age": 23},
        "baby boy": {"gender": 0.0, "age": 1.2},
        "baby girl": {"gender": 1.0, "age": 1.2},
        "old man|old guy": {"gender": 0.0, "age": 74},
        "old woman|old lady": {"gender": 1.0, "age": 74},
        "latina|chicana": {"gender": 1.0},
        "latino|chicano": {"gender": 0.0},
        "boy": {"gender": 0.0, "age": 9},
        "girl": {"gender": 1.0, "age": 9},
        "child|kid|youngster|little one": {"age": 8},
        "toddler": {"age": 2.5},
        "baby|infant": {"age": 1.0},
        "newborn|newborn baby": {"age": 0.1},
        "preschooler|kindergartner": {"age": 4.5},
        "tween|preteen": {"age": 11.5},
        "twins|triplets|couple": {},
        "teenager|teen|adolescent|youth|juvenile": {"age": 16},
        "teenage boy": {"gender": 0.0, "age": 16},
        "teenage girl": {"gender": 1.0, "age": 16},
        "grandfather|grandpa|granddad|great grandfather": {"gender": 0.0, "age": 72},
        "grandmother|grandma|granny|nana|great grandmother": {"gender": 1.0, "age": 70},
        "pensioner|senior|senior citizen|elder|retiree|grandparent": {"age": 72},
        "centenarian": {"age": 100},
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
        "tall|towering|lofty|statuesque": Trait(stature=1.9),
        "lanky|gangly|gangling": Trait(stature=1.8, bmi=-4),
        "short|small|diminutive|pint sized": Trait(stature=-1.9),
        "tiny|petite": Trait(stature=-2.2, bmi=-1.5),
        "little": Trait(stature=-1.8, child_age=6),
        "big|large": Trait(stature=1.0, bmi=5),
        "huge|enormous|massive|hulking": Trait(stature=2.2, bmi=9, muscle=0.1),
        "average height|medium height|of average height": Trait(),
        "fat|obese|corpulent|rotund|morbidly obese": Trait(bmi=14),
        "wiry|sinewy": Trait(bmi=-3.5, muscle=0.1),
        "anorexic|emaciated|malnourished|underweight|starving": Trait(bmi=-6, muscle=-0.2),
        "plus size|plus sized|thick|full bodied|big boned": Trait(bmi=7),
        "retired": Trait(age=68),
        "newborn": Trait(age=0.1),
        "overweight|heavy|hefty|portly|stout|heavyset|heavy set|large bellied": Trait(bmi=9),
        "chubby|plump|tubby|pudgy|podgy|rounded|roly poly|well fed": Trait(bmi=7),
        "curvy|full figured|voluptuous": Trait(bmi=4),
        "stocky|burly|bulky|broad|thickset|heavily built|barrel chested": Trait(bmi=6, muscle=0.25),
        "slim|slender|thin|svelte": Trait(bmi=-3.5, muscle=-0.05),
        "skinny|scrawny|bony|gaunt|rail thin|stick thin|haggard": Trait(bmi=-5, muscle=-0.2),
        "lean": Trait(bmi=-2, muscle=0.12),
        "athletic|fit|sporty|toned|trained": Trait(bmi=0.5, muscle=0.25, proportions=0.15),
        "muscular|brawny|beefy|buff|muscled|muscly|jacked|shredded|well built|muscle bound": Trait(bmi=3.5,
            muscle=0.42, proportions=0.1),
        "strong|sturdy|powerful": Trait(bmi=2.5, muscle=0.3),
        "weak|frail|feeble|sickly": Trait(bmi=-3, muscle=-0.3),
        "normal weight|average|average build|ordinary|normal|plain": Trait(),
        "old|elderly|aged|ancient|wrinkled|wrinkly": Trait(age=74),
        "middle aged|mature|middle age": Trait(age=48),
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
        "jumpsuit|romper|playsuit|bib overalls|track suit|racing suit|ski suit|hazmat suit|overall|overalls|"
        "boiler suit|coverall|coveralls|dungarees|onesie|flight suit": ("jumpsuit", "", ""),
        "polo|polo shirt|collared t-shirt": ("polo", "", ""),
        "t-shirt|t shirt|tshirt|tee|jersey|henley|sports top|sport top|running shirt|football "
        "shirt": ("t-shirt", "", ""),
        "top": ("t-shirt", "", ""),
        "chef's jacket|chef jacket|chefs jacket|chef's coat|chef coat|chef whites|"
        "chef's whites": ("chef-jacket", "", ""),
        "tank top|vest top|singlet|undershirt|camisole|muscle shirt|halter neck": ("tank-top", "", ""),
        "vest|waistcoat|gilet|tabard|body warmer": ("vest", "", ""),
        "safety vest|hi vis vest|hi viz vest|high vis vest|high visibility vest|reflective vest|hi vis|hi vis jacket|"
        "warning vest|traffic vest": ("hi-vis", "", ""),
        "turnout gear|turnout coat|bunker gear|firefighter suit": ("turnout", "", ""),
        "sleeveless shirt|sleeveless top": ("tank-top", "", ""),
        "shirt|dress shirt|blouse|button down|button up|button up shirt|button down shirt|flannel shirt|tunic "
        "shirt|kurta|smock": ("shirt", "", ""),
        "short sleeved shirt|hawaiian shirt|aloha shirt|bowling shirt|guayabera": ("shirt", "short", ""),
        "hoodie|hoody|hooded sweatshirt|hooded jumper|hooded sweater|hooded top": ("hoodie", "", ""),
        "cardigan|cardi": ("cardigan", "", ""),
        "sweater|jumper|pullover|sweatshirt|turtleneck|turtle neck|polo neck|turtleneck "
        "sweater|turtle neck pullover|fleece|"
        "sweater vest|knitted jumper|roll neck|crewneck": ("sweater", "", ""),
        "jacket|blazer|suit jacket|leather jacket|parka|windbreaker|bomber jacket|puffer jacket|rain jacket|"
        "anorak|army jacket|denim jacket|"
        "jean jacket|down jacket|tail coat|tailcoat|dinner jacket|sports jacket|biker jacket|doublet|tunic "
        "jacket|bolero|ski jacket|"
        "varsity jacket|puffer": ("jacket", "", ""),
        "coat|overcoat|raincoat|trench coat|trenchcoat|lab coat|duster|peacoat|pea coat|fur coat|duffle coat|"
        "frock coat|winter coat|lab coats": ("coat", "", ""),
        "wide trousers|wide pants|wide leg trousers|wide leg pants|wide legged trousers|wide legged pants|"
        "palazzo pants|palazzo trousers|palazzos|oversized trousers|loose trousers|loose pants|baggy trousers|"
        "baggy pants|hakama|parachute pants|wide slacks|flowing trousers|flowing pants": ("wide-trousers", "", ""),
        "culottes|gauchos|gaucho pants": ("culottes", "", ""),
        "cargo pants|cargo trousers|cargos|combat trousers|combat pants|utility pants": ("cargo-trousers", "", ""),
        "harem pants|harem trousers|genie pants|aladdin pants|hammer pants|sirwal|shalwar|"
        "balloon pants|bloomers": ("harem-trousers", "", ""),
        "flared trousers|flared pants|flares|bell bottoms|bell bottom trousers|bell bottom pants|bellbottoms|"
        "bootcut trousers": ("flared-trousers", "", ""),
        "baggy jeans|wide jeans|wide leg jeans|loose jeans|wide legged jeans|oversized jeans|"
        "boyfriend jeans|mom jeans": ("baggy-jeans", "", ""),
        "trousers|pants|slacks|chinos|joggers|sweatpants|pant|trouser|ski pants|sweat pants|"
        "tracksuit bottoms|capris|capri pants|breeches|corduroys|khakis|"
        "yoga trousers|camo pants|dress pants|jodhpurs": ("trousers", "", ""),
        "jeans|jean|denim|blue jeans|skinny jeans|ripped jeans|dungaree trousers": ("jeans", "", ""),
        "leggings|legging|tights|yoga pants|stockings|pantyhose|treggings|running tights": ("leggings", "", ""),
        "shorts|short pants|trunks|cargo shorts|gym shorts|running shorts|hot pants|"
        "bike shorts": ("shorts", "", ""),
        "swim shorts|swimming shorts|swim trunks|swimming trunks|bathing trunks|bathing shorts|board shorts|"
        "boardshorts|surf shorts|beach shorts": ("swim-shorts", "", ""),
        "swimsuit|swim suit|swimming suit|bathing suit|swimming costume|bathing costume|one piece swimsuit|"
        "one piece|swimwear|bathers|monokini": ("swimsuit", "", ""),
        "swim briefs|swimming briefs|bikini bottom|bikini bottoms|speedo|speedos": ("briefs", "", ""),
        "sports bra|sport bra|crop top|cropped top|tube top|halter top|bandeau|bikini top|"
        "bralet": ("crop-top", "", ""),
        "shorty wetsuit|shorty|swim shorty|rash guard": ("shorty", "", ""),
        "apron|pinny|kitchen apron|chef apron|work apron|barber apron|leather apron|bib apron": ("apron", "", ""),
        "jeans shorts|jean shorts|denim shorts": ("denim-shorts", "", ""),
        "bermuda shorts|bermudas|long shorts|knee length shorts": ("shorts", "", "knee"),
        "kilt": ("kilt", "", ""),
        "shendyt|egyptian kilt": ("shendyt", "", ""),
        "posing trunks|posing pouch": ("trunks", "", ""),
        "mawashi|sumo belt": ("mawashi", "", ""),
        "skirt|sarong|wrap skirt|pencil skirt|pleated skirt": ("skirt", "", ""),
        "knee length skirt": ("skirt", "", "knee"),
        "miniskirt|mini skirt|short skirt|tutu": ("skirt", "", "short"),
        "long skirt|maxi skirt": ("skirt", "", "long"),
        "dress|sundress|frock|wrap dress|shirt dress|cocktail dress|party dress|pinafore|sheath dress|nightgown|"
        "summer dress": ("dress", "", ""),
        "knee length dress": ("dress", "", "knee"),
        "short dress|minidress|mini dress": ("dress", "", "short"),
        "long dress|maxi dress": ("dress", "", "long"),
        "gown|evening dress|evening gown|ball gown|wedding dress|wedding gown|bridal gown|prom dress|"
        "ballgown": ("gown", "", ""),
        "tunic|medieval tunic|viking tunic|gambeson|jerkin": ("tunic", "", ""),
        "robe|robes|bathrobe|toga|kimono|habit|cassock|dressing gown|vestments|thobe|thawb|djellaba|"
        "kaftan|caftan|abaya": ("robe", "", ""),
        "mummy wrappings|wrapped in bandages|wound in bandages|mummy bandages|mummy costume": ("bandages", "", ""),
        "bodysuit|catsuit|spandex suit|wetsuit|leotard|body suit|unitard|diving suit|super "
        "suit|superhero suit|superhero costume": ("suit", "", ""),
        "armour|armor|plate armour|plate armor|chainmail|chain mail|suit of armour|suit of armor|"
        "body armour": ("armour", "", ""),
        "power armour|power armor|powered armour|powered armor|exosuit|mech suit|iron suit": ("hero-armour", "", ""),
        "robot suit|robot costume|robot shell": ("robot-shell", "", ""),
        "tracksuit|shell suit": ("jumpsuit", "", ""),
        "spacesuit|space suit|astronaut suit|pressure suit": ("space-suit", "", ""),
        "heels|heel|high heels|high heel|high heeled shoes|pumps|stilettos|stiletto heels|court shoes|high heel shoes|"
        "evening shoes": ("heels", "", ""),
        "shoe|shoes|loafers|slippers|slipper|clogs|moccasins|oxfords|"
        "brogues|flats|ballet shoes|dress shoes|"
        "leather shoes|espadrilles": ("shoes", "", ""),
        "sandal|sandals|flip flop|flip flops|gladiator sandals|leather sandals|beach sandals|sliders|"
        "birkenstocks|huaraches": ("sandals", "", ""),
        "sneaker|sneakers|trainers|running shoes|tennis shoes|tennis shoe|canvas shoes|gym shoes|high tops|"
        "trainer|sports shoes": ("sneakers", "", ""),
        "boot|boots|cowboy boots|wellies|rubber boots|combat boots|platform boots|hiking boots|ankle boots|"
        "riding boots|work boots|gumboots|wellingtons|"
        "thigh boots|snow boots": ("boots", "", ""),
    }
)
#: Garments that have a colour of their own until another is named.
GARMENT_COLORS: dict[str, Color] = _spread(
    {  # type: ignore[assignment]
        "baggy jeans|wide jeans|wide leg jeans|loose jeans|wide legged jeans|oversized jeans|boyfriend jeans|mom jeans|"
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
#: Garments nobody makes here -> (kind, sleeve, length) of the nearest that is, said in a sentence.
NEAREST: dict[str, tuple[str, str, str]] = _spread(
    {  # type: ignore[assignment]
        "sari|saree|qipao|cheongsam|hanbok|dirndl|salwar kameez|ao dai": ("dress", "", "long"),
        "poncho|shawl|serape": ("coat", "", ""),
        "lederhosen": ("shorts", "", "knee"),
        "gi|judo suit|karate suit|dobok": ("robe", "", "knee"),
        "straitjacket|life jacket|bulletproof vest|flak jacket": ("jacket", "", ""),
        "bandages|rags": ("shirt", "", ""),
    }
)
ENSEMBLES: dict[str, tuple[str, ...]] = _spread(
    {  # type: ignore[assignment]
        "suit|business suit|three piece suit|pantsuit|pant suit|trouser suit|tuxedo|two piece suit|dinner "
        "suit": ("jacket", "trousers"),
        "uniform|outfit|clothes|clothing|costume|attire": (),
        "pyjamas|pajamas": ("shirt", "trousers"),
        "scrubs|hospital scrubs": ("t-shirt", "trousers"),
        "bikini|two piece swimsuit|tankini": ("crop-top", "briefs"),
    }
)
#: What a suit of no named colour is made of, linear: charcoal.
SUIT_COLOR: Color = (0.035, 0.037, 0.045)
#: Cloths with a usual colour.
CLOTHS: dict[str, Color] = {
    "tweed": (0.15, 0.115, 0.075),
    "linen": (0.50, 0.45, 0.35),
    "camel hair": (0.36, 0.22, 0.1),
    "corduroy": (0.16, 0.085, 0.035),
}
SLEEVE_WORDS: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "long sleeved|long sleeve|long sleeves": "long",
        "short sleeved|short sleeve|short sleeves": "short",
        "sleeveless|no sleeves|without sleeves|strapless|spaghetti strap": "none",
        "three quarter sleeved|rolled up sleeves": "three-quarter",
    }
)
LENGTH_WORDS: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "knee length|to the knee|down to the knee|to her knees|to his knees|reaching the knee": "knee",
        "ankle length|to the ankle|down to the ankle": "ankle",
        "floor length|full length|to the floor|down to the floor|floor sweeping": "maxi",
        "calf length|tea length|below the knee": "midi",
        "thigh length|above the knee": "short",
        "cropped": "cropped",
        "three quarter length|3 / 4": "cropped",
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
        "corset|bustier": ("tank-top",),
        "bra|bralette": ("t-shirt",),
        "panties|thong|boxers|boxer shorts|briefs|underpants|loincloth": ("shorts",),
        "lingerie|underwear": ("t-shirt", "shorts"),
    }
)

#: What heroes wear over a close suit; by anyone else see SWAPPED and GARMENTS.
OVER_SUITS = frozenset(("briefs", "trunks", "underpants"))

HAIR: dict[str, tuple[str | None, str | None]] = _spread(
    {  # type: ignore[assignment]
        # phrase -> (style, colour word)
        "bald|hairless|shaved head|bald headed|no hair|baldheaded": ("bald", None),
        "balding|receding hair|receding hairline|thinning hair|comb over": ("balding", None),
        "buzz cut|crew cut|buzzcut|shaved hair|crewcut|military haircut": ("buzz", None),
        "short hair|short haired|short haircut|bowl cut|side parting|undercut|fade haircut": ("short", None),
        "pixie cut|pixie|pixie haircut": ("pixie", None), "pompadour|quiff": ("quiff", None),
        "slicked back hair|slicked back|slick back|cornrows": ("slicked-back", None),
        "spiky hair|spiked hair|spiky haired": ("spiky", None), "mullet": ("mullet", None),
        "bob|bob cut|bob haircut|chin length hair": ("bob", None),
        "medium hair|medium length hair|shoulder length hair|shoulder length": ("medium", None),
        "curly hair|wavy hair": (None, None),
        "hair down to her shoulders|hair down to his shoulders|hair to the shoulders": ("medium", None),
        "hair down to her waist|hair down to his waist|very long hair": ("long", None),
        "long hair|long haired|flowing hair|waist length hair": ("long", None),
        "dreadlocks|dreads|rasta locks|dreadlocked": ("dreadlocks", None),
        "ponytail|pony tail": ("ponytail", None), "pigtails|pig tails|bunches": ("pigtails", None),
        "braids|plaits|two braids": ("braids", None),
        "braid|braided hair|plaited hair|french braid|plait": ("braid", None),
        "topknot|top knot|man bun": ("topknot", None), "bun|hair bun|chignon|messy bun|updo": ("bun", None),
        "afro|afro hair": ("afro", None),
        "curls|ringlets|bangs|fringe|locks": (None, None),
        "mohawk": ("mohawk", None),
        "blonde|blond|fair haired": (None, "blond"),
        "redhead|redheaded|ginger|red haired|ginger haired": (None, "ginger"),
        "brunette|brown haired": (None, "brown"),
        "salt and pepper|salt and pepper hair|grey haired|gray haired|silver haired": (None, "grey"),
        "white haired": (None, "white"),
        "dark haired|black haired": (None, "black"),
        # "long blonde hair" keeps its words apart; the style is read from the word before "hair".
    }
)
LENGTHS_OF_HAIR = {
    "long": "long",
    "short": "short",
    "medium": "medium",
    "shaved": "buzz",
}
BEARDS: dict[str, tuple[float, str]] = _spread(
    {  # type: ignore[assignment]
        # phrase -> (fullness, style)
        "beard|bearded|braided beard|sideburns": (0.8, ""),
        "full beard|thick beard|bushy beard|big beard": (0.9, "full"),
        "long beard|very long beard": (1.0, "full"),
        "short beard|trimmed beard|neat beard": (0.5, "full"),
        "goatee|chin beard|van dyke|soul patch": (0.5, "goatee"),
        "moustache|mustache|moustached|handlebar moustache": (0.5, "moustache"),
        "stubble|unshaven|stubbly|five o'clock shadow|designer stubble": (0.25, "stubble"),
        "clean shaven|shaven face|beardless|freshly shaven|shaven": (0.0, ""),
    }
)
#: Adjectives of a beard -> (fullness, style).
BEARD_SIZES: dict[str, tuple[float, str]] = {
    "long": (1.0, "full"), "flowing": (1.0, "full"), "huge": (1.0, "full"), "thick": (0.9, "full"),
    "bushy": (0.9, "full"), "full": (0.9, "full"), "big": (0.9, "full"), "short": (0.5, "full"),
    "trimmed": (0.5, "full"), "neat": (0.5, "full"), "light": (0.4, "full"), "thin": (0.4, "full"),
}
HAIR_TEXTURES: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "straight": "straight", "sleek": "straight", "wavy|waves": "wavy",
        "curly|curls|ringlets|curled|permed": "curly", "frizzy|kinky|coily": "coily",
        "dreadlocks|dreads|rasta locks": "dreadlocks", "braided|braids|braid|plaited|cornrows": "braided",
    }
)
BROWS: dict[str, float] = _spread(  # type: ignore[assignment]
    {  # type: ignore[arg-type]
        f"{words} {noun}": value
        for value, words_ in ((0.9, "thick bushy heavy strong big dark"), (0.15, "thin fine plucked narrow light"))
        for words in words_.split() for noun in ("eyebrows", "brows", "eyebrow")
    } | {"unibrow|monobrow": 1.0, "no eyebrows|without eyebrows": 0.0, "eyebrows|brows|eyebrow|brow": 0.5}
)
#: Words of patterns -> pattern; those of _PATTERN_NOUNS stand after "with" and may have a colour.
PATTERNS: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "striped|stripy|stripey|stripes|stripe": "stripe", "pinstriped|pinstripe|pinstripes": "pinstripe",
        "plaid|checked|checkered|chequered|tartan|checks|buffalo check|check": "plaid",
        "gingham": "check", "vertical stripes|vertical stripe|vertically striped": "vertical-stripe",
        "floral|flowery|flower print|floral print|flowered|floral pattern|flower pattern|flowers": "floral",
        "camouflage|camo|camouflaged|camouflage pattern": "camouflage",
        "polka dot|polka dots|dotted|spotted|polka dotted|dots": "polka-dot",
        "plain|solid|unicoloured": "solid",
    }
)
PATTERN_NOUNS = frozenset((
    "vertical stripes", "stripes", "stripe", "pinstripes", "checks", "check", "flowers", "polka dots", "dots"))
FABRIC_WORDS: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "cotton|jersey cotton|canvas": "cotton", "denim|jean": "denim", "knitted|knit|knitwear|cable knit|"
        "crocheted": "knit",
        "wool|woollen|woolen|woolly|cashmere|flannel|tweed|felt": "wool", "leather|suede|leathery": "leather",
        "silk|silken|satin|silky|chiffon": "silk", "velvet|velour": "velvet", "linen": "linen", "corduroy": "corduroy",
        "rubber|latex|vinyl|pvc": "rubber", "metal|metallic|steel|chrome|iron": "metal", "nylon|polyester|"
        "spandex|lycra": "nylon",
    }
)
#: What is worn by whoever is said to be in a pattern or a fabric; of others, a shirt and trousers.
CLOTHES_OF: dict[str, tuple[str, ...]] = {
    "camouflage": ("jacket", "trousers"), "denim": ("jacket", "jeans"), "leather": ("jacket", "trousers"),
    "knit": ("sweater",), "wool": ("sweater",), "velvet": ("jacket", "trousers"), "corduroy": ("jacket", "trousers"),
    "nylon": ("t-shirt", "leggings"), "rubber": ("jacket", "trousers"), "metal": ("armour",)}
CLOTH_FRONTS: dict[str, str] = {"camouflage": "buttons", "denim": "buttons", "leather": "zip", "rubber": "zip"}
#: Kinds of jackets and coats -> how they close, one of :data:`.spec.CLOSURES`.
FRONTS: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "leather jacket|windbreaker|bomber jacket|puffer jacket|rain jacket|anorak|down jacket|biker jacket|ski jacket|"
        "varsity jacket|puffer|parka": "zip",
        "army jacket|denim jacket|jean jacket|tunic jacket|doublet|raincoat|fur coat|winter coat|duffle "
        "coat": "buttons",
        "trench coat|trenchcoat|peacoat|pea coat|frock coat": "double",
        "lab coat|lab coats|bolero|duster": "open",
    }
)
#: Adjectives of a garment's front.
CLOSURE_WORDS: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "open|unbuttoned|unzipped": "open", "zip up|zipped|zipped up": "zip", "buttoned|buttoned up": "buttons",
        "double breasted": "double", "single breasted": "tailored",
    }
)
#: Adjectives of trousers -> kind of trousers and of jeans.
FITS: dict[str, tuple[str, str]] = _spread(
    {  # type: ignore[assignment]
        "wide|wide leg|wide legged|baggy|loose|oversized|roomy|billowing|loose fitting":
            ("wide-trousers", "baggy-jeans"),
        "flared|flare|bell bottomed": ("flared-trousers", "flared-trousers"),
    }
)
#: How worn and how dirty cloth is, 0 to 1.
TORN_WORDS: dict[str, float] = _spread(
    {"torn|ragged|tattered|threadbare": 0.7, "ripped|frayed": 0.4, "shredded": 0.9})  # type: ignore[assignment, arg-type]
DIRT_WORDS: dict[str, float] = _spread(
    {"dirty|muddy|stained|grimy|grubby": 0.7, "filthy": 1.0, "dusty": 0.4})  # type: ignore[assignment, arg-type]
NECKLINES: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "v neck|v necked|v neckline": "v", "crew neck|round neck": "crew", "high neck|high collar|high necked": "high",
        "scoop neck|scooped neck|low cut|boat neck": "scoop",
        "off shoulder|off the shoulder|strapless|bare shouldered": "off",
        "spaghetti strap|spaghetti straps|strappy": "straps", "collared": "collar",
        "turtleneck|turtle neck|polo neck": "high", "open collar|open neck|"
        "open necked": "open",
    }
)
#: Things worn that are no cloth on the body -> kind; the kinds of :data:`.spec.ACCESSORIES`.
ACCESSORY_WORDS: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "hat|fedora|trilby|beret|party hat|bucket hat": "hat", "cowboy hat|stetson|sombrero": "cowboy_hat",
        "straw hat|sun hat|sunhat": "straw_hat", "top hat|silk hat|cylinder hat": "top_hat",
        "bowler|bowler hat|derby hat": "bowler_hat", "pointy hat|pointed hat|wizard hat|wizard's hat|witch hat|"
        "witch's hat": "pointed_hat", "tricorn|tricorne|pirate hat|pirate's hat": "tricorne",
        "santa hat|christmas hat": "santa_hat", "cap|baseball cap|flat cap|bonnet|visor": "cap",
        "peaked cap|police cap|captain's hat": "police_cap",
        "beanie|woolly hat|knit cap|wool hat|bobble hat": "beanie",
        "helmet|motorcycle helmet": "helmet", "hard hat|hardhat|safety helmet": "hard_hat",
        "space helmet|astronaut helmet": "space_helmet", "great helm|knight helmet|knight's helmet": "knight_helmet",
        "viking helmet|horned helmet": "horned_helmet", "crown|tiara|diadem": "crown",
        "turban": "turban", "hijab|headscarf|bandana|bandanna|head scarf|kerchief": "headscarf",
        "nemes|headdress|egyptian headdress|pharaoh's headdress|headcloth": "nemes",
        "broad collar|usekh|egyptian collar": "broad_collar",
        "kabuto|samurai helmet|samurai's helmet": "kabuto",
        "veil|bridal veil|wedding veil": "veil",
        "headband|sweatband": "headband", "hood": "hood", "chef's hat|chef hat|toque": "chef_hat",
        "glasses|spectacles|eyeglasses|reading glasses|specs|monocle": "glasses", "sunglasses|shades|"
        "aviators": "sunglasses",
        "goggles|safety goggles|ski goggles": "goggles", "mask|face mask|surgical mask|gas mask|ski mask|"
        "balaclava": "mask",
        "gloves|glove|mittens|gauntlets|boxing gloves|rubber gloves": "gloves", "belt|sash": "belt",
        "duty belt|utility belt|tool belt|police belt|gun belt|holster": "duty_belt",
        "badge|police badge|sheriff badge|sheriff's badge|sheriff star": "badge",
        "emblem|chest emblem|chest logo|insignia": "emblem",
        "life support|life support pack|jetpack|space backpack|oxygen tank|oxygen tanks": "life_support",
        "fur mantle|fur collar|fur shawl|fur stole|fur cape|fur cloak|wolf pelt|bear pelt|animal pelt|"
        "pelt|furs|fur": "fur",
        "hero helmet|robot mask|cyber helmet|metal mask": "hero_helmet",
        "cape|cloak|mantle": "cape", "tie|necktie": "tie", "tie dye|tie dyed": "", "bow tie|bowtie": "bow_tie",
        "scarf|neck scarf|woolly scarf|knitted scarf": "neck_scarf",
        "neckerchief|silk scarf|neck bandana|cravat|scout scarf": "neckerchief",
        "socks|sock|knee socks": "socks", "suspenders|braces": "braces",
    }
)

#: What is on a face or a skin -> (field of the spec, value). "lipstick" and "eyeshadow" take a colour.
MARKS: dict[str, tuple[str, object]] = _spread(
    {  # type: ignore[assignment]
        "freckles|freckle|freckled|freckly": ("freckles", 0.8),
        "lipstick|lip gloss|painted lips": ("lipstick", None),
        "eyeshadow|eye shadow": ("eyeshadow", None),
        "eyeliner|mascara|kohl|smoky eyes|smokey eyes|cat eye": ("eyeliner", 0.8),
        "rouge|blusher|rosy cheeks|rosy cheeked|blushing|flushed cheeks": ("blush", 0.8),
        "make up|makeup|heavy makeup|heavy make up|made up face": ("makeup", None),
        "tattoos|tattooed|tattoo|sleeve tattoos|tattoo sleeves|tattooed arms|arm tattoos|full sleeve tattoos":
            ("tattoos", ("arms",)),
        "face tattoo|facial tattoo|face tattoos|tattooed face": ("tattoos", ("face",)),
        "neck tattoo|neck tattoos|tattooed neck": ("tattoos", ("neck",)),
        "hand tattoos|tattooed hands": ("tattoos", ("hands",)),
        "tattoos all over|covered in tattoos|full body tattoos|heavily tattooed":
            ("tattoos", ("arms", "neck", "hands", "legs")),
        "scar|scarred|scars|scarface|scarred face|facial scar": ("scars", 0.7),
        "wounds|wounded|bloody|bloodied|bleeding": ("wounds", 0.5),
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
    "platinum": (0.6, 0.52, 0.4),
    "strawberry blonde": (0.42, 0.19, 0.08),
    "jet black": (0.006, 0.005, 0.005),
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
    "chocolate": (0.15, 0.07, 0.04),
    "golden": (0.42, 0.24, 0.12),
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
        "african|black skinned|african american|afro american|nigerian|kenyan|ethiopian|ghanaian|jamaican|"
        "senegalese|congolese|"
        "somali|sudanese|zulu|maasai|haitian|ugandan": ((1.0, 0.0, 0.0), "dark"),
        "asian|chinese|japanese|korean|vietnamese|thai|east asian|mongolian|tibetan|taiwanese|filipino|filipina|"
        "indonesian|malaysian|cambodian": ((0.0, 1.0, 0.0), "light"),
        "caucasian|european|german|french|british|english|russian|american|dutch|austrian|swiss|polish|canadian|"
        "australian|"
        "ukrainian|belgian|czech|hungarian|slavic": ((0.0, 0.0, 1.0), "fair"),
        "scandinavian|swedish|norwegian|irish|nordic|danish|finnish|icelandic|scottish|welsh": ((0.0, 0.0,
            1.0), "pale"),
        "indian|south asian|pakistani|bangladeshi|sri lankan|nepali|nepalese|punjabi|tamil": ((0.1, 0.4, 0.5), "brown"),
        "arab|arabic|arabian|middle eastern|persian|turkish|egyptian|moroccan|iranian|iraqi|lebanese|israeli|"
        "syrian|afghan|berber": ((0.15, 0.15, 0.7), "olive"),
        "native american|inuit|indigenous": ((0.0, 0.6, 0.4), "tan"),
        "mixed race|biracial": ((0.45, 0.1, 0.45), "tan"),
        "polynesian|maori|samoan": ((0.25, 0.5, 0.25), "brown"),
        "latino|latina|hispanic|mexican|brazilian|colombian|peruvian|cuban|argentinian|puerto rican|latin "
        "american": ((0.2, 0.25, 0.55), "tan"),
        "spanish|italian|greek|portuguese|mediterranean|sicilian": ((0.0, 0.05, 0.95), "olive"),
    }
)
SKIN: dict[str, str] = _spread(
    {  # type: ignore[assignment]
        "dark skinned|dark skin|dark complexion|ebony skin": "dark",
        "pale skinned|pale skin|pale|albino|porcelain skin|pasty|ghostly": "pale",
        "fair skinned|fair skin|light skinned": "fair",
        "tanned|suntanned|sunburnt|tan skin|bronzed|tanned skin|sun tanned": "tan",
        "brown skinned": "brown",
        "olive skinned|olive skin": "olive",
    }
)


#: Given names that say a gender; only when written with a capital.
MALE_NAMES = word_set(
    "james john robert michael david william richard joseph thomas charles daniel matthew anthony paul andrew "
    "steven steve kevin brian george edward peter henry adam tom ben sam jack luke max leo oliver lucas ethan "
    "noah liam ahmed mohammed ali omar carlos jose juan pedro luis hans klaus pierre ivan raj hiroshi kenji "
    "bob bill joe dave mike alexander martin simon")
FEMALE_NAMES = word_set(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra "
    "ashley emily donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen "
    "amy anna emma olivia sophia sophie isabella mia julia maria fatima aisha yuki mei priya ingrid heidi "
    "alice clara eva hannah lucy kate jane helen claire zoe chloe taylor")
#: Words that end in "man" or "woman" without saying so.
NO_MEN = word_set(
    "human german roman norman ottoman shaman talisman superhuman caiman woman burman")
