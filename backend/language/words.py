# SPDX-License-Identifier: GPL-3.0-or-later
"""Closed word classes and irregular forms of English, as plain data.

Open classes (body adjectives, garments, verbs of one engine) belong to the engine that uses them;
here are only the words that the tokeniser, the lemmatiser and the grammar themselves need.
"""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(text.split())


ARTICLES = word_set("a an the")
DETERMINERS = ARTICLES | word_set(
    "this that these those some any each every either neither another such my your his her its our their whose")
PRONOUNS = word_set(
    "i me mine myself you yours yourself yourselves he him himself she hers herself it itself we us ours ourselves "
    "they them theirs themselves one ones oneself who whom which what that there here")
COPULAS = word_set("be am is are was were been being 's 're 'm")
AUXILIARIES = COPULAS | word_set(
    "have has had having 've do does did doing done will would shall should can could may might must 'd 'll 's ca wo "
    "sha ai get gets got getting let lets")
PREPOSITIONS = word_set(
    "of in on at by for with without from to into onto over under above below beneath beside besides behind between "
    "among amid around across along through during about against near inside outside off out up down upon within "
    "towards toward past like as than via per until till since")
CONJUNCTIONS = word_set(
    "and or but nor so yet if when while whilst because although though then also plus & + whose where")
#: Adverbs and fillers that carry no content for any engine.
FILLERS = word_set(
    "please just only even too again ever already still now both all other same own very really quite rather more "
    "most much many few several lot lots bit little kind sort o'clock etc ok okay oh hey hi hello thanks thank well "
    "want wants wanted need needs like would generate create make makes making made give show render draw produce "
    "build scene picture image photo prompt thing things way respectively wear wears wearing wore dressed clad")
NEGATIONS = word_set("no not n't without never none nor neither zero hardly")
FUNCTION_WORDS = DETERMINERS | PRONOUNS | AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | FILLERS | NEGATIONS

#: Degree words and phrases: how much stronger or weaker than the plain adjective.
DEGREES: dict[tuple[str, ...], float] = {tuple(phrase.split()): value for phrase, value in {
    "very": 1.5, "really": 1.4, "super": 1.7, "extremely": 2.0, "incredibly": 1.9, "exceptionally": 1.9,
    "unusually": 1.4, "remarkably": 1.5, "extraordinarily": 1.9, "insanely": 2.0, "ridiculously": 2.0,
    "enormously": 1.9, "hugely": 1.8, "massively": 1.8, "terribly": 1.6, "awfully": 1.5, "so": 1.4, "too": 1.4,
    "highly": 1.5, "especially": 1.4, "particularly": 1.4, "truly": 1.4, "totally": 1.6, "completely": 1.7,
    "utterly": 1.8, "absolutely": 1.8, "ultra": 1.9, "hyper": 1.9, "mega": 1.8, "most": 1.5, "much": 1.3,
    "quite": 1.2, "pretty": 1.1, "rather": 1.1, "fairly": 0.8, "moderately": 0.75, "relatively": 0.75,
    "reasonably": 0.8, "somewhat": 0.6, "slightly": 0.5, "a bit": 0.5, "a little": 0.5, "a little bit": 0.5,
    "a touch": 0.4, "a tad": 0.4, "kind of": 0.6, "sort of": 0.6, "kinda": 0.6, "mildly": 0.5, "barely": 0.25,
    "almost": 0.7, "nearly": 0.7, "a lot": 1.6, "way": 1.5, "extra": 1.5, "more": 1.2, "less": 0.6, "as": 1.0,
}.items()}

NUMBERS: dict[str, float] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}
MULTIPLIERS: dict[str, float] = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1e6,
                                 "billion": 1e9}

#: Adjectives whose -er and -est forms are comparatives ("taller"), unlike "sweater" or "forest".
GRADABLE = word_set(
    "tall short fat thin big small strong weak old young large long dark light pale bright deep heavy slim wide "
    "narrow slow fast quick high low broad thick lean chubby skinny curvy stocky bulky slender tiny huge round flat "
    "soft hard warm cool cold hot loud calm happy sad angry rich poor clean dirty clear cloudy sunny rainy windy "
    "foggy snowy stormy misty hazy late early new fine rough smooth tight loose plump tough fit great near far red "
    "blue green black white grey gray brown pink yellow sharp blunt straight curly wavy steep shallow full wet dry "
    "muddy sandy rocky grassy shiny lazy gentle brave bold proud shy quiet handsome pretty lovely ugly busy empty "
    "sturdy hairy brawny lanky burly beefy scrawny bony husky petite hefty stout gaunt frail")

_IRREGULAR_NOUNS = """
men:man women:woman children:child people:person feet:foot teeth:tooth geese:goose mice:mouse lice:louse oxen:ox
knives:knife wives:wife lives:life wolves:wolf shelves:shelf halves:half calves:calf scarves:scarf leaves:leaf
loaves:loaf thieves:thief elves:elf selves:self hooves:hoof dwarves:dwarf sheaves:sheaf wharves:wharf cacti:cactus
fungi:fungus nuclei:nucleus stimuli:stimulus radii:radius alumni:alumnus bases:base axes:axe dice:die pence:penny
kids:kid policemen:policeman firemen:fireman gentlemen:gentleman businessmen:businessman policewomen:policewoman
businesswomen:businesswoman firefighters:firefighter brethren:brother crises:crisis vases:vase houses:house
noses:nose roses:rose hoses:hose cases:case horses:horse nurses:nurse purses:purse blouses:blouse glasses:glass
dresses:dress classes:class sunglasses:sunglasses bookcases:bookcase suitcases:suitcase briefcases:briefcase
eyes:eye shoes:shoe toes:toe canoes:canoe hoes:hoe potatoes:potato tomatoes:tomato heroes:hero tornadoes:tornado
volcanoes:volcano mangoes:mango movies:movie ties:tie pies:pie zombies:zombie cookies:cookie hoodies:hoodie
selfies:selfie brownies:brownie genies:genie rookies:rookie caches:cache moustaches:moustache mustaches:mustache
headaches:headache fixes:fix boxes:box buses:bus lenses:lens canvases:canvas irises:iris
"""
IRREGULAR_NOUNS: dict[str, str] = {plural: base for plural, _, base in (
    pair.partition(":") for pair in _IRREGULAR_NOUNS.split())}

#: base: past, participle and odd forms. Regular forms come from the rules.
_IRREGULAR_VERBS = """
arise:arose,arisen awake:awoke,awoken bear:bore,borne beat:beaten become:became begin:began,begun bend:bent
bind:bound bite:bit,bitten bleed:bled blow:blew,blown break:broke,broken breed:bred bring:brought build:built
burn:burnt burst: buy:bought catch:caught choose:chose,chosen cling:clung come:came creep:crept cut: deal:dealt
dig:dug die:dying,died,dies lie:lying,lay,lain tie:tying dive:dove draw:drew,drawn dream:dreamt drink:drank,drunk
drive:drove,driven dwell:dwelt eat:ate,eaten fall:fell,fallen feed:fed feel:felt fight:fought find:found flee:fled
fling:flung fly:flew,flown forget:forgot,forgotten freeze:froze,frozen give:gave,given go:went,gone,goes
grind:ground grow:grew,grown hang:hung hear:heard hide:hid,hidden hit: hold:held hurt: keep:kept kneel:knelt
know:knew,known lay:laid lead:led lean:leant leap:leapt learn:learnt leave:left lend:lent lose:lost make:made
mean:meant meet:met pay:paid put: quit: read: ride:rode,ridden ring:rang,rung rise:rose,risen run:ran say:said
see:saw,seen,seeing seek:sought sell:sold send:sent sew:sewn shake:shook,shaken shine:shone shoot:shot show:shown
shrink:shrank,shrunk sing:sang,sung sink:sank,sunk sit:sat sleep:slept slide:slid sling:slung speak:spoke,spoken
speed:sped spend:spent spin:spun spit:spat split: spread: spring:sprang,sprung stand:stood steal:stole,stolen
stick:stuck sting:stung stride:strode,stridden strike:struck,stricken string:strung swear:swore,sworn sweep:swept
swell:swollen swim:swam,swum swing:swung take:took,taken teach:taught tear:tore,torn tell:told think:thought
throw:threw,thrown tread:trod,trodden wake:woke,woken weave:wove,woven weep:wept win:won
wind:wound write:wrote,written tiptoe:tiptoeing,tiptoed,tiptoes ski:skiing,skied,skis wear:wore,worn
"""
IRREGULAR_VERBS: dict[str, str] = {
    form: base for entry in _IRREGULAR_VERBS.split()
    for base, _, forms in [entry.partition(":")] for form in forms.split(",") if form}

#: Verbs of movement and posture (base forms), so that a prompt's action is found even without an object.
ACTION_VERBS = word_set(
    "perform land walk run jog sprint jump hop leap skip march stroll stride strut saunter wander roam pace tiptoe "
    "sneak creep crawl climb descend ascend stumble trip stagger limp hobble shuffle trudge wade slide slip roll "
    "tumble fall dive swim float fly glide hover sit stand kneel squat crouch bend stoop bow lean lie lay sleep rest "
    "relax wait stretch yawn wave point salute greet clap applaud cheer celebrate dance twirl spin turn rotate "
    "pirouette waltz breakdance twerk sway swing rock shake nod shrug gesture beckon raise lift lower drop throw toss "
    "catch kick punch hit slap strike box fight spar wrestle block dodge duck parry stab slash shoot aim fire attack "
    "defend push pull drag carry hold grab reach pick put place open close knock type write draw paint read eat drink "
    "cook wash brush comb wipe clean sweep mop dig rake chop cut saw hammer drive ride row paddle pedal cycle bike "
    "skate ski surf snowboard skateboard exercise train lunge plank cartwheel somersault flip backflip vault balance "
    "juggle bounce dribble pass serve bat golf bowl play strum drum sing talk speak chat shout yell scream laugh "
    "smile cry weep sob grin frown sneeze cough breathe tremble shiver pray meditate bless kiss hug embrace look "
    "watch stare gaze glance peek search listen sniff smell taste think scratch rub pat touch press twist curl flex "
    "stomp stamp charge chase flee escape follow approach retreat return enter leave exit arrive move go come start "
    "stop freeze pause step pose act mime panic fidget idle stay rise wake moonwalk gallop trot prance frolic "
    "scramble clamber swagger plod amble lurch slouch slump collapse faint crash tap twitch wiggle wobble circle "
    "orbit pivot reverse back advance cross swipe sip chew bite lick blow whistle hum hail flap flail grapple "
    "headbutt elbow knee uppercut jab roundhouse hurdle pole-vault volley spike dunk pitch putt fence joust shadowbox "
    "conduct preach lecture toast photograph film sew knit weave iron fold pack unpack hitchhike vacuum water mow "
    "plant harvest fish hunt lasso tug haul heave hoist shove nudge poke prod tickle massage stir pour mix knead bake "
    "fry grill")
