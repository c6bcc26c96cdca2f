# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of movement: which verb, how fast, in which manner, where to, with which limb."""

from __future__ import annotations

from backend.language.words import DETERMINERS


def _table(**groups: str) -> dict[str, str]:
    return {phrase.strip(): label.replace("_", " ")
            for label, phrases in groups.items() for phrase in phrases.split(",")}


#: Phrase -> verb.
VERBS: dict[str, str] = _table(
    idle=
        "idle, stand, stand still, stand around, wait, stay still, hold still, rest, breathe, do nothing, "
        "loiter, linger, hang around, pose, pause, freeze",
    walk=
        "walk, stroll, stride, march, wander, amble, saunter, step forward, pace, strut, swagger, trudge, "
        "hike, sneak, creep, tiptoe, prowl, stagger, stumble, plod, shuffle, go, move, approach, patrol, "
        "limp, parade, stalk, advance, tread",
    run="run, jog, sprint, dash, race, flee, rush, hurry, gallop, bolt, charge, chase, escape, run away",
    sidestep=
        "sidestep, side step, step, take a step, take step, step sideways, step aside, step to the side, sidle, "
        "strafe, move sideways, walk sideways, shuffle sideways, shuffle to the side, crab walk",
    jump="jump, leap, hop, bounce, spring, jump up, vault, bound",
    wave=
        "wave, wave hello, wave goodbye, say hello, say goodbye, say hi, greet, hail, beckon, waving his "
        "hand, wave a hand",
    raise_arms=
        "raise arm, raise hand, raise arms, raise hands, raise both arms, raise both hands, raise his "
        "arm, raise her arm, raise his arms, raise her arms, raise their arms, raise his hand, raise her "
        "hand, raise his hands, raise her hands, raise their hands, raise the arms, raise the hands, "
        "raise a hand, raise an arm, raise one arm, raise one hand, raise left arm, raise right arm, "
        "raise left hand, raise right hand, raise his left arm, raise his right arm, raise her left arm, "
        "raise her right arm, raise the left arm, raise the right arm, raise his left hand, raise his "
        "right hand, raise her left hand, raise her right hand, raise the left hand, raise the right "
        "hand, lift arms, lift his arms, lift her arms, lift hands, hands up, arms up, put hands up, "
        "throw up arms, surrender, stretch, reach up, reach for the sky, arms in the air, hands in the "
        "air, raise",
    cheer="cheer, celebrate, rejoice, hooray, triumph, pump fists, win",
    sit="sit, sit down, take a seat, be seated, seated, sat",
    stand_up=
        "stand up, get up, gets up, got up, getting up, rise, arise, rise from a chair, get to his feet, get to her "
        "feet",
    turn=
        "turn, turn around, spin, rotate, pivot, look behind, twirl, face about, turn round, whirl, about "
        "face",
    punch=
        "punch, hit, jab, box, strike, throw a punch, throw punches, throw a jab, throw jabs, throw a hook, "
        "throw an uppercut, fight, cross, boxing, uppercut, "
        "thump, shadow box",
    kick="kick, karate kick, throw a kick, front kick, kick a ball, boot",
    clap="clap, applaud, clap hands, clap his hands, clap her hands, clap your hands, clap their hands",
    point="point, point ahead, point forward, point at, indicate",
    nod="nod, nod head, nod his head, nod her head, nod your head, agree, say yes",
    shake_head=
        "shake head, shake his head, shake her head, shake your head, shake their head, shake their heads, "
        "say no, disagree, refuse",
    throw=
        "throw, throw a ball, throw something, throw a stone, hurl, toss, pitch, fling, lob",
    argue=
        "argue, quarrel, debate, gesticulate, talk with the hands, talk with his hands, talk with her hands, "
        "discuss, protest, explain",
    bow="bow, take a bow, curtsy, bow down, bend over, bow forward")

#: What each verb means, for the nearest-verb search by sentence embedding.
ANCHORS: dict[str, tuple[str, ...]] = {
    "idle": ("a person stands still", "somebody is waiting and doing nothing"),
    "walk": ("a person walks forward", "somebody is strolling along", "sneaking around on foot"),
    "run": ("a person runs", "somebody is sprinting or jogging", "fleeing in panic"),
    "sidestep": ("a person steps to the side", "sidling along a ledge"),
    "jump": ("a person jumps up in the air", "hopping and leaping"),
    "wave": ("a person waves a hand in greeting", "waving hello or goodbye"),
    "raise arms": ("a person raises both arms above the head", "reaching up with the hands"),
    "cheer": ("a person cheers and celebrates a victory", "a fan rejoices"),
    "sit": ("a person sits down on a chair", "taking a seat"),
    "stand up": ("a person gets up from a chair",),
    "turn": ("a person turns around on the spot", "spinning and pivoting"),
    "punch": ("a person throws a punch", "boxing and hitting with the fist"),
    "kick": ("a person kicks with the leg", "a martial arts kick"),
    "clap": ("a person claps the hands", "an audience applauds"),
    "point": ("a person points ahead with a finger",),
    "nod": ("a person nods the head, saying yes",),
    "shake head": ("a person shakes the head, saying no",),
    "throw": ("a person throws a ball overhand", "hurling a stone"),
    "argue": ("a person argues with somebody, gesturing with both hands", "a heated discussion"),
    "bow": ("a person bows politely", "bending forward"),
}

#: Verbs that say more than the movement: style -> strength.
VERB_STYLES: dict[str, dict[str, float]] = {
    "sneak": {"sneaking": 1.0}, "creep": {"sneaking": 1.0}, "tiptoe": {"sneaking": 0.8}, "prowl": {"sneaking": 0.9},
    "stalk": {"sneaking": 0.7}, "stroll": {"relaxed": 1.0}, "amble": {"relaxed": 1.0}, "saunter": {"relaxed": 1.2},
    "wander": {"relaxed": 0.8}, "strut": {"proud": 1.2}, "swagger": {"confident": 1.4}, "parade": {"proud": 1.0},
    "march": {"proud": 0.6, "energetic": 0.5}, "trudge": {"tired": 1.2}, "plod": {"tired": 1.0},
    "shuffle": {"elderly": 0.8}, "stagger": {"drunk": 1.0}, "stumble": {"drunk": 0.8}, "flee": {"scared": 0.4},
    "escape": {"scared": 0.3}, "limp": {"tired": 0.6}, "charge": {"angry": 0.5}, "bounce": {"happy": 0.5},
    "stride": {"confident": 0.8},
}
#: Verbs that say how fast: factor on the usual speed.
VERB_PACES: dict[str, float] = {
    "jog": 0.78, "sprint": 1.75, "dash": 1.6, "race": 1.5, "bolt": 1.7, "flee": 1.4, "escape": 1.3, "charge": 1.3,
    "rush": 1.25, "hurry": 1.1, "gallop": 1.15, "stroll": 0.85, "amble": 0.75, "saunter": 0.85, "wander": 0.85,
    "hike": 1.1, "march": 1.15, "stride": 1.12, "limp": 0.6,
}
PACES: dict[str, float] = {
    "slowly": 0.72, "slow": 0.72, "leisurely": 0.8, "calmly": 0.88, "gently": 0.85, "quickly": 1.3, "quick": 1.3,
    "fast": 1.35, "rapidly": 1.4, "rapid": 1.4, "briskly": 1.22, "brisk": 1.22, "swiftly": 1.3, "swift": 1.3,
    "hastily": 1.25, "hurriedly": 1.25, "full speed": 1.8, "at full speed": 1.8, "top speed": 1.8, "speedily": 1.3,
    "in slow motion": 0.4, "slow motion": 0.4,
}
INTENSITIES: dict[str, float] = {
    "high": 1.35, "hard": 1.3, "powerfully": 1.3, "strongly": 1.25, "big": 1.25, "wildly": 1.45, "vigorously": 1.3,
    "lightly": 0.7, "softly": 0.7, "low": 0.65, "subtly": 0.6, "small": 0.7, "little": 0.7, "deeply": 1.3,
    "enthusiastically": 1.3, "frantically": 1.4, "forcefully": 1.3,
}
STYLE_WORDS: dict[str, str] = _table(
    tired=
        "tired, tiredly, exhausted, weary, wearily, sleepy, fatigued, worn out, sluggishly, sluggish, "
        "lazily, lazy, exhaustedly",
    sad=
        "sad, sadly, depressed, unhappy, gloomy, miserable, dejected, dejectedly, sorrowful, heartbroken, "
        "melancholy, disappointed, ashamed, mourning",
    happy=
        "happy, happily, cheerful, cheerfully, joyful, joyfully, excited, excitedly, merry, merrily, "
        "glad, playful, playfully, delighted, bouncy",
    angry="angry, angrily, furious, furiously, mad, enraged, aggressive, aggressively, annoyed, irritated",
    proud="proud, proudly, heroic, heroically, regal, majestic, arrogant, arrogantly, pompous, royal",
    sneaking=
        "sneaky, sneakily, stealthy, stealthily, secretly, on tiptoe, on tiptoes, quietly, crouched, "
        "crouching, cautiously, cautious, carefully, careful",
    relaxed="relaxed, casual, casually, leisurely, calm, calmly, chilled, easygoing, cool",
    energetic=
        "energetic, energetically, lively, active, actively, dynamic, vigorous, athletic, brisk, briskly, "
        "sporty",
    scared=
        "scared, afraid, frightened, fearful, fearfully, nervous, nervously, anxious, anxiously, "
        "terrified, timid, timidly, shy, shyly, panicked, worried, in panic",
    elderly=
        "old, elderly, aged, ancient, frail, senile, like an old man, like an old woman, grandfather, "
        "grandmother, grandpa, grandma",
    drunk="drunk, drunken, drunkenly, dizzy, tipsy, wobbly, dazed, intoxicated",
    confident=
        "confident, confidently, determined, boldly, bold, purposeful, purposefully, brave, bravely, "
        "cocky",
    feminine="feminine, like a model, graceful, gracefully, elegant, elegantly, sexy, catwalk",
    heavy=
        "heavy, heavily, fat, overweight, obese, chubby, big, lumbering, ponderous, clumsily, clumsy, "
        "like a giant")

SIDES: dict[str, str] = _table(
    left=
        "left hand, left arm, left leg, left foot, left fist, left knee, with the left, with his left, "
        "with her left",
    right=
        "right hand, right arm, right leg, right foot, right fist, right knee, with the right, with his "
        "right, with her right",
    both=
        "both hands, both arms, both legs, both fists, both feet, two hands, two arms, alternately, "
        "alternating, with both")
DIRECTIONS: dict[str, str] = _table(
    forward="forward, forwards, ahead, straight ahead, straight, onward",
    backward="backward, backwards, back, in reverse",
    left="to the left, leftward, leftwards, to his left, to her left, left",
    right="to the right, rightward, rightwards, to his right, to her right, right")
CIRCLES = ("in a circle", "in circles", "around in a circle", "circle", "in a loop")
TURNS: dict[str, float] = {
    "turn around": 180.0, "turn round": 180.0, "about face": 180.0, "face about": 180.0, "look behind": 180.0,
    "spin": 360.0, "twirl": 360.0, "whirl": 360.0}
#: What a scene may say about who moves, where and when; understood as nothing to do.
SUBJECTS = (
    "man", "woman", "person", "character", "guy", "girl", "boy", "figure", "human", "someone", "somebody", "lady",
    "gentleman", "people", "avatar", "hero", "actor", "he", "she", "they", "motion", "animation", "movement", "action",
    "clip", "hand", "arm", "leg", "foot", "head", "body", "place", "spot", "air", "while", "loop", "hello", "goodbye",
    "then", "take", "keep", "continue", "continuously", "steadily", "normally", "normal", "still", "chair",
    "stool", "seat", "bench", "natural", "naturally", "down", "up", "around", "fist", "punch", "kick",
    "jump", "step", "side", "ball")
STARTS = ("start", "begin", "set off", "set out", "depart", "from a standstill", "from standing")
STOPS = ("stop", "halt", "come to a stop", "come to a halt", "come to a standstill", "come to rest", "slow to a stop")
#: Said so, nobody's figure is meant and no number.
EIGHTS = ("in a figure eight", "in a figure 8", "in a figure of eight", "in figure eights", "figure eight",
          "figure 8", "figure of eight", "figure of 8", "figure eights", "eights", "in an eight")
IN_PLACE = ("in place", "on the spot", "on a treadmill", "treadmill")


def is_thing(word: str, before: str) -> bool:
    """Whether a word that may be a verb names a thing: "picks up a box"."""
    return word in ("box", "boxes") and before in DETERMINERS
