# SPDX-License-Identifier: GPL-3.0-or-later
"""The same said in other words: paraphrases by rule, and captions of mirrored, faster and slower clips.

The rules change the subject, the form of the verbs, and words for others that mean the same, and leave everything
else as it is, so that what a caption says stays true.
"""

from __future__ import annotations

import re

from backend.language.words import word_set
from backend.library.terms import mirrored

__all__ = ["base_form", "gerund", "mirrored", "paraphrases", "says_pace", "synonyms"]

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

_PACE = re.compile(r"\b(very |quite )?(slowly|slow|fast|quickly|quick|briskly|brisk|unhurried(ly)?|calmly|hurr\w+"
                   r"|at (?:a|an) [\w, ]*?(?:pace|speed)|normal|normally|leisurely|sprints?)\b", re.IGNORECASE)


def says_pace(caption: str) -> bool:
    """Whether a caption says how fast it goes, so that it may not be true of a faster or slower clip."""
    return _PACE.search(caption) is not None


#: What may be said instead, as third persons (:func:`paraphrases` gives them their other forms).
_SAME = (
    ("jogs", "runs slowly"), ("sneaks", "tiptoes", "creeps", "prowls"), ("sits down", "takes a seat"),
    ("does a backflip", "performs a backflip", "flips backwards", "backflips"),
    ("does a cartwheel", "performs a cartwheel", "turns a cartwheel"), ("does push-ups", "performs push-ups",
                                                                        "does press-ups", "does pushups"),
    ("throws something", "throws a ball", "throws", "tosses something", "hurls something"),
    ("throws a punch", "punches", "strikes with a fist"), ("punches", "throws a punch"), ("waves", "waves hello"),
    ("stands up from a chair", "stands up", "gets up", "gets up from a chair", "rises from a seat"),
    ("crawls forward on hands and knees", "crawls", "crawls on all fours", "crawls on the hands and knees"),
    ("jumps up", "jumps", "leaps up", "jumps into the air"), ("makes a short jump", "jumps", "hops up"),
    ("kicks high", "kicks", "does a high kick"), ("dances", "is dancing", "performs a dance"),
    ("runs up and kicks", "kicks"), ("sprints", "runs very fast", "runs as fast as possible"),
    ("does jumping jacks", "performs jumping jacks", "does star jumps"), ("does a forward roll", "rolls forward"),
)


def synonyms(caption: str) -> list[str]:
    """The caption with other words for what is done."""
    found = []
    for first, *others in _SAME:
        pattern = re.compile(rf"\b{re.escape(first)}\b")
        if pattern.search(caption):
            found += [pattern.sub(other, caption, count=1) for other in others]
    return [each for each in dict.fromkeys(found) if each != caption]


def paraphrases(caption: str) -> list[str]:
    """Other wordings of a caption that stay true, none of them the caption itself; deterministic."""
    said = [caption, *synonyms(caption)]
    every = [*said[1:], *(wording for each in said for wording in _reformed(each))]
    return [each for each in dict.fromkeys(every) if each != caption]


def _reformed(caption: str) -> list[str]:
    """The caption of another subject, and with its verbs in other forms."""
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
