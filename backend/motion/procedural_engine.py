# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded motion engine: parametric human motion from published gait and joint-angle curves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from backend.engine import Engine, EngineError, Parameter, Progress, Request, Understanding
from backend.motion import best_of, gait, jump, sidestep, sit, strikes, throws, turn
from backend.motion import parameters as shared
from backend.motion.body import Body, body_of
from backend.motion.gestures import GESTURES, gesture
from backend.motion.idle import stand
from backend.motion.pose import Pose, solve
from backend.motion.retarget import to_motion
from backend.motion.scene import Scene
from backend.motion.skeleton import make_skeleton
from backend.motion.spec import LOCOMOTION, understand, validated
from backend.motion.style import blend
from backend.motion.target import target_of
from protocol.assets import Motion, Skeleton

#: Verbs that end where they began. The others end seated, or facing elsewhere.
_RETURNING = {"idle", "walk", "run", "sidestep", "jump", "punch", "kick", "throw", *GESTURES}
_IDLE_TIME, _SIT_TIME, _STAND_TIME = 5.0, 3.6, 2.6
_WALK_TIME, _RUN_TIME = 4.2, 3.0
_MAXIMUM_FRAMES = 60_000
#: Share of a stride that a last counted step needs to come down.
_LANDING = 0.08


class ProceduralEngine(Engine):
    """Walks, runs, jumps, gestures, strikes, sitting and turning, on any body, of any length."""

    name = "procedural"
    modality = "motion"
    title = "Procedural"
    version = "1.0"
    description = ("Parametric human motion built from gait research: idle, walk, run, sidestep, jump, wave, "
                   "raise arms, cheer, clap, point, nod, bow, sit, stand up, turn, punch, kick; styles; "
                   "feet that never slide.")
    inputs: ClassVar[Mapping[str, str]] = {"target": "Skeleton"}
    rank = 10
    parameters = (
        shared.duration(600.0, "the clip", "the movement's own"),
        shared.frame_rate(),
        Parameter(name="speed", type="float", default=1.0, minimum=0.25, maximum=3.0, title="Speed",
                  help="Factor on how fast it walks, runs or gestures"),
        Parameter(name="intensity", type="float", default=1.0, minimum=0.3, maximum=2.0, title="Intensity",
                  help="Factor on how large and forceful the movement is"),
        shared.in_place(),
        shared.loop(True, "Let the last frame lead into the first, where the movement can"),
        Parameter(name="variation", type="float", default=1.0, minimum=0.0, maximum=2.0, title="Variation",
                  help="How much the seed varies the movement", advanced=True),
        Parameter(name="arm_clearance", type="float", default=-1.0, minimum=-1.0, maximum=45.0, title="Arm clearance",
                  advanced=True,
                  help="Degrees the arms are held away from the body; -1 takes it from the target's build"),
        # One: seeds of what is computed hardly differ in quality.
        best_of.parameter(1),
    )

    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Understanding:
        return understand(prompt)

    def generate(self, request: Request, progress: Progress) -> Motion:
        from backend.motion.clip import clip_of  # which needs scipy

        progress.update(0.0, "Reading the prompt")
        reading = self.reading(request)
        spec = validated(reading.spec)
        reading = Understanding(spec=spec, assumptions=list(reading.assumptions), unparsed=list(reading.unparsed))
        target = target_of(request)
        skeleton = target or make_skeleton()
        progress.update(0.1, "Measuring the body")
        body = body_of(skeleton)

        def make(seed: int, own: Progress) -> tuple[Motion, list[str]]:
            assumptions: list[str] = []
            return make_motion(body, skeleton, spec, request.parameters, seed, assumptions, own), assumptions

        (motion, assumed), choice = best_of.best_by_seed(
            request.seed, request.parameters["candidates"], request.prompt, make, lambda made: clip_of(made[0]),
            progress.part(0.1, 1.0))
        reading.assumptions.extend([*assumed, *choice])
        motion.caption = request.prompt
        motion.provenance = self.provenance(request, reading)
        progress.update(1.0, "Done")
        return motion


def make_motion(body: Body, skeleton: Skeleton, spec: dict[str, Any], parameters: Mapping[str, Any], seed: int,
                assumptions: list[str], progress: Progress) -> Motion:
    """A motion for a validated spec on ``body``; what had to be decided is added to ``assumptions``."""
    scene = _scene(body, spec, parameters, seed)
    frames, loop = _length(body, scene, parameters, assumptions)
    scene = replace(scene, frames=frames)
    progress.update(0.2, f"Animating: {spec['verb']}")
    pose = _animate(body, scene, spec, parameters, loop)
    if spec["direction"] in ("left", "right") and spec["verb"] in LOCOMOTION:
        gait.turned(pose, np.radians(90 if spec["direction"] == "left" else -90))
    progress.update(0.6, "Solving the joints")
    performance = solve(body, pose)
    progress.update(0.8, "Fitting the rig")
    name = " ".join([*spec["styles"], spec["verb"], *([f"and {spec['gesture']}"] if spec["gesture"] else [])])
    return to_motion(performance, body, skeleton, name=name, fps=scene.fps, loop=loop)


def natural_seconds(body: Body, spec: dict[str, Any], parameters: Mapping[str, Any]) -> float:
    """Seconds that the movement of a validated spec takes when nothing is said about its length."""
    frames, _ = _length(body, _scene(body, spec, parameters, 0), parameters, [])
    return frames / float(parameters["fps"])


def stride_seconds(body: Body, spec: dict[str, Any], parameters: Mapping[str, Any]) -> float:
    """Seconds of one stride (two steps) of a walk or run with a validated spec."""
    return _pace(body, _scene(body, spec, parameters, 0)).period


def _scene(body: Body, spec: dict[str, Any], parameters: Mapping[str, Any], seed: int) -> Scene:
    style = blend(spec["styles"])
    pace = spec["pace"] * parameters["speed"]
    if spec["verb"] not in LOCOMOTION:
        style = replace(style, tempo=style.tempo * pace)
    spread = parameters["arm_clearance"]
    angle = np.radians(spread) if spread >= 0 else arm_clearance(body)
    return Scene(fps=float(parameters["fps"]), frames=1, seed=seed, style=style,
                 intensity=spec["intensity"] * parameters["intensity"], clearance=float(angle),
                 clearance_width=0.25 * max(0.0, body.girth - body.shoulder_width / 2),
                 liveliness=parameters["variation"], spec={**spec, "pace": pace})


def arm_clearance(body: Body) -> float:
    """Abduction (radians), beyond the arms' usual nine degrees, that brings the elbows past the flanks.

    From the girth of the target; a body of unknown girth is taken for an ordinary one.
    """
    if body.girth <= 0:
        return 0.0
    thickness = 0.045 + 0.2 * max(0.0, body.girth - 0.6 * body.shoulder_width)
    outward = body.girth + thickness - body.shoulder_width / 2
    needed = np.arcsin(np.clip(outward / (0.52 * body.arm), 0.0, 0.6))
    return float(np.clip(1.2 * (needed - np.radians(9)), 0.0, np.radians(25)))


def _pace(body: Body, scene: Scene) -> gait.Pace:
    spec = scene.spec
    running = spec["verb"] == "run"
    if spec["speed"] is not None:
        return gait.choose_pace(body, scene, running, spec["speed"] * scene.spec["pace"])
    natural = gait.choose_pace(body, scene, running)
    return gait.choose_pace(body, scene, running, natural.speed * spec["pace"])


def _length(body: Body, scene: Scene, parameters: Mapping[str, Any], assumptions: list[str]) -> tuple[int, bool]:
    """(frames, whether it loops)."""
    spec, fps = scene.spec, scene.fps
    verb = spec["verb"]
    wanted = parameters["duration"] or spec["duration"]
    ends = spec["starts"] or spec["stops"]
    loop = bool(parameters["loop"]) and verb in _RETURNING and not ends
    if verb in LOCOMOTION:
        period = _pace(body, scene).period
        steps = spec["repeats"]
        counted = 0.0
        if steps:
            # The step that draws the feet together counts; where nothing does, the last foot has time to land.
            closes = loop and steps % 2 == 0
            counted = (max(1, steps - spec["stops"]) / 2 + (0.0 if ends or closes else _LANDING)) * period
        natural = (_RUN_TIME if verb == "run" else _WALK_TIME) * (2 if spec["path"] == "eight" else 1)
        seconds = wanted or counted or max(1, round(natural / period)) * period
        if ends and not wanted:
            seconds += (spec["starts"] + spec["stops"]) * 0.5 * period
        if spec["gesture"] and not wanted and not steps:
            seconds = max(2, round(GESTURES[spec["gesture"]][1] / period)) * period
        if ends and seconds < (room := gait.Ends(spec["starts"], spec["stops"], period, verb == "run").shortest):
            raise EngineError(f"{seconds:g} s are too short to start or stop in.", f"Give it {room:.1f} s or more.",
                              "invalid_parameter")
        if loop and steps and steps % 2 and not wanted:
            assumptions.append(f"{steps} steps end on the other foot than they began on: the clip does not loop.")
            loop = False
        if loop and seconds < 0.75 * period:
            assumptions.append(f"{seconds:g} s is shorter than one stride ({period:.2f} s): the clip does not loop.")
            loop = False
    else:
        seconds = wanted or _natural_seconds(body, scene)
    frames = max(2, round(seconds * fps))
    if frames > _MAXIMUM_FRAMES:
        raise EngineError(f"{seconds:g} s at {fps:g} frames a second are {frames} frames.",
                          f"Ask for at most {_MAXIMUM_FRAMES} frames; loop the clip instead.", "invalid_parameter")
    if not loop and parameters["loop"] and (verb not in _RETURNING or ends):
        assumptions.append(f"{verb!r} does not end where it begins: the clip does not loop.")
    return frames, loop


def _natural_seconds(body: Body, scene: Scene) -> float:
    spec, tempo = scene.spec, scene.style.tempo
    verb, count = spec["verb"], spec["repeats"] or 1
    if verb == "sidestep":
        return sidestep.natural_length(scene)
    if verb == "jump":
        return jump.natural_length(body, scene) * count
    if verb in ("punch", "kick"):
        each = strikes.PUNCH_TIME if verb == "punch" else strikes.KICK_TIME
        strikes_made = spec["repeats"] or (2 if spec["side"] == "both" else 1)
        return each / tempo * strikes_made + 0.5
    if verb == "throw":
        return throws.THROW_TIME / tempo + throws.AROUND
    if verb == "turn":
        return turn.natural_length(scene)
    if verb in GESTURES:
        return GESTURES[verb][1] / tempo
    return {"sit": _SIT_TIME / tempo, "stand up": _STAND_TIME / tempo}.get(verb, _IDLE_TIME)


_ACTIONS: dict[str, Callable[[Body, Scene], Pose]] = {
    "idle": stand, "sidestep": sidestep.sidestep, "jump": jump.jump, "sit": sit.sit, "stand up": sit.stand_up,
    "turn": turn.turn, "punch": strikes.punch, "kick": strikes.kick, "throw": throws.throw,
    **dict.fromkeys(GESTURES, gesture)}


def _animate(body: Body, scene: Scene, spec: dict[str, Any], parameters: Mapping[str, Any], loop: bool) -> Pose:
    in_place = spec["in_place"] or parameters["in_place"]
    if spec["verb"] not in LOCOMOTION:
        if in_place:
            scene = replace(scene, spec={**scene.spec, "in_place": True})
        return _ACTIONS[spec["verb"]](body, scene)
    curve = np.radians(spec["turn_degrees"] or (360.0 if spec["path"] == "eight" else 0.0))
    pose = gait.locomotion(
        body, scene, _pace(body, scene), fixed_speed=spec["speed"] is not None,
        backward=spec["direction"] == "backward", curve=0.0 if in_place else float(curve),
        eight=spec["path"] == "eight", whole_strides=loop,
        travels=not in_place, starts=spec["starts"], stops=spec["stops"])
    if spec["gesture"]:
        GESTURES[spec["gesture"]][0](body, scene, pose)
    return pose
