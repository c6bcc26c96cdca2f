# SPDX-License-Identifier: GPL-3.0-or-later
"""Times written in a script: "0-2 s", "[0:03]", "at four seconds", "2s:", "after 2 seconds", "until 5 s".

Durations in words ("for three seconds") are left to :meth:`backend.language.text.Reading.measures`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from backend.language.measures import read_number
from backend.language.text import tokenize

_WORD = (r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|half an?|an?)"
         r"(?: and a half)?")
_DIGITS = r"\d{1,4}(?:[.,]\d{1,3})?"
_UNIT = r"(?:s|secs?|seconds?)\b"
_CLOCK = r"\d{1,2}:[0-5]\d(?:[.,]\d{1,3})?"
_TIME = rf"(?:{_CLOCK}|(?:{_DIGITS}|{_WORD})[ -]?(?:more |further )?{_UNIT})"
_BARE = rf"(?:{_CLOCK}|{_DIGITS}(?: ?{_UNIT})?)"
_DASH = r" ?(?:-|–|—|->|→|\bto\b|\btill?\b|\buntil\b) ?"
_MARK = r"(?: mark\b| point\b)?"

#: (kind, pattern): at one place the first kind wins.
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in (
    ("vague", rf"\b(?:for|about|around|some) ({_DIGITS}) ?(?:-|–|to|or) ?({_DIGITS}) ?{_UNIT}"),
    ("length", r"(?:\bfor |(?<=wait )|(?<=waits )|(?<=pause )|(?<=pauses )|(?<=hold )|(?<=holds ))"
               r"(a)(?: brief| short)? (?:second|sec|moment)\b"),
    ("range", rf"[\[(] ?({_BARE}){_DASH}({_BARE}) ?[\])] ?[:\-–]?"),
    ("label", rf"[\[(] ?({_CLOCK}|{_DIGITS} ?{_UNIT}) ?[\])] ?[:\-–]?"),
    ("range", rf"\b(?:from |between )?({_DIGITS}(?: ?{_UNIT})?|{_CLOCK}|{_WORD})(?:{_DASH}| and )({_TIME}) ?:?"),
    ("range", rf"(?<![\d.,:])({_DIGITS}){_DASH}({_DIGITS}) ?:(?!\d)"),
    ("start", rf"(?:\bstarting |\bbeginning )?(?:\bat|@) ?(?:the )?(?:t ?= ?)?({_TIME}){_MARK}"),
    ("start", rf"\b(?:at|from) second ({_DIGITS}|{_WORD})\b(?: on(?:wards?)?)?"),
    ("start", rf"\bfrom ({_TIME})(?: on(?:wards?)?)?\b"),
    ("delay", rf"\bafter (?:another |a further |about )?({_TIME})(?! (?:of|long)\b)"),
    ("delay", rf"({_TIME}) (?:later|after that|afterwards?)\b"),
    ("end", rf"\b(?:until|till|up to) (?:second )?({_TIME}){_MARK}"),
    ("label", rf"(?<![\w.,:])({_CLOCK}) ?[:\-–]?(?!\w)"),
    ("label", rf"(?<![\w.,:])({_DIGITS} ?{_UNIT}) ?:"),
))
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class Mark:
    """A time in the text at characters ``start..end``.

    ``kind``: "range" (``first`` to ``second`` seconds), "start", "end", "delay" (seconds after what
    went before began), "label" (a bare time before an action: a start or a length) or "vague" (a length
    between two).
    """

    kind: str
    first: float
    second: float
    start: int
    end: int
    #: In brackets or before a colon: it stands before its action.
    leads: bool = False


def seconds_of(text: str) -> float | None:
    """Seconds of "0:03.5", "2 s", "two", "half a second"; None for anything else."""
    text = text.strip().lower()
    if ":" in text:
        minutes, _, rest = text.partition(":")
        return int(minutes) * 60 + float(rest.replace(",", "."))
    tokens = tokenize(text)
    number = read_number(tokens, 0) if tokens else None
    if number is None and tokens and tokens[0].key in ("a", "an"):
        return 1.0
    return None if number is None else float(number[0])


def find_marks(text: str) -> list[Mark]:
    """Every time in ``text`` in order, none overlapping another."""
    found: list[tuple[int, int, Mark]] = []
    for rank, (kind, pattern) in enumerate(_PATTERNS):
        for match in pattern.finditer(text):
            values = [seconds_of(each) for each in match.groups()]
            if any(value is None for value in values):
                continue
            first = float(values[0] or 0.0)
            second = float(values[-1] or 0.0)
            if kind == "range" and second <= first:
                continue
            leads = match[0][0] in "[(" or match[0].rstrip().endswith(":") or kind == "label"
            found.append((rank, match.start(), Mark(kind, first, second, match.start(), match.end(), leads)))
    marks: list[Mark] = []
    taken = bytearray(len(text))
    for _, _, mark in sorted(found, key=lambda each: each[:2]):
        if not any(taken[mark.start:mark.end]):
            taken[mark.start:mark.end] = b"\1" * (mark.end - mark.start)
            marks.append(mark)
    marks.sort(key=lambda mark: mark.start)
    return _labels(marks)


def _labels(marks: list[Mark]) -> list[Mark]:
    """Labels as starts when they rise from zero ("0s: walk 2s: wave"), or are read off a clock; else as lengths."""
    labels = [mark for mark in marks if mark.kind == "label"]
    values = [mark.first for mark in labels]
    rising = all(a < b for a, b in pairwise(values))
    starts = rising and bool(values) and (values[0] == 0 or len(values) < len(marks))
    return [mark if mark.kind != "label" else
            replace(mark, kind="start" if starts else "length") for mark in marks]


def squeezed(text: str) -> str:
    """``text`` with every run of blanks as one space and line ends kept: what the patterns expect."""
    return _SPACES.sub(" ", text).strip()
