# SPDX-License-Identifier: GPL-3.0-or-later
"""Walking and running: one machine of phases, fed with published gait data.

After A. Bruderlin & T. Calvert (Goal-directed, dynamic animation of human walking, SIGGRAPH 1989;
Interactive animation of personalized human locomotion, Graphics Interface 1993): speed fixes step
length and frequency, these fix the timing of stance and swing, stance feet are constraints and the
swing leg is interpolated. Everything is a function of the phase alone, in a frame travelling at
the mean speed, so a whole number of strides is an exact loop; a path then bends the travel.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from backend.motion.body import GRAVITY, Body
from backend.motion.curves import clamped_spline, cycle, drift, ease, plateau, track
from backend.motion.feet import TOE_EXTENSION, clear_height, keep_above_floor, rolled, sole_points
from backend.motion.gait_data import GaitData, run, stride_length, walk
from backend.motion.gait_ends import Ends
from backend.motion.idle import TOE_OUT, posture
from backend.motion.kinematics import rotation_x, rotation_z, transform
from backend.motion.pose import Pose, foot_rotation, pelvis_rotation
from backend.motion.scene import Scene
from backend.motion.skeleton import HIPS
from backend.motion.ways import carry

#: Dimensionless speed people choose: Fr of a comfortable walk and of an easy run.
WALK_FROUDE, RUN_FROUDE = 0.21, 1.05
_RESOLUTION = 240
#: Fractions of the swing in which a foot is lifted off and set down.
_LIFT = (0.10, 0.09)


@dataclass(frozen=True)
class Pace:
    """Speed (m/s), stride (m) and stride time (s) of a gait on one body."""

    speed: float
    stride: float
    period: float
    froude: float
    running: bool


def choose_pace(body: Body, scene: Scene, running: bool, speed: float | None = None) -> Pace:
    """Speed from the Froude number people prefer, bent by style; stride by dynamic similarity.

    Intensity scales the speed. An explicit ``speed`` wins; a walk is kept below Fr 0.5, where
    people start to run, and a run above Fr 0.35, where it would not leave the ground.
    """
    leg, style = body.hip_height, scene.style
    if speed is None:
        speed = float(np.sqrt((RUN_FROUDE if running else WALK_FROUDE) * GRAVITY * leg))
        speed *= style.tempo * style.stride * np.clip(scene.intensity, 0.3, 2.0) ** 0.7
    low, high = (0.35, 7.0) if running else (0.004, 0.5)
    froude = float(np.clip(speed**2 / (GRAVITY * leg), low, high))
    speed = float(np.sqrt(froude * GRAVITY * leg))
    stride = stride_length(froude, running) * leg * np.sqrt(style.stride / style.tempo)
    # Sneaking and the like step short; a stride longer than the leg can span is not offered.
    stride = min(stride, (1.62 * leg) if not running else 9.0)
    return Pace(speed, float(stride), float(stride / speed), froude, running)


def locomotion(body: Body, scene: Scene, pace: Pace, *, fixed_speed: bool = False, backward: bool = False,
               curve: float = 0.0, eight: bool = False, whole_strides: bool = True, travels: bool = True,
               starts: bool = False, stops: bool = False) -> Pose:
    """A walk or run along -Y, or along an arc turning ``curve`` radians over the clip (left is positive); as an
    ``eight`` it turns so far in the first half of the clip, and back in the second.

    ``whole_strides`` bends the stride time a little so that the clip holds a whole number of them and
    its last frame leads into its first; the stride length gives way when the speed is fixed, else the speed.
    A clip that ``starts`` or ``stops`` begins or ends standing.
    """
    ends = Ends(starts, stops, pace.period, pace.running)
    clock, total = ends.clock(scene)
    wanted = total / pace.period
    strides = ends.strides(wanted) if starts or stops else max(1, round(wanted)) if whole_strides else wanted
    if strides != wanted:
        period = total / strides
        stride = pace.speed * period if fixed_speed else pace.stride
        pace = replace(pace, period=period, stride=stride, speed=stride / period)
    rng = scene.random("gait")
    # Backward walking is forward walking run backwards (Thorstensson, Acta Physiol. Scand. 1986).
    direction = -1.0 if backward else 1.0
    first = 0.03 + rng.uniform(-0.02, 0.02)
    if starts or stops:
        first = ends.first_phase(direction * strides)
    phase = first + direction * clock / pace.period
    data = run(pace.froude, scene.style.bounce) if pace.running else walk(pace.froude)
    cyclic = _Cycle(body, scene, data, pace)
    pose = cyclic.at(phase)
    _vary(pose, scene, rng)
    posture(pose, scene)
    if starts or stops:
        ends.apply(body, scene, cyclic, pose, phase, first + direction * strides)
    if travels:
        length = pace.speed * total
        carry(pose, direction * pace.speed * clock, direction * curve / (0.5 * length if eight else length),
              direction * 0.5 * length if eight else None, pace.stride)
    return pose


class _Cycle:
    """One stride in the frame that travels with the body: everything by phase of the left foot."""

    def __init__(self, body: Body, scene: Scene, data: GaitData, pace: Pace) -> None:
        self.body, self.scene, self.data, self.pace = body, scene, data, pace
        self.style = scene.style
        self.grid = np.arange(_RESOLUTION) / _RESOLUTION
        half = (data.track + self.style.width) * body.hip_width / 2 + 0.5 * scene.clearance_width
        self.half_track = max(half, 0.035 * body.leg)
        self.toe_out = TOE_OUT * (0.35 if pace.running else 0.9)
        self.reach = self._touchdown()
        self._plan_peel()
        self.level = self._level()

    # -- stance ---------------------------------------------------------------------------------

    def _pitch(self, phase: np.ndarray) -> np.ndarray:
        pitch = np.radians(cycle(phase, self.data.foot_pitch))
        return pitch * np.clip(self.pace.stride / (1.45 * self.body.leg), 0.45, 1.0) if not self.pace.running else pitch

    def _touchdown(self) -> float:
        """How far before the pelvis the flat foot's ankle stands at touchdown, so that the stance is centred."""
        yaw = np.zeros(2)
        pitch = self._pitch(np.array([0.0, self.data.duty]))
        ankle, _ = rolled(self.body, 0, np.zeros((2, 2)), yaw, pitch)
        roll = -(ankle[1, 1] - ankle[0, 1])
        travelled = self.pace.stride * self.data.duty
        # A runner lands closer to under the body than he leaves the ground (Novacheck 1998).
        share = 0.37 if self.pace.running else 0.44
        return share * (travelled - roll) + (ankle[0, 1])

    def place(self, phase: np.ndarray) -> np.ndarray:
        """How far behind (+Y) the travelling origin (T,) the ankle of a planted foot stands while its sole is flat."""
        return -self.reach + self.pace.stride * phase

    def _planted(self, side: int, phase: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Ankle relative to the travelling origin (T, 3) and toe extension of a foot rolling over one spot."""
        sign = 1.0 if side == 0 else -1.0
        place = np.stack([np.full_like(phase, sign * self.half_track), self.place(phase)], -1)
        yaw, pitch = np.full_like(phase, sign * self.toe_out), self._pitch(phase)
        held = np.where(phase > self.data.duty, np.maximum(pitch, self._pitch(np.array([self.data.duty]))), pitch)
        ankle, toe = rolled(self.body, side, place, yaw, held)
        # Once the toes are off the floor, the foot turns on about the ball.
        ball = self.body.ball[side]
        ankle += transform(rotation_z(yaw) @ (rotation_x(-held) - rotation_x(-pitch)), ball)
        return ankle, toe

    def _plan_peel(self) -> None:
        """A foot goes straight up from the floor, and comes straight down on it: what moves along near the floor
        looks like skating. Phases and heights of both, from how low the ball joint is at toe-off and touchdown."""
        clear = clear_height(self.body)
        self.before, self.after, self.sunk, self.risen = 0.0, 0.0, 0.0, 0.0
        upward = float(np.clip(0.5 * self.pace.speed, 0.6, 1.9))
        self.after = max(0.0, clear - self._ball_height(self.data.duty)) / upward / self.pace.period
        self.before = max(0.0, clear - self._ball_height(0.0)) / upward / self.pace.period
        self.after, self.before = min(self.after, 0.08), min(self.before, 0.08)
        self.risen = max(0.0, clear - self._ball_height(self.data.duty + self.after))
        self.sunk = max(0.0, clear - self._ball_height(-self.before))

    def _ball_height(self, phase: float) -> float:
        """Lower of both ball joints while the foot rolls at ``phase``."""
        at, heights = np.array([phase]), []
        for side in (0, 1):
            ankle, _ = self._planted(side, at)
            foot = rotation_x(-self._pitch(at))
            heights.append(float((ankle + transform(foot, self.body.ball[side]))[0, 2]))
        return min(heights)

    def _stance(self, side: int, phase: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """As :meth:`_planted`, with the vertical rise after toe-off and descent before touchdown (phase < 0)."""
        ankle, toe = self._planted(side, phase)
        if self.after > 0:
            ankle[:, 2] += self.risen * np.clip((phase - self.data.duty) / self.after, 0, None) ** 2
        if self.before > 0:
            ankle[:, 2] += self.sunk * np.clip(-phase / self.before, 0, None) ** 2
        return ankle, toe

    # -- pelvis ---------------------------------------------------------------------------------

    def _height(self, phase: np.ndarray) -> np.ndarray:
        """Rise and fall of the pelvis (T,) about a level chosen later."""
        if not self.pace.running:
            # A compass gait would rise by step^2 / 8 leg; pelvis and foot rockers leave about six tenths
            # of it (Gard & Childress 2001). Lowest just after touchdown, highest at mid stance.
            rise = 0.6 * (0.5 * self.pace.stride) ** 2 / (8 * self.body.leg)
            return -0.5 * rise * self.style.bounce * np.cos(4 * np.pi * (phase - 0.04))
        # Flight is a ballistic parabola, stance a half sine that takes up and returns its velocity.
        duty = self.data.duty
        contact, flight = duty * self.pace.period, (0.5 - duty) * self.pace.period
        lift = GRAVITY * flight / 2
        u = np.mod(phase, 0.5) * self.pace.period
        airborne = u - contact
        arc = np.where(u < contact, -lift * contact / np.pi * np.sin(np.pi * np.minimum(u, contact) / contact),
                       lift * airborne - 0.5 * GRAVITY * airborne**2)
        return arc

    def _trunk(self, phase: np.ndarray) -> Pose:
        """Pelvis and trunk angles; the pelvis' own offset from the travelling origin, without its height."""
        data, style = self.data, self.style
        pose = Pose.rest(len(phase))
        angle = 2 * np.pi * phase
        # At the left touchdown (0) the left hip is in front; the chest turns against it.
        turn = np.radians(data.pelvis_turn) * style.twist
        pose.yaw = -turn * np.cos(angle + (0.0 if not self.pace.running else 0.35))
        pose.spine_twist = (turn + np.radians(data.chest_turn - data.pelvis_turn) * style.twist) * np.cos(angle - 0.1)
        # Over the left foot (mid stance) the right side of the pelvis drops and the body leans over the foot.
        middle = 2 * np.pi * (0.5 * data.duty)
        lean = np.cos(angle - middle)
        pose.list = -np.radians(data.pelvis_list) * style.sway * np.cos(angle - middle + 0.35)
        pose.spine_side = -0.9 * pose.list
        pose.pelvis[:, 0] = data.sway * self.body.hip_width * style.sway * lean
        surge = 0.012 * self.body.leg * np.sin(2 * angle - 0.6)
        pose.pelvis[:, 1] = -self.body.hip_shift + surge * (0.3 if self.pace.running else 1.0)
        pose.tilt = np.radians(data.tilt + 1.2 * np.cos(2 * angle - 0.8))
        pose.spine_flex = np.radians(data.spine - 1.2 * np.cos(2 * angle - 1.2))
        return pose

    # -- everything -----------------------------------------------------------------------------

    def _base(self, phase: np.ndarray) -> Pose:
        pose = self._trunk(phase)
        pose.pelvis[:, 2] = self._height(phase) + self.level
        return pose

    def _level(self) -> float:
        """Mean height of the pelvis: as high as the standing legs allow with the knee flexion they should keep."""
        duty = self.data.duty
        down = np.linspace(-self.before, duty + self.after, _RESOLUTION // 2)
        pose = self._trunk(down)
        hip = transform(pelvis_rotation(pose), self.body.offsets[HIPS[0]])
        ankle, _ = self._stance(0, down)
        apart = ankle[:, :2] - pose.pelvis[:, :2] - hip[:, :2]
        knee = np.radians(track(down / duty, self.data.stance_knee))
        # While the foot is leaving the floor, the leg may be straighter.
        leaving = np.maximum(-down / max(self.before, 1e-9), (down - duty) / max(self.after, 1e-9))
        knee *= 1 - 0.6 * np.clip(leaving, 0, 1)
        thigh, shin = self.body.thigh[0], self.body.shin[0]
        length = np.sqrt(thigh**2 + shin**2 + 2 * thigh * shin * np.cos(knee)) * (1 - self.style.crouch)
        highest = ankle[:, 2] + np.sqrt(np.maximum(length**2 - (apart**2).sum(-1), 0.15 * length**2)) - hip[:, 2]
        return float((highest - self._height(down)).min())

    def at(self, phase: np.ndarray) -> Pose:
        """All channels at the given phases of the left foot."""
        pose = self._base(phase)
        for side in (0, 1):
            self._leg(pose, side, np.mod(phase + 0.5 * side, 1.0))
            keep_above_floor(self.body, pose, side)
        self._arms(pose, phase)
        # The head keeps its heading and its pitch (Pozzo, Berthoz & Lefort 1990).
        pose.head_twist = -0.92 * (pose.yaw + pose.spine_twist)
        pose.head_flex = -0.8 * (pose.tilt + pose.spine_flex) + np.radians(3)
        pose.head_side = -0.5 * (pose.list + pose.spine_side)
        pose.curl[:] = self.data.fist
        return pose

    def _leg(self, pose: Pose, side: int, phase: np.ndarray) -> None:
        sign, duty = (1.0 if side == 0 else -1.0), self.data.duty
        down = phase < duty
        begin, end = duty + self.after, 1 - self.before
        pose.foot_yaw[:, side] = sign * self.toe_out
        pose.foot_pitch[:, side] = self._pitch(phase)
        ankle, toe = self._stance(side, np.where(phase > end, phase - 1, phase))
        free = (phase > begin) & (phase < end)
        if free.any():
            swing = (phase[free] - begin) / (end - begin)
            ankle[free] = self._within_reach(pose, side, free, swing, self._swing(side, swing))
        toe = np.where(down, toe, self._free_toe((phase - duty) / (1 - duty)))
        pose.ankle[:, side], pose.toe[:, side] = ankle, toe
        pitch = pose.foot_pitch[:, side]
        pose.contacts[:, 2 * side] = down & (pitch > -0.035)
        pose.contacts[:, 2 * side + 1] = down & (pitch < 0.035)

    def _free_toe(self, swing: np.ndarray) -> np.ndarray:
        """Toe extension that relaxes as the foot leaves the ground."""
        pushed = min(float(-self._pitch(np.array([self.data.duty]))[0]), TOE_EXTENSION)
        return pushed * (1 - ease(swing / 0.35))

    def _swing(self, side: int, swing: np.ndarray) -> np.ndarray:
        """Ankle of the swinging leg (T, 3): a C2 spline from toe-off to touchdown with matching velocities,
        through the knee flexion and thigh angle of the data, raised where the sole would scuff."""
        duty, body = self.data.duty, self.body
        begin, end = duty + self.after, 1 - self.before
        ends, _ = self._stance(side, np.array([begin - 1e-4, begin, -self.before, 1e-4 - self.before]))
        slopes = (ends[1] - ends[0]) / 1e-4 * (end - begin), (ends[3] - ends[2]) / 1e-4 * (end - begin)
        keys, places = [0.0], [ends[1]]
        for fraction, thigh_angle, knee in self.data.swing:
            at = np.array([duty + fraction * (1 - duty)])
            base = self._base(at - 0.5 * side)
            hip = base.pelvis + transform(pelvis_rotation(base), body.offsets[HIPS[side]])
            shape = np.clip(self.pace.stride / (1.45 * body.leg), 0.35, 1.0) if not self.pace.running else 1.0
            thigh = np.radians(thigh_angle * shape)
            shin = thigh - np.radians(knee * (0.35 + 0.65 * shape))
            drop = body.thigh[side] * np.cos(thigh) + body.shin[side] * np.cos(shin)
            ahead = body.thigh[side] * np.sin(thigh) + body.shin[side] * np.sin(shin)
            place = hip[0] + [0.0, -ahead, -drop]
            place[0] = ends[1, 0] + (0.2 * (hip[0, 0] - ends[1, 0]) if not self.pace.running else 0.0)
            keys.append((float(at[0]) - begin) / (end - begin))
            places.append(place)
        keys.append(1.0)
        places.append(ends[2])
        ankle = clamped_spline(swing, np.array(keys), np.array(places), *slopes)
        return ankle + self._clearance(side, swing, keys, places, slopes)

    def _within_reach(self, pose: Pose, side: int, chosen: np.ndarray, swing: np.ndarray,
                      ankle: np.ndarray) -> np.ndarray:
        """Draw a swinging ankle (T, 3) softly towards the hip where the leg would lock straight: no knee pops."""
        hip = (pose.pelvis + transform(pelvis_rotation(pose), self.body.offsets[HIPS[side]]))[chosen]
        leg = float(self.body.thigh[side] + self.body.shin[side])
        span = ankle - hip
        length = np.linalg.norm(span, axis=1)
        soft, full = 0.982 * leg, 0.999 * leg
        over = np.maximum(length - soft, 0.0)
        drawn = np.where(over > 0, soft + (full - soft) * (1 - np.exp(-over / (full - soft))), length)
        share = plateau(swing, 0.25, 0.2)
        return hip + span * (1 + share * (drawn / length - 1))[:, None]

    def _clearance(self, side: int, swing: np.ndarray, keys: list[float], places: list[np.ndarray],
                   slopes: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        """Extra height (T, 3) so that the sole passes the ground by a margin, flat at both ends of the swing."""
        u = np.linspace(0.0, 1.0, 101)
        body, scale = self.body, self.style.foot_lift
        probe = Pose.rest(len(u))
        probe.ankle[:, side] = clamped_spline(u, np.array(keys), np.array(places), *slopes)
        duty = self.data.duty
        phase = duty + self.after + u * (1 - self.before - duty - self.after)
        probe.foot_pitch[:, side] = self._pitch(phase)
        probe.toe[:, side] = self._free_toe((phase - duty) / (1 - duty))
        sole = sole_points(body, probe, side)[..., 2]
        ball = probe.ankle[:, side, 2] + transform(foot_rotation(probe, side), body.ball[side])[:, 2]
        # The ball of the foot passes clear of the height below which moving feet look like skating,
        # the rest of the sole above anything it could scuff.
        window = plateau(u, *_LIFT)
        needs = ((clear_height(body) - ball, 0.03, 0.97),
                 (0.018 * body.leg * np.clip(scale, 0.6, 2.0) - sole.min(axis=1), 0.14, 0.88))
        lift = max(float(np.max((need / np.maximum(window, 1e-3))[(u > low) & (u < high)], initial=0.0))
                   for need, low, high in needs) + 0.05 * body.leg * max(scale - 1, 0)
        return np.stack([np.zeros_like(swing), np.zeros_like(swing), lift * plateau(swing, *_LIFT)], -1)

    def _arms(self, pose: Pose, phase: np.ndarray) -> None:
        data, style = self.data, self.style
        mean, amplitude = np.radians(data.shoulder)
        elbow, bend = np.radians(data.elbow)
        rotate, cross = np.radians(data.rotate)
        for side in (0, 1):
            # The left arm is back when the left foot lands.
            swing = -np.cos(2 * np.pi * (phase - 0.03 + 0.5 * side))
            lagging = -np.cos(2 * np.pi * (phase - 0.08 + 0.5 * side))
            # Arms hang from a leaning chest.
            hanging = 0.8 * np.radians(data.tilt + data.spine)
            pose.arm_flex[:, side] = hanging + mean + amplitude * style.arm_swing * swing
            pose.elbow[:, side] = elbow + bend * min(style.arm_swing, 1.4) * lagging
            pose.arm_abduct[:, side] = np.radians(data.abduct) - np.radians(2) * swing
            pose.arm_rotate[:, side] = rotate - cross * swing
            pose.pronate[:, side] = np.radians(12 if not self.pace.running else 4)
            pose.wrist[:, side] = np.radians(4) - np.radians(5) * lagging
            pose.collar_forward[:, side] = np.radians(5) * swing * style.arm_swing
            if self.pace.running:
                pose.collar_raise[:, side] = np.radians(2) + np.radians(1.5) * np.cos(4 * np.pi * phase)


def _vary(pose: Pose, scene: Scene, rng: np.random.Generator) -> None:
    """What differs from person to person and a little from stride to stride; feet are left alone."""
    personal = rng.normal(size=6)
    pose.arm_flex *= 1 + 0.05 * personal[0]
    pose.arm_abduct += 0.012 * personal[1:3]
    pose.elbow += 0.03 * personal[3:5]
    pose.spine_twist *= 1 + 0.04 * personal[5]
    life, span, t = scene.liveliness, scene.span, scene.times
    if span > 2.5:
        pose.head_twist += 0.03 * life * drift(t, span, rng, target_period=4.0)
        pose.head_flex += 0.015 * life * drift(t, span, rng)
        for side in (0, 1):
            pose.arm_flex[:, side] *= 1 + 0.05 * life * drift(t, span, rng)
            pose.elbow[:, side] += 0.02 * life * drift(t, span, rng)


def turned(pose: Pose, angle: float) -> Pose:
    """Turn a whole pose about the origin, left positive."""
    matrix = rotation_z(angle)
    pose.pelvis = pose.pelvis @ matrix.T
    pose.ankle = pose.ankle @ matrix.T
    pose.yaw = pose.yaw + angle
    pose.foot_yaw = pose.foot_yaw + angle
    return pose
