# SPDX-License-Identifier: GPL-3.0-or-later
"""Clauses understood: what each does, when, whose directions it names, and how it joins the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from backend.engine import EngineError
from backend.language.text import Reading
from backend.language.words import FUNCTION_WORDS, word_set
from backend.motion import lexicon
from backend.motion.script.clauses import Clause, split
from backend.motion.script.frames import directions_of
from backend.motion.script.parts import part_label
from backend.motion.spec import LOCOMOTION, OVERLAYS, understand

_OVER = {*OVERLAYS, "bow", "punch"}
_STANDING = {"stand", "stand still", "stand around", "pose", "stay still", "hold still"}
#: Gestures that "it" may name the hand of.
_WITH_HANDS = {"wave", "raise arms", "point", "cheer"}
_AGAIN = word_set("again repeat more once it that same thing another time")


@dataclass
class Action:
    """One clause understood."""

    text: str
    link: str
    verb: str
    spec: dict[str, Any] | None
    assumptions: list[str] = field(default_factory=list)
    unparsed: list[str] = field(default_factory=list)
    seconds: float | None = None
    start: float | None = None
    end: float | None = None
    delay: float | None = None
    frame: str = ""
    face: str = ""
    begins: str = ""
    part: str = ""
    phrases: tuple[str, ...] = ()
    opens: bool = False
    #: Told as "-ing".
    participle: bool = False
    #: Actions made at the same time on other parts.
    overlays: list[Action] = field(default_factory=list)
    hold: bool = False

    @property
    def timed(self) -> bool:
        return self.start is not None or self.delay is not None or self.end is not None

    @property
    def over(self) -> bool:
        """Whether it can be laid over what the legs do."""
        return self.verb in _OVER or self.part not in ("", "whole", "lower")


def actions_of(prompt: str, fps: float) -> list[Action]:
    """The actions of a prompt in order, stops and repetitions taken into their neighbours; ``link`` of each is
    "then", "while", "bend" (a walk that turns) or "scene" (a stand that only sets the scene)."""
    actions: list[Action] = []
    for clause in split(prompt):
        action = _action(clause, fps, any(each.frame == "viewer" for each in actions) or "camera" in prompt.lower())
        if action is not None:
            actions.append(action)
    return _stops(actions)


def _action(clause: Clause, fps: float, seen: bool) -> Action | None:
    """One clause with its times, frame and part; None for a clause without any word. ``seen``: the script has
    spoken of the viewer, whom "away from it" may mean."""
    label, text = part_label(clause.text)
    text = f"{clause.borrowed} {text}".strip()
    told = directions_of(text, clause.main, seen)
    action = Action(clause.text[:400], clause.link, clause.main, None, frame=told.frame, face=told.face,
                    begins=told.begins, part=label, phrases=tuple(phrase for _, phrase in clause.verbs),
                    opens=clause.opens, participle=clause.participle)
    for mark in clause.marks:
        if mark.kind in ("length", "vague"):
            action.seconds = mark.first if mark.kind == "length" else (mark.first + mark.second) / 2
        elif mark.kind == "range":
            action.start, action.seconds = mark.first, mark.second - mark.first
        else:
            setattr(action, {"start": "start", "delay": "delay", "end": "end"}[mark.kind], mark.first)
    if not told.text and not clause.verbs:
        return None
    reading = Reading(told.text)
    frames = next((each.value for each in reading.measures() if each.unit == "frames"), None)
    if frames and action.seconds is None:
        action.seconds = frames / fps
    if not clause.verbs:
        stops = [match for match in reading.find(dict.fromkeys(lexicon.STOPS, True)) if not match.negated]
        action.verb = "stop" if stops else ""
        words = {token.key for token in reading.tokens if token.is_word} - FUNCTION_WORDS
        if not stops and words and words <= _AGAIN:
            action.verb = "again"
        action.unparsed = [] if action.verb else reading.unparsed()
        return action
    if clause.verbs and _stopping(clause, told.text):
        action.verb = "stop"
        return action
    try:
        understood = understand(told.text)
    except EngineError as error:
        action.unparsed = reading.unparsed()
        action.assumptions = [error.message]
        return action
    spec = understood.spec
    if spec["duration"] is not None and action.seconds is None:
        action.seconds = spec["duration"]
    spec["duration"] = None
    action.spec, action.verb = spec, spec["verb"]
    action.unparsed = understood.unparsed
    action.assumptions = understood.assumptions
    if told.face and spec["verb"] == "turn":
        action.assumptions = [each for each in action.assumptions if "names no side" not in each]
    return action


def _stopping(clause: Clause, text: str) -> bool:
    """ "stops walking": the end of what went before, not a walk."""
    reading = Reading(text)
    stops = [match.end for match in reading.find(dict.fromkeys(lexicon.STOPS, True)) if not match.negated]
    verbs = [match.start for match in reading.find(lexicon.VERBS, overlap=True)]
    return len(verbs) == 1 and verbs[0] in stops and reading.tokens[verbs[0]].key.endswith("ing")


def _stops(actions: list[Action]) -> list[Action]:
    """Stops taken into the walk they end, repetitions of "again" written out, runs of "and" settled."""
    result: list[Action] = []
    for action in actions:
        previous = result[-1] if result else None
        if action.verb == "stop":
            walking = next((each for each in reversed(result) if not each.over), None)
            if walking is not None and walking.spec is not None and walking.verb in LOCOMOTION:
                walking.spec["stops"] = True
            if previous is not None and (action.start is not None or action.end is not None):
                previous.end = action.start if action.start is not None else action.end
            if previous is not None and action.delay is not None and previous.seconds is None:
                previous.seconds = action.delay
            if action.seconds and previous is not None:  # "stops for two seconds"
                result.append(replace(action, verb="idle", spec=understand("stand still").spec, link="then"))
            continue
        if action.verb == "again":
            if previous is not None:
                copied = None if previous.spec is None else {**previous.spec}
                result.append(replace(previous, text=action.text, spec=copied, start=action.start, link="then",
                                      overlays=[], assumptions=[], unparsed=[]))
            continue
        result.append(action)
    for index, action in enumerate(result):
        before = result[index - 1].spec if index else None
        if before and action.spec and action.spec["side"] is None and before["side"] and _same_limb(before, action):
            action.spec["side"] = before["side"]
        if before and action.spec and before["verb"] == "turn" and abs(before["turn_degrees"]) > 135 \
                and action.spec["direction"] == "backward" and "backward" not in action.text.lower():
            action.spec["direction"] = "forward"  # "turns around and walks back"
        if index == 0:
            action.link = "lead while" if action.link == "lead while" else "then"
        if action.link in ("and", "list"):
            result[index].link = _settled(result, index)
        elif action.link == "lead while":
            action.link = "then"
            if index + 1 < len(result):
                result[index + 1].link = "while"
    return result


def _settled(actions: list[Action], index: int) -> str:
    """ "and" as "while" or "then": a gesture is made while walking, unless it is one of a list of three."""
    before, action = actions[index - 1], actions[index]
    listed = before.link == "then listed" or (index + 1 < len(actions) and actions[index + 1].link in ("and", "list"))
    if action.link == "list":
        participles = [each.participle for each in (before, action)]
        if participles != [False, True]:
            return "then listed" if listed else "then"
        listed = False
    pair = {before.verb, action.verb}
    moving = bool(pair & {*LOCOMOTION}) and bool(pair & {*OVERLAYS})
    if moving and not listed and not (action.timed or before.timed or (before.seconds and action.seconds)):
        stopping = before.spec is not None and before.spec["stops"]
        return "then" if stopping else "while"
    if before.verb in LOCOMOTION and _bends(action) and not action.seconds and not listed:
        return "bend"
    if before.verb == "idle" and set(before.phrases) <= _STANDING and before.seconds is None and action.spec:
        return "scene"
    return "then listed" if listed else "then"


def _same_limb(before: Mapping[str, Any], action: Action) -> bool:
    """Whether a gesture is made with the limb of the action before: "raises her left hand and waves (it)"."""
    if action.verb not in _WITH_HANDS or before["verb"] not in _WITH_HANDS:
        return False
    return bool({"it", "them"} & {token.key for token in Reading(action.text).tokens}) or (
        before["verb"] == "raise arms" and action.verb == "wave" and action.link in ("and", "list", "then"))


def _bends(action: Action) -> bool:
    return action.verb == "turn" and action.phrases == ("turn",) and not action.face and action.spec is not None \
        and abs(action.spec["turn_degrees"]) <= 120
