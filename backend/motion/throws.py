# SPDX-License-Identifier: GPL-3.0-or-later
"""An overhand throw: the arm is drawn back and cocked over the shoulder, hurled ahead, and runs out across the body."""

from __future__ import annotations

import numpy as np

from backend.motion.body import Body
from backend.motion.curves import track
from backend.motion.gestures import Arm, place_arm, sides
from backend.motion.idle import stand
from backend.motion.pose import Pose
from backend.motion.scene import Scene
from backend.motion.strikes import fighting_stance

#: Seconds of one throw, and of the standing before and after it.
THROW_TIME, AROUND = 1.7, 0.6
#: The arm cocked, as the hand lets go, and run out.
_COCKED = Arm(flex=-8, abduct=92, rotate=88, elbow=98, curl=0.8)
_RELEASE = Arm(flex=112, abduct=34, rotate=14, elbow=12, pronate=25, wrist=10, curl=0.1)
_RUN_OUT = Arm(flex=38, abduct=-6, rotate=-12, elbow=26, pronate=45, curl=0.1)
#: The other arm, pointed at where it goes, and drawn in.
_AIMED = Arm(flex=72, abduct=24, rotate=0, elbow=18)
_DRAWN_IN = Arm(flex=16, abduct=18, rotate=-6, elbow=86, curl=0.4)


def throw(body: Body, scene: Scene) -> Pose:
    """One throw with the side the spec names, right by default."""
    pose = stand(body, scene)
    scale = max(scene.span - AROUND, 0.5) / THROW_TIME
    t = (scene.times - AROUND / 2) / scale
    size = float(np.clip(scene.intensity * scene.style.amplitude, 0.5, 1.3))
    side = sides(scene, "right")[0]
    other = 1 - side
    drawn = track(t, [(0.0, 0.0), (0.62, 1.0), (0.74, 1.0), (0.90, 0.0)])
    let_go = track(t, [(0.72, 0.0), (0.90, 1.0), (0.97, 1.0), (1.12, 0.0)])
    run_out = track(t, [(0.93, 0.0), (1.10, 1.0), (1.22, 1.0), (1.66, 0.0)])
    # The hips lead the trunk, and the trunk the arm.
    hips = track(t, [(0.0, 0.0), (0.5, -0.8), (0.78, 0.9), (1.15, 1.0), (1.66, 0.0)])
    trunk = track(t, [(0.0, 0.0), (0.6, -1.0), (0.84, 0.8), (1.12, 1.0), (1.66, 0.0)])
    fighting_stance(body, scene, pose, other, np.clip(hips, 0, 1))
    for goal, weight in ((_COCKED, drawn), (_RELEASE, let_go), (_RUN_OUT, run_out)):
        place_arm(pose, side, goal, weight)
    place_arm(pose, other, _AIMED, drawn)
    place_arm(pose, other, _DRAWN_IN, np.maximum(let_go, run_out))
    left = 1.0 if side == 1 else -1.0
    pose.yaw += left * np.radians(16) * hips * size
    pose.spine_twist += left * np.radians(26) * trunk * size
    pose.head_twist -= left * (np.radians(16) * hips + np.radians(22) * trunk) * size
    pose.spine_flex += np.radians(16) * np.clip(trunk, -0.5, 1) * size
    pose.head_flex -= np.radians(9) * np.clip(trunk, -0.5, 1)
    pose.pelvis[:, 1] -= 0.09 * body.leg * hips * size
    return pose
