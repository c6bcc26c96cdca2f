# SPDX-License-Identifier: GPL-3.0-or-later
"""The small words between the actions of a script, as plain data."""

from __future__ import annotations

import re

from backend.language.words import AUXILIARIES, DETERMINERS, PRONOUNS, word_set

#: Linking phrases -> what they say. A "while" joins in time, a "then" follows, "before" and "after" order
#: the two actions they stand between; "," and "and" follow or join, as the actions allow.
LINKS: dict[tuple[str, ...], str] = {tuple(phrase.split()): kind for kind, phrases in {
    "then": "and then, then, after that, after which, afterwards, afterward, next, and next, followed by, finally, "
            "and finally, lastly, subsequently, thereafter, and after that, and afterwards, before finally, "
            "as soon as, once, when, until, firstly, secondly, thirdly, but then, later, later on, and later, and once",
    "while": "while, whilst, meanwhile, and meanwhile, at the same time, and at the same time, simultaneously, "
             "all the while, as well as, at the same time as, during which",
    "before": "before, and before", "after": "after, and after", "stop": ". ; ! ?", "comma": ",",
    "and": "and, & , plus, +, or, and also, also, but",
}.items() for phrase in (phrases.split() if kind == "stop" else phrases.split(", "))}
LINKS[(",",)] = "comma"
STRENGTH = ("comma", "and", "stop", "then", "after", "before", "while", "trail")
PERSONS = PRONOUNS | word_set("man woman person character guy girl boy figure human lady gentleman avatar hero actor "
                               "robot child kid zombie soldier dancer somebody someone everyone")
#: Before the verb of a clause: who, how, and helpers.
OPENING = PRONOUNS | AUXILIARIES | DETERMINERS | word_set(
    "to first firstly now please again also still just immediately keeps keep continues continue starts start begins "
    "begin and then do does doing perform performs performing make makes making")
NO_ACTION = word_set("left right back place still point rest face step ball box bat iron film plant water fish cross "
                      "pose reverse start stop come leave")
ARROW = re.compile(r"(?<!\d) ?(?:[-=]{1,2}>|[→⇒➔➜]) ?(?!\d)")
#: "then goes back to idle"
TO_REST = re.compile(r"\b(?:go(?:es)?|going|comes?|coming|returns?|returning) (?:back )?(?:in)?to "
                     r"(?:an? |the |his |her )?(?:idle|idling|standing|rest|neutral)(?: pose| position| stance)?\b",
                     re.IGNORECASE)
BULLET = re.compile(r"^ ?(?:[-*•·]+|\d{1,2}[.)](?!\d)) ?")
NUMBERING = re.compile(r"[ ;,.]{1,3}\d{1,2}[.)] ?(?=[^\W\d])")
#: Said after both actions: "walks and waves at the same time".
TRAILING = (("at", "the", "same", "time"), ("simultaneously",), ("meanwhile",))
LONE = word_set("left right forward forwards backward backwards back again more once twice around ahead both other "
                 "to the her his their your with hand arm leg foot side and for")
