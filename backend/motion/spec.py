# SPDX-License-Identifier: GPL-3.0-or-later
"""From a sentence to a motion spec: plain JSON the user may edit and send back.

Keys of a spec, all present:

``verb``          one of :data:`VERB_NAMES`
``gesture``       a gesture made at the same time while walking or running, or null
``direction``     "forward", "backward", "left" or "right"; null for the verb's own. A walk or run to the left
                  faces left, a sidestep keeps facing ahead
``path``          "straight", "circle" or "eight": a circle, then one the other way
``side``          "left", "right" or "both" limbs; null for the verb's own
``styles``        {style: strength}, see :data:`backend.motion.style.STYLES`; strength 0..2
``pace``          factor on the usual speed, 0.2..4
``intensity``     factor on the usual size, 0.2..3
``speed``         metres a second of a walk or run; null for a natural one
``duration``      seconds; null for automatic
``repeats``       how many times; for a walk or run how many steps; null for as many as fit
``turn_degrees``  for "turn", and for a walk or run that bends: left is positive; null otherwise
``in_place``      true to stay on the spot
``starts``        true for a walk or run that begins standing
``stops``         true for a walk or run that ends standing
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from backend.engine import EngineError, Understanding
from backend.language.text import Match, Reading
from backend.motion import lexicon
from backend.motion.style import STYLES

LOCOMOTION = ("walk", "run")
OVERLAYS = ("wave", "raise arms", "cheer", "clap", "point", "nod", "shake head")
VERB_NAMES = ("idle", "walk", "run", "sidestep", "jump", "wave", "raise arms", "cheer", "clap", "point", "nod",
              "shake head", "bow", "sit", "stand up", "turn", "punch", "kick", "throw", "argue")
DEFAULTS: dict[str, Any] = {
    "verb": "idle", "gesture": None, "direction": None, "path": "straight", "side": None, "styles": {}, "pace": 1.0,
    "intensity": 1.0, "speed": None, "duration": None, "repeats": None, "turn_degrees": None, "in_place": False,
    "starts": False, "stops": False}
_CHOICES = {
    "verb": VERB_NAMES, "gesture": (None, *OVERLAYS), "direction": (None, "forward", "backward", "left", "right"),
    "path": ("straight", "circle", "eight"), "side": (None, "left", "right", "both"), "in_place": (True, False),
    "starts": (True, False), "stops": (True, False)}
_RANGES = {"pace": (0.2, 4.0), "intensity": (0.2, 3.0), "speed": (0.05, 12.0), "duration": (0.1, 600.0),
           "turn_degrees": (-3600.0, 3600.0)}
_UNITS = {"speed": "m/s", "duration": "s", "turn_degrees": "degrees"}
_MOST_REPEATS = 200
_STEPPING = frozenset(("step", "stride"))
#: Cosine below which a prompt means no movement we know; calibrated on MiniLM.
_NEAR = 0.34


def capabilities() -> str:
    """What can be asked for, as a sentence."""
    return "It can: " + ", ".join(VERB_NAMES) + "; with styles such as " + ", ".join(list(STYLES)[:8]) + "."


def validated(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A complete spec from an edited one; raises :class:`EngineError` that names the key at fault."""
    unknown = sorted(map(str, set(spec) - set(DEFAULTS)))
    if unknown:
        raise EngineError(f"A motion spec has no {', '.join(unknown):.200}.", f"Its keys: {', '.join(DEFAULTS)}.",
                          "invalid_spec")
    full = {**DEFAULTS, **spec}
    for key, choices in _CHOICES.items():
        if full[key] not in choices:
            raise EngineError(f"The motion spec's {key} is {_shown(full[key])}.",
                              f"Choose one of: {', '.join(str(each) for each in choices)}.", "invalid_spec")
    for key, (low, high) in _RANGES.items():
        value = full[key]
        if value is None and DEFAULTS[key] is None:
            continue
        if not _number(value) or not low <= value <= high:
            raise EngineError(f"The motion spec's {key} is {_shown(value)}.",
                              f"Give a number from {low:g} to {high:g}.", "invalid_spec")
    repeats = full["repeats"]
    if repeats is not None and not (_number(repeats) and repeats == int(repeats) and 1 <= repeats <= _MOST_REPEATS):
        raise EngineError(f"The motion spec's repeats is {_shown(repeats)}.",
                          f"Give a whole number from 1 to {_MOST_REPEATS}.", "invalid_spec")
    full["repeats"] = None if repeats is None else int(repeats)
    styles = full["styles"]
    if not isinstance(styles, Mapping) or any(
            name not in STYLES or not _number(value) or not 0 <= value <= 2 for name, value in styles.items()):
        raise EngineError("The motion spec's styles must give each style a strength from 0 to 2.",
                          f"Styles: {', '.join(STYLES)}.", "invalid_spec")
    full["styles"] = {name: float(value) for name, value in styles.items()}
    if full["verb"] == "turn" and full["turn_degrees"] is None:
        full["turn_degrees"] = 90.0
    return full


def _number(value: Any) -> bool:
    """Whether ``value`` is a finite number; an int of any length is one, though no float may hold it."""
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and math.isfinite(value))


def _shown(value: Any) -> str:
    """``value`` as a sentence may quote it; Python refuses to spell out very long integers."""
    if isinstance(value, int) and value.bit_length() > 64:
        return "too large a number"
    try:
        return f"{value!r:.60}"
    except ValueError:  # such an integer inside a list or group
        return f"a {type(value).__name__}"


def understand(prompt: str, near: float = _NEAR) -> Understanding:
    """Read a prompt; a movement that it does not name is guessed when its meaning is as close as ``near`` (a cosine).

    Raises :class:`EngineError` (``unknown_motion``) when it names no movement that could be made or guessed.
    """
    reading = Reading(prompt)
    spec: dict[str, Any] = {**DEFAULTS, "styles": {}}
    assumptions: list[str] = []
    _measures(reading, spec, assumptions)
    in_place = [match for match in reading.find(dict.fromkeys(lexicon.IN_PLACE, True)) if not match.negated]
    spec["in_place"] = bool(in_place)
    if reading.find(dict.fromkeys(lexicon.EIGHTS, True)):
        spec["path"] = "eight"
    elif reading.find(dict.fromkeys(lexicon.CIRCLES, True)):
        spec["path"] = "circle"
    circle = spec["path"] in ("circle", "eight")
    verbs = [match for match in reading.find(lexicon.VERBS)
             if not match.negated and not lexicon.is_thing(*(reading.tokens[place].key if place >= 0 else ""
                                                             for place in (match.start, match.start - 1)))]
    sides = [match for match in reading.find(lexicon.SIDES) if not match.negated]
    directions = [match for match in reading.find(lexicon.DIRECTIONS) if not match.negated]
    _manner(reading, spec)
    ends = {key: any(not match.negated for match in reading.find(dict.fromkeys(words, True)))
            for key, words in (("starts", lexicon.STARTS), ("stops", lexicon.STOPS))}
    reading.find(dict.fromkeys(lexicon.SUBJECTS, True))
    left_out = _choose(prompt, reading, spec, verbs, assumptions, near)
    kept = [match for match in verbs if match.value not in left_out]
    sides, directions = (_said_of(kept, verbs, each) for each in (sides, directions))
    _sides(spec, kept, [match.value for match in sides], [match.value for match in directions], assumptions)
    _ends(spec, ends, verbs)
    if circle and spec["verb"] in LOCOMOTION and spec["turn_degrees"] is None:
        spec["turn_degrees"] = -360.0 if any(match.value == "right" for match in directions) else 360.0
        spec["direction"] = "backward" if spec["direction"] == "backward" else None
    for key, (low, high) in _RANGES.items():
        if spec[key] is not None:
            asked, spec[key] = spec[key], float(min(max(spec[key], low), high))
            if key in _UNITS and spec[key] != asked:
                assumptions.append(f"Asked for {asked:.4g} {_UNITS[key]}; {spec[key]:g} is the "
                                   f"{'most' if asked > high else 'least'} it can do.")
    return Understanding(spec=validated(spec), assumptions=assumptions, unparsed=reading.unparsed())


def _measures(reading: Reading, spec: dict[str, Any], assumptions: list[str]) -> None:
    for measure in reading.measures():
        key = {"s": "duration", "m/s": "speed", "degrees": "turn_degrees", "times": "repeats"}.get(measure.unit)
        if key is None:
            continue
        if measure.value <= 0:
            words = " ".join(token.text for token in reading.tokens[measure.start:measure.end])
            assumptions.append(f"“{words}” cannot be done and was left out.")
        elif key == "repeats":
            spec[key] = _repeats(measure.value, assumptions)
        else:
            spec[key] = float(measure.value)


def _repeats(asked: float, assumptions: list[str]) -> int:
    count = int(min(max(round(asked), 1), _MOST_REPEATS))
    if asked > _MOST_REPEATS:
        assumptions.append(f"Asked for {asked:.4g} times; {count} is the most it can do.")
    return count


def _said_of(kept: list[Match[str]], verbs: list[Match[str]], matches: list[Match[str]]) -> list[Match[str]]:
    """Those of ``matches`` that belong to a kept verb: "kick with the left leg then punch with the right arm".

    A limb or direction belongs to the last verb before it, or to the first one when none is before it.
    """
    if len(kept) == len(verbs):
        return matches
    return [match for match in matches
            if next((verb for verb in reversed(verbs) if verb.start < match.end), verbs[0]) in kept]


def _manner(reading: Reading, spec: dict[str, Any]) -> None:
    for match in reading.find(lexicon.STYLE_WORDS):
        if not match.negated:
            strength = spec["styles"].get(match.value, 0.0)
            spec["styles"][match.value] = min(2.0, max(strength, match.degree))
    for table, key in ((lexicon.PACES, "pace"), (lexicon.INTENSITIES, "intensity")):
        for found in reading.find(table, overlap=True):
            if not found.negated:
                spec[key] *= found.value**found.degree


def _choose(prompt: str, reading: Reading, spec: dict[str, Any], verbs: list[Match[str]],
            assumptions: list[str], near: float) -> list[str]:
    """Set the verb, and a gesture beside it; other actions are said to be left out, and returned."""
    if not verbs:
        _guess(prompt, reading, spec, assumptions, near)
        return []
    names = [match.value for match in verbs]
    moving = [match for match in verbs if match.value in LOCOMOTION]
    # "Stand" beside another action only sets the scene; "go" and "move" are walks of last resort.
    vague = {"go", "move", "rest", "pose", "cross", "step", "take a step", "pace", "back"}
    acting = [match for match in verbs if match.value != "idle" and match.phrase not in vague] or \
        [match for match in verbs if match.value != "idle"]
    main = next((match for match in moving if match.phrase not in vague), None)
    main = main or (acting[0] if acting else verbs[0])
    spec["verb"] = main.value
    for style, strength in lexicon.VERB_STYLES.get(main.phrase, {}).items():
        spec["styles"][style] = min(2.0, max(spec["styles"].get(style, 0.0), strength * main.degree))
    if main.value in LOCOMOTION:
        _steps(reading, spec, verbs, assumptions)
    spec["pace"] *= lexicon.VERB_PACES.get(main.phrase, 1.0)
    if main.count and spec["repeats"] is None and main.value not in LOCOMOTION:
        spec["repeats"] = _repeats(main.count, assumptions)
        reading.consume(main.start - 1, main.start)
    others = [name for name in dict.fromkeys(names) if name not in (main.value, "idle")]
    if main.value in LOCOMOTION and "sidestep" in others:
        others.remove("sidestep")
    if main.value in LOCOMOTION:
        overlay = next((name for name in others if name in OVERLAYS), None)
        if overlay:
            spec["gesture"] = overlay
            others.remove(overlay)
        if "turn" in others:
            others.remove("turn")
            spec["turn_degrees"] = spec["turn_degrees"] or 90.0
        others = [name for name in others if name not in LOCOMOTION or name != "walk"]
    if main.value == "turn" and spec["turn_degrees"] is None:
        spec["turn_degrees"] = lexicon.TURNS.get(main.phrase, 90.0)
    if others:
        assumptions.append(f"One action a clip: made {main.value!r}, left out {', '.join(others)}.")
    return others


def _steps(reading: Reading, spec: dict[str, Any], verbs: list[Match[str]], assumptions: list[str]) -> None:
    """ "walks ten steps", "steps forward twice": how many a walk or run takes; "walks twice" counts none."""
    stepping = [match for match in verbs if _STEPPING & {*match.phrase.split()}]
    counted = next((match for match in stepping if match.count), None)
    if counted is not None and counted.count is not None:
        spec["repeats"] = _repeats(counted.count, assumptions)
        reading.consume(counted.start - 1, counted.start)
    elif not stepping:
        spec["repeats"] = None


def _guess(prompt: str, reading: Reading, spec: dict[str, Any], assumptions: list[str], near: float) -> None:
    words = [word for word in reading.unparsed() if any(letter.isalpha() for letter in word)]
    if not words:
        if not prompt.strip():
            raise EngineError("The prompt is empty.", f"Say what should move. {capabilities()}", "empty_prompt")
        assumptions.append("No movement was named: standing idle.")
        return
    from backend.language.embedding import Anchors

    anchors = Anchors(lexicon.ANCHORS)
    (label, score), *_ = anchors.nearest(prompt)
    if score < near:
        raise EngineError(f"{' '.join(words)!r:.80} is no movement this engine knows.", capabilities(),
                          "unknown_motion")
    spec["verb"] = label
    assumptions.append(f"{' '.join(words)!r:.60} is not a movement this engine knows: made the nearest one, {label!r}.")


def _sides(spec: dict[str, Any], verbs: list[Match[str]], sides: list[str], directions: list[str],
           assumptions: list[str]) -> None:
    lateral = next((name for name in directions if name in ("left", "right")), None)
    along = next((name for name in directions if name in ("forward", "backward")), None)
    phrases = {match.phrase for match in verbs}
    if spec["verb"] == "walk" and lateral and not along and phrases & {"move", "shuffle"}:
        # "Moves to the left" keeps facing ahead; "walks to the left" does not.
        spec["verb"] = "sidestep"
    elif spec["verb"] == "sidestep" and not lateral and phrases & {"step", "take a step"}:
        spec["verb"] = "walk"
    verb = spec["verb"]
    for match in verbs:
        words = match.phrase.split()
        sides += [side for side in ("left", "right", "both") if side in words]
        if "raise" in match.phrase and words[-1] in ("arm", "hand") and not sides:
            sides.append("right")
    if "left" in sides and "right" in sides:
        sides = ["both"]
    if verb == "turn" or (verb in LOCOMOTION and spec["turn_degrees"] is not None):
        if lateral is None and verb == "turn":
            assumptions.append("Turns to the left: the prompt names no side.")
        spec["turn_degrees"] = abs(spec["turn_degrees"] or 90.0) * (-1 if lateral == "right" else 1)
        spec["direction"] = along if verb in LOCOMOTION else None
    elif verb in LOCOMOTION:
        spec["direction"] = along or lateral or "forward"
    elif verb == "sidestep":
        if lateral is None:
            assumptions.append("Steps to the left: the prompt names no side.")
        spec["direction"] = lateral or "left"
    elif verb == "jump":
        spec["direction"] = along
    elif lateral and not sides:
        sides = [lateral]
    if sides:
        spec["side"] = sides[0]


def _ends(spec: dict[str, Any], ends: dict[str, bool], verbs: list[Match[str]]) -> None:
    """Whether a walk or run begins or ends standing: said outright, or by standing before or after it."""
    if spec["verb"] not in LOCOMOTION:
        return
    moving = next((match.start for match in verbs if match.value == spec["verb"]), 0)
    standing = [match.start for match in verbs if match.value == "idle" and match.phrase != "pose"]
    spec["starts"] = ends["starts"] or any(place < moving for place in standing)
    spec["stops"] = ends["stops"] or any(place > moving for place in standing)
