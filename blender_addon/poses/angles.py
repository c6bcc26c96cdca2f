# SPDX-License-Identifier: GPL-3.0-or-later
"""What a pose is: angles of joints in degrees, from standing upright with hanging arms. No bpy here.

The terms are those of the International Society of Biomechanics (Wu et al. 2002 and 2005), so that a pose means the
same on bones of every name, roll and rest pose.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

#: Hand -> degrees that thumb, index, middle, ring and little finger are bent at each joint, how far they are spread,
#: and how far the thumb is laid across the palm.
HANDS: dict[str, tuple[tuple[float, ...], float, float]] = {
    "relaxed": ((8, 14, 18, 22, 26), -3, 10), "flat": ((0, 0, 0, 0, 0), -3, 8),
    "spread": ((-6, -4, -4, -4, -4), 9, -12),
    "fist": ((38, 78, 80, 82, 84), -2, 38), "point": ((34, -4, 76, 80, 84), 0, 34),
    "grip": ((22, 46, 50, 54, 58), 0, 25),
    "soft": ((4, 4, 12, 14, 8), 2, 12), "cup": ((12, 24, 26, 28, 30), -3, 18),
}


@dataclass(frozen=True)
class Leg:
    """``flex`` lifts the thigh to the front, ``out`` to the side, ``turn`` rolls it outwards; ``knee`` bends. ``foot``
    lifts the toes against the shin; None: the sole is level with the floor. ``toe`` bends the toes up."""

    flex: float = 0.0
    out: float = 0.0
    turn: float = 0.0
    knee: float = 0.0
    foot: float | None = None
    toe: float = 0.0


@dataclass(frozen=True)
class Arm:
    """``lift`` raises the upper arm from where it hangs, in the plane ``front`` (0: to the side, 90: to the front,
    above that across the chest); ``turn`` rolls it inwards; ``elbow`` bends; ``roll`` turns the palm backwards
    (pronation); ``wrist`` bends to the palm and ``tilt`` to the thumb. ``shrug`` raises the shoulder."""

    lift: float = 8.0
    front: float = 20.0
    turn: float = 0.0
    elbow: float = 12.0
    roll: float = 10.0
    wrist: float = 0.0
    tilt: float = 0.0
    shrug: float = 0.0
    hand: str = "relaxed"


@dataclass(frozen=True)
class Pose:
    """A pose of the whole body. Triples are (forwards, to the left, turned to the left)."""

    key: str
    title: str
    group: str
    #: The pelvis against the world: 90 forwards is face down, -90 is lying on the back.
    pelvis: tuple[float, float, float] = (0.0, 0.0, 0.0)
    #: The chest against the pelvis, shared by the spine; the head against the chest, shared by the neck.
    spine: tuple[float, float, float] = (0.0, 0.0, 0.0)
    head: tuple[float, float, float] = (0.0, 0.0, 0.0)
    left_leg: Leg = field(default_factory=Leg)
    right_leg: Leg = field(default_factory=Leg)
    left_arm: Arm = field(default_factory=Arm)
    right_arm: Arm = field(default_factory=Arm)
    #: What keeps to the floor: "left_foot", "right_foot", "left_hand", "right_hand". Legs and arms bend so that all of
    #: them reach it.
    stands: tuple[str, ...] = ()
    #: Height above the floor, in heights of the body.
    lift: float = 0.0

    def mirrored(self) -> Pose:
        """The same pose with left and right exchanged."""
        def other(triple: tuple[float, float, float]) -> tuple[float, float, float]:
            return triple[0], -triple[1], -triple[2]

        swapped = {"left": "right", "right": "left"}
        return replace(
            self, pelvis=other(self.pelvis), spine=other(self.spine), head=other(self.head),
            left_leg=self.right_leg, right_leg=self.left_leg, left_arm=self.right_arm, right_arm=self.left_arm,
            stands=tuple(f"{swapped[each.split('_')[0]]}_{each.split('_')[1]}" for each in self.stands))
