# SPDX-License-Identifier: GPL-3.0-or-later
"""From a prompt of several actions to a recipe; :func:`read` answers None for a single movement."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from backend.engine import EngineError, Understanding
from backend.language.text import Reading
from backend.language.words import word_set
from backend.motion import lexicon
from backend.motion.script import recipe as recipes
from backend.motion.script.actions import Action, actions_of
from backend.motion.script.parts import overlay_part
from backend.motion.spec import LOCOMOTION, OVERLAYS, understand

_LOOPING = ("loop", "looping", "in a loop", "seamless loop", "endlessly", "forever", "loop it")


def read(prompt: str, *, fps: float = 30.0, frame: str = "") -> Understanding | None:
    """The recipe of a prompt that asks for more than one movement, or for times, frames and parts that a
    single one has no words for; None when one movement says it all. ``frame`` overrides the one assumed.

    Raises :class:`EngineError` (``unknown_motion``) when nothing in it can be made.
    """
    actions = actions_of(prompt, fps)
    if not actions or _single(actions, frame):
        return None
    return _Writer(prompt, actions, frame).understanding()


def segment_of(text: str, *, fps: float = 30.0) -> tuple[dict[str, Any], Understanding] | None:
    """What a text says of one movement: the keys of a segment, and the reading with the procedural spec; None when
    the procedural engine's words are not in it. Raises :class:`EngineError` for a text of several movements."""
    actions = [each for each in actions_of(text, fps) if each.spec is not None]
    if not actions:
        return None
    first = actions[0]
    if len(actions) > 1 and not (len(actions) == 2 and _single(actions, "")):
        raise EngineError(f"The segment {text!r:.80} holds {len(actions)} movements.",
                          "Give each one a segment of its own.", "invalid_spec")
    understood = understand(text) if len(actions) > 1 else Understanding(
        spec=first.spec or {}, assumptions=first.assumptions, unparsed=first.unparsed)
    keys = {"seconds": first.seconds, "frame": first.frame or None, "face": first.face or None}
    return keys, understood


def _single(actions: list[Action], frame: str) -> bool:
    """Whether one movement of the procedural engine is all the prompt asks for."""
    first = actions[0]
    plain = all(not each.timed and not each.face and not each.begins and not each.part and each.frame != "viewer"
                for each in actions)
    directed = any(each.spec and each.spec["direction"] in ("left", "right") for each in actions)
    if not plain or (frame == "viewer" and directed):
        return False
    if len(actions) == 1:
        return first.verb != "" or first.spec is None
    second = actions[1]
    if len(actions) > 2 or second.seconds or (first.seconds and second.link == "then"):
        return False
    if second.link in ("bend", "scene"):
        return True
    pair = {first.verb, second.verb}
    return second.link == "while" and bool(pair & {*LOCOMOTION}) and bool(pair & {*OVERLAYS})


# -- the recipe -------------------------------------------------------------------------------------------------


class _Writer:
    """Lays actions out on tracks."""

    def __init__(self, prompt: str, actions: list[Action], frame: str) -> None:
        self.prompt = prompt
        self.assumptions: list[str] = []
        self.unparsed: list[str] = []
        self.manners = _manners(prompt)
        self.actions = self.joined(actions)
        viewer = any(each.frame == "viewer" for each in self.every(actions))
        self.frame = frame or ("viewer" if viewer else "character")
        self.stated = bool(frame)
        self.facing = 0.0

    @staticmethod
    def every(actions: list[Action]) -> list[Action]:
        return [each for action in actions for each in (action, *action.overlays)]

    def note(self, text: str) -> None:
        if text not in self.assumptions:
            self.assumptions.append(text)

    def joined(self, actions: list[Action]) -> list[Action]:
        """Simultaneous actions under the one that the whole body makes."""
        result: list[Action] = []
        for action in actions:
            base = result[-1] if result else None
            link = action.link
            if base is not None and link.startswith("then") and (self.within(action, base) or (
                    base.part == "lower" and action.part not in ("", "whole", "lower"))):
                link = "while"
            if base is None or link.startswith("then"):
                result.append(action)
            elif link == "scene":
                result[-1] = replace(action, link=base.link, start=base.start)
            elif link == "bend" and base.spec is not None and action.spec is not None:
                base.spec.update(turn_degrees=action.spec["turn_degrees"], direction=None)
                base.text = f"{base.text} and {action.text}"
                base.unparsed += action.unparsed
            else:
                result += self.together(result.pop(), action)
                self.resumed(result)
        return result

    @staticmethod
    def resumed(result: list[Action]) -> None:
        """ "walks for six seconds, and waves while walking": the walk told before is meant."""
        if len(result) > 1 and result[-1].overlays and result[-1].verb == result[-2].verb \
                and result[-1].verb in LOCOMOTION and result[-1].seconds is None and result[-1].start is None \
                and result[-2].seconds is not None:
            result[-2].overlays += result.pop().overlays

    @staticmethod
    def within(action: Action, base: Action) -> bool:
        """Whether a stated start lies before the stated end of the action before: "0-6 s walk; 2-4 s wave"."""
        if action.start is None or base.seconds is None:
            return False
        return action.start < (base.start or 0.0) + base.seconds - 1e-6 and (action.over or base.over)

    def together(self, base: Action, action: Action) -> list[Action]:
        if action.verb == base.verb and action.verb in LOCOMOTION and action.seconds is None:
            return [base]  # "... while walking" says again what the legs do
        if action.over:
            self.distinct(base, action)
            base.overlays.append(action)
            return [base]
        if base.over and action.verb == "idle" and action.seconds is None:
            return [base]  # "nods while standing"
        if base.over and action.spec is not None:
            # The legs take the place and the time of the gesture that was told first.
            action.link = base.link
            for key in ("start", "seconds", "delay", "end"):
                if getattr(action, key) is None:
                    setattr(action, key, getattr(base, key))
                setattr(base, key, None)
            base.overlays, action.overlays = [], [base, *base.overlays, *action.overlays]
            return [action]
        if base.verb == "idle" and base.spec is not None:
            return [replace(action, link=base.link, seconds=action.seconds or base.seconds, start=base.start)]
        if base.verb in LOCOMOTION and action.verb == "turn" and action.spec is not None and base.spec is not None:
            base.spec.update(turn_degrees=action.spec["turn_degrees"], direction=None)
            return [base]
        if action.verb == "idle":
            return [base]
        if action.spec is not None:
            self.note(f"“{base.text}” and “{action.text}” need the same limbs: made one after the other.")
        return [base, replace(action, link="then")]

    @staticmethod
    def distinct(base: Action, action: Action) -> None:
        """Two gestures of one hand: the later one takes the other hand where the prompt leaves it open."""
        if action.spec is None or action.spec["side"] is not None:
            return
        own = overlay_part(action.spec, action.part)
        taken = [overlay_part(each.spec, each.part) for each in (base, *base.overlays)
                 if each.spec is not None and each.over]
        if own == "right_arm" and own in taken:
            action.spec["side"] = "left"

    # -- segments -----------------------------------------------------------------------------------------------

    def understanding(self) -> Understanding:
        whole: list[dict[str, Any]] = []
        parts: dict[str, list[dict[str, Any]]] = {}
        for action in self.seated(self.actions):
            segment = self.segment(action)
            if segment is None:
                continue
            if action.delay is not None:
                self.delay(whole, action, segment)
            whole.append(segment)
            for overlay in action.overlays:
                self.overlay(parts, overlay, len(whole) - 1)
        if not whole:
            texts = "; ".join(action.text for action in self.actions)
            raise EngineError(f"Nothing in {texts!r:.120} is a movement this engine knows.",
                              "Name movements such as walk, turn, wave, sit or jump.", "unknown_motion")
        self.tell_frame()
        looping = Reading(self.prompt)
        recipe = {
            "recipe": recipes.VERSION, "frame": self.frame, "facing": self.facing,
            "loop": bool(looping.find(dict.fromkeys(_LOOPING, True))),
            "style": {"manners": self.manners},
            "tracks": [{"part": "whole", "segments": whole},
                       *({"part": part, "segments": segments} for part, segments in parts.items())]}
        return Understanding(spec=recipes.validated(recipe), assumptions=self.assumptions,
                             unparsed=list(dict.fromkeys(self.unparsed)))

    def segment(self, action: Action) -> dict[str, Any] | None:
        self.unparsed += [word for word in action.unparsed if word.lower() not in _SAID]
        for each in action.assumptions:
            self.note(f"“{action.text}”: {each}")
        segment: dict[str, Any] = {"text": action.text, "start": action.start, "seconds": action.seconds}
        if action.end is not None:
            segment["seconds"] = max(0.1, action.end - (action.start or self.clock(action)))
        if action.frame:
            segment["frame"] = action.frame
        if action.face:
            segment["face"] = action.face
        if action.begins and action is self.actions[0]:
            self.begin(action)
        if action.hold:
            return {**segment, "source": {"engine": recipes.HOLD}}
        spec = action.spec
        if spec is None:
            # Not in the procedural engine's words: the text itself is what another engine may know.
            segment["source"] = {"engine": recipes.AUTO}
            return segment
        for name in self.manners:
            spec["styles"].pop(name, None)
        segment["source"] = {"engine": "procedural", "spec": spec}
        return segment

    def clock(self, action: Action) -> float:
        """Seconds at which ``action`` starts when all before it have stated lengths; else 0."""
        time = 0.0
        for each in self.actions:
            if each is action:
                return time
            time = (time if each.start is None else each.start) + (each.seconds or 0.0)
        return time

    def delay(self, whole: list[dict[str, Any]], action: Action, segment: dict[str, Any]) -> None:
        """ "after two seconds": so long after the one before began, or standing so long after a timed one."""
        if whole and whole[-1]["seconds"] is None:
            whole[-1]["seconds"] = action.delay
        else:
            whole.append({"text": "waits", "seconds": action.delay,
                          "source": {"engine": "procedural", "spec": understand("wait").spec}})

    def overlay(self, parts: dict[str, list[dict[str, Any]]], action: Action, number: int) -> None:
        segment = self.segment(action)
        if segment is None or action.spec is None:
            self.unparsed += [word for word in action.unparsed if word not in self.unparsed]
            self.note(f"“{action.text}” is no movement this engine knows: left out.")
            return
        if action.delay is not None:
            segment.update({"with": number, "start": action.delay})
        elif action.start is None:
            segment["with"] = number
        parts.setdefault(overlay_part(action.spec, action.part), []).append(segment)

    def begin(self, action: Action) -> None:
        """Where the character faces before "from the side to the front"."""
        sense = -1.0 if action.spec is not None and (action.spec["turn_degrees"] or 1) < 0 else 1.0
        self.facing = {"front": 0.0, "back": 180.0, "side": -90.0 * sense}[action.begins]

    def seated(self, actions: list[Action]) -> list[Action]:
        """Gestures of somebody who has sat down are made seated; who walks on stands up first."""
        result: list[Action] = []
        sitting = False
        for number, action in enumerate(actions):
            verb = action.verb
            if verb == "stand up" and not sitting and result and result[-1].spec is None and not result[-1].hold:
                result.append(replace(action, spec=None))  # after what may end on the floor: its clip will tell
                continue
            if verb == "stand up" and not sitting and number:
                self.note(f"“{action.text}”: already standing, left out.")
                continue
            if sitting and (action.over or verb == "idle") and action.spec is not None:
                held = Action("stays seated", "then", "sit", None, seconds=action.seconds, start=action.start,
                              delay=action.delay, hold=True, overlays=list(action.overlays))
                if verb != "idle":
                    held.overlays.insert(0, replace(action, seconds=None, start=None, delay=None, overlays=[]))
                result.append(held)
                continue
            if sitting and verb not in ("sit", "stand up"):
                self.note("Stands up first.")
                result.append(Action("stands up", "then", "stand up", understand("stand up").spec))
                sitting = False
            if sitting and verb == "sit":
                continue
            result.append(action)
            sitting = verb == "sit"
        return result

    def tell_frame(self) -> None:
        open_ended = [each.text for each in self.every(self.actions)
                      if each.spec is not None and not each.frame and not each.face and each.verb in
                      (*LOCOMOTION, "sidestep") and each.spec["direction"] in ("left", "right")]
        if not open_ended or self.stated:
            return
        told = "; ".join(f"“{text}”" for text in open_ended)
        if self.frame == "viewer":
            self.note(f"{told}: left and right of the picture, as the viewer sees it, because the prompt speaks of "
                      "the camera. Set the frame to “character” for the character's own.")
        else:
            self.note(f"{told}: the character's own left and right. Set the frame to “viewer” for those of the "
                      "picture.")


_SAID = word_set("first second third screen picture camera viewer frame same time loop endlessly forever times")


def _manners(prompt: str) -> dict[str, float]:
    """Styles of the subject, which hold for the whole script: "a tired man walks. He sits down"."""
    reading = Reading(prompt)
    found: dict[str, float] = {}
    for match in reading.find(lexicon.STYLE_WORDS):
        follows = [token.key for token in reading.tokens[match.end:match.end + 3]]
        persons = set(lexicon.SUBJECTS[:20])
        if not match.negated and follows and any(key in persons for key in follows[:2]) \
                and not match.phrase.endswith("ly") and match.start <= 4:
            found[match.value] = min(2.0, max(found.get(match.value, 0.0), match.degree))
    return found
