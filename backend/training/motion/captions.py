# SPDX-License-Identifier: GPL-3.0-or-later
"""The same said in other words: paraphrases by rule, and captions of mirrored, faster and slower clips.

The rules change the subject and the form of the verbs and leave everything else as it is, so that what a caption
says stays true.
"""

from __future__ import annotations

import re

from backend.language.words import word_set

#: Subjects that stand for anybody, and what they may be exchanged for.
_ANYBODY = ("a person", "someone", "somebody", "a man", "a woman", "a character", "a figure")
_OTHERS = ("a person", "someone", "a man", "she", "he", "the character")
#: Who somebody is matters to how they move, but not always.
_SUBJECT = re.compile(
    r"(?P<subject>(?:an?|the) (?:[\w-]+ ){0,3}?(?:person|man|woman|dancer|character|knight|skeleton|actor|archer|wizard"
    r"|figure|boxer|martial artist|b-boy|referee|zombie|soldier|gymnast)"
    r"(?: (?:lying|holding) [\w ]*?(?:back|shield|in pieces on the floor))?(?: slowly)?|someone|somebody)"
    r" (?P<verb>[\w-]+?s)\b(?P<rest>.*)", re.DOTALL)
#: Third persons that follow "and", "then" or a comma and are verbs; others ("legs") are left alone.
_VERBS = word_set("""
    aims balances bends breathes casts chops climbs collapses consumes crouches dances dangles dies does draws drifts
    drops extends falls fires flips folds freezes gestures gets goes guards hangs hops is jerks jumps keeps kicks lands
    leans leaps lets lies lifts listens looks lowers makes meditates mimes pirouettes points powers punches pushes
    raises recoils rests rises rotates scoops shakes shifts shivers shoots signals sits slashes spins squats staggers
    stands stays stretches strikes sways swings takes thinks throws thrusts turns uses veers waits walks waves whirls
    wobbles runs rolls steps bows crawls sneaks claps nods kneels""")
_LINKED = re.compile(r"(?P<link>, | and | then |, and )(?P<verb>[a-z-]+s)\b")
_BASES = {"is": "be", "does": "do", "goes": "go", "flies": "fly", "lies": "lie", "dies": "die"}
_GERUNDS = {"lie": "lying", "die": "dying", "be": "being", "fire": "firing", "do": "doing", "go": "going"}
_DOUBLED = word_set("get run sit spin stab jog jab hop step chop dig hug nod squat swim drop flip let put cut strip")

_SIDES = {"left": "right", "right": "left", "clockwise": "counterclockwise", "counterclockwise": "clockwise",
          "anticlockwise": "clockwise", "counter-clockwise": "clockwise", "anti-clockwise": "clockwise",
          "leftwards": "rightwards", "rightwards": "leftwards", "leftward": "rightward", "rightward": "leftward"}
_SIDE = re.compile(r"\b(" + "|".join(sorted(map(re.escape, _SIDES), key=len, reverse=True)) + r")\b", re.IGNORECASE)
_PACE = re.compile(r"\b(very |quite )?(slowly|slow|fast|quickly|quick|briskly|brisk|unhurried(ly)?|calmly|hurr\w+"
                   r"|at (?:a|an) [\w, ]*?(?:pace|speed)|normal|normally|leisurely|sprints?)\b", re.IGNORECASE)


def mirrored(caption: str) -> str:
    """What is true of the mirrored clip: left and right exchanged."""
    def other(match: re.Match[str]) -> str:
        word = match[0]
        swapped = _SIDES[word.lower()]
        return swapped.capitalize() if word[0].isupper() else swapped

    return _SIDE.sub(other, caption)


def says_pace(caption: str) -> bool:
    """Whether a caption says how fast it goes, so that it may not be true of a faster or slower clip."""
    return _PACE.search(caption) is not None


def paraphrases(caption: str) -> list[str]:
    """Other wordings of a caption that stay true, none of them the caption itself; deterministic."""
    match = _SUBJECT.fullmatch(" ".join(caption.split()))
    if match is None:
        return []
    subject, verb, rest = match["subject"], match["verb"], match["rest"]
    plain = f"{verb}{rest}"
    base, running = base_form(verb), gerund(base_form(verb))
    commanded = base + _linked(rest, base_form)
    ongoing = running + _linked(rest, lambda each: gerund(base_form(each)))
    found = [f"{subject} is {ongoing}" if verb != "is" else f"{subject} was{rest}"]
    anybody = subject in _ANYBODY
    found += [f"{other} {plain}" for other in (_OTHERS if anybody else ("a person", "someone")) if other != subject]
    if verb != "is":
        found += [commanded, ongoing, f"{subject} {ongoing}"]
        if anybody:
            found.append(f"the person is {ongoing}")
    return [each for each in dict.fromkeys(found) if each != caption]


def base_form(verb: str) -> str:
    """"walks" -> "walk"."""
    if verb in _BASES:
        return _BASES[verb]
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    if verb.endswith(("ches", "shes", "sses", "xes")):
        return verb[:-2]
    return verb[:-1]


def gerund(base: str) -> str:
    """"walk" -> "walking"."""
    if base in _GERUNDS:
        return _GERUNDS[base]
    if base in _DOUBLED:
        return base + base[-1] + "ing"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + "ing"


def _linked(rest: str, form: object) -> str:
    """``rest`` with its further verbs in another form."""
    assert callable(form)
    return _LINKED.sub(lambda each: each["link"] + (form(each["verb"]) if each["verb"] in _VERBS else each["verb"]),
                       rest)
