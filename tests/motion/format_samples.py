# SPDX-License-Identifier: GPL-3.0-or-later
"""Small files of every text and numpy format, as bytes: a person of 1.7 m takes a step."""
from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from backend.motion.clip import clip_of
from backend.motion.formats import write_motion
from backend.motion.formats.npz import write_clip
from backend.motion.quaternions import from_euler
from backend.motion.skeleton import INDEX, JOINTS, make_skeleton
from protocol.assets import Motion

ASF = """# a comment
:version 1.10
:name tiny
:units
  mass 1.0
  length 0.45
  angle deg
:root
   order TX TY TZ RX RY RZ
   axis XYZ
   position 0 0 0
   orientation 0 0 0
:bonedata
%s:hierarchy
  begin
    root lfemur rfemur thorax
    lfemur ltibia
    ltibia lfoot
    rfemur rtibia
    rtibia rfoot
    thorax head lhumerus rhumerus
    lhumerus lradius
    rhumerus rradius
  end
"""
_BONES = (("lfemur", "0.342 -0.94 0", 7.5, "0 0 20", "rx ry rz"), ("ltibia", "0.342 -0.94 0", 7.3, "0 0 20", "rx"),
          ("lfoot", "0.1 -0.2 0.97", 2.4, "-90 0 20", "rx rz"),
          ("rfemur", "-0.342 -0.94 0", 7.5, "0 0 -20", "rx ry rz"),
          ("rtibia", "-0.342 -0.94 0", 7.3, "0 0 -20", "rx"), ("rfoot", "-0.1 -0.2 0.97", 2.4, "-90 0 -20", "rx rz"),
          ("thorax", "0 1 0", 8.0, "0 0 0", "rx ry rz"), ("head", "0 1 0", 3.5, "0 0 0", "rx ry rz"),
          ("lhumerus", "1 0 0", 5.0, "180 30 90", "rx ry rz"), ("lradius", "1 0 0", 4.4, "180 30 90", "rx"),
          ("rhumerus", "-1 0 0", 5.0, "180 -30 -90", "rx ry rz"), ("rradius", "-1 0 0", 4.4, "180 -30 -90", "rx"))


def asf() -> str:
    return ASF % "".join(
        f"  begin\n    id {index}\n    name {name}\n    direction {direction}\n    length {length}\n"
        f"    axis {axis} XYZ\n    dof {dof}\n    limits (-160 20)\n" + "           (-70 70)\n" * (dof.count("r") - 1)
        + "  end\n"
        for index, (name, direction, length, axis, dof) in enumerate(_BONES, 1))


def amc(frames: int = 6) -> str:
    lines = ["#!OML:ASF tiny", ":FULLY-SPECIFIED", ":DEGREES"]
    for frame in range(1, frames + 1):
        lines += [str(frame), f"root 0 15.5 {0.4 * frame} 0 0 0"]
        for name, _, _, _, dof in _BONES:
            swing = (1 if name.startswith("l") else -1) * 3.0 * frame
            lines.append(name + " " + " ".join(str(swing if part == "rx" else 0.5) for part in dof.split()))
    return "\n".join(lines) + "\n"


def deepmimic(durations: tuple[float, ...] = (0.04,) * 5 + (0.0,)) -> str:
    frames = []
    for index, duration in enumerate(durations):
        knee = [-0.1 * index]
        still = [1, 0, 0, 0]
        frames.append([duration, 0.05 * index, 0.84, 0.0, *still, *still, *still, 0.99, 0, 0, 0.1, *knee, *still,
                       *still, 0.3, *still, *knee, *still, *still, 0.3])
    return json.dumps({"Loop": "none", "Frames": frames}, indent=1)


def motion(frames: int = 12, height: float = 1.7) -> Motion:
    """A person on troupe22 who walks towards -Y with swinging arms and legs."""
    at = np.arange(frames) / 10
    angles = np.zeros((frames, len(JOINTS), 3))
    for side, sign in (("left", 1), ("right", -1)):
        angles[:, INDEX[f"{side}_hip"], 1] = sign * 0.4 * np.sin(4 * at)
        angles[:, INDEX[f"{side}_knee"], 1] = 0.2 + 0.2 * np.sin(4 * at)
        angles[:, INDEX[f"{side}_shoulder"], 0] = sign * 1.2
        angles[:, INDEX[f"{side}_elbow"], 2] = -sign * 0.5
    skeleton = make_skeleton(height)
    travel = np.stack([0 * at, -1.2 * at, 0 * at], -1)
    return Motion(name="step", fps=30.0, skeleton=skeleton, rotations=from_euler(angles, "yxz").astype("<f4"),
                  root_translation=travel.astype("<f4"), caption="someone walks")


def samples(folder: Path) -> dict[str, bytes]:
    """Name of a file -> its content; ``tiny.asf`` belongs to ``tiny_1.amc``."""
    walk = motion()
    made = {}
    for name, layout in (("a.bvh", None), ("joints.npz", "joints"), ("smpl.npz", "smpl"), ("a.npy", "humanml3d"),
                         ("kit.npy", "kit")):
        write_motion(folder / name, walk, layout=layout)
        made[name] = (folder / name).read_bytes()
    clip = clip_of(walk)
    hands = np.tile([1.0, 0, 0, 0], (len(clip), 30, 1))
    write_clip(folder / "clip.npz", replace(clip, hands=hands, contacts=np.zeros((len(clip), 4), bool)))
    made["clip.npz"] = (folder / "clip.npz").read_bytes()
    return made | {"tiny.asf": asf().encode(), "tiny_1.amc": amc().encode(), "a.txt": deepmimic().encode()}
