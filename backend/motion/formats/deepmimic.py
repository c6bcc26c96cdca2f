# SPDX-License-Identifier: GPL-3.0-or-later
"""DeepMimic's motion files (JSON): frames of 44 numbers for the humanoid of X. B. Peng et al. (SIGGRAPH 2018).

A frame is its duration in seconds, the root's place (metres, Y up, facing +X), and rotations: four numbers
(w, x, y, z) for a spherical joint, one angle about Z for a revolute one, in the order of the character file's
joints. The standard humanoid is built in; another character can be given as ``skeleton``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from backend.engine import EngineError
from backend.motion.formats.assembly import assemble
from backend.motion.formats.base import MAXIMUM_FRAMES, Format, ReadOptions, bad_file, read_text, stem_of
from backend.motion.formats.raw import Raw
from backend.motion.kinematics import continuous
from backend.motion.quaternions import slerp
from protocol.assets import Motion

_VALUES = {"spherical": 4, "revolute": 1, "fixed": 0}
#: Name, kind, parent, place in the parent: the published humanoid3d (45 kg, 1.62 m).
_HUMANOID = (
    ("root", "none", -1, (0.0, 0.0, 0.0)),
    ("chest", "spherical", 0, (0.0, 0.236151, 0.0)), ("neck", "spherical", 1, (0.0, 0.223894, 0.0)),
    ("right_hip", "spherical", 0, (0.0, 0.0, 0.084887)), ("right_knee", "revolute", 3, (0.0, -0.421546, 0.0)),
    ("right_ankle", "spherical", 4, (0.0, -0.40987, 0.0)),
    ("right_shoulder", "spherical", 1, (-0.02405, 0.2435, 0.18311)),
    ("right_elbow", "revolute", 6, (0.0, -0.274788, 0.0)), ("right_wrist", "fixed", 7, (0.0, -0.258947, 0.0)),
    ("left_hip", "spherical", 0, (0.0, 0.0, -0.084887)), ("left_knee", "revolute", 9, (0.0, -0.421546, 0.0)),
    ("left_ankle", "spherical", 10, (0.0, -0.40987, 0.0)),
    ("left_shoulder", "spherical", 1, (-0.02405, 0.2435, -0.18311)),
    ("left_elbow", "revolute", 12, (0.0, -0.274788, 0.0)), ("left_wrist", "fixed", 13, (0.0, -0.258947, 0.0)))
#: Where bones end that no joint follows: the toes, the crown, the fingers of the humanoid's collision shapes.
_ENDS = {"ankle": (0.13, -0.035, 0.0), "neck": (0.0, 0.27, 0.0), "wrist": (0.0, -0.09, 0.0)}
#: Above this rate (the data has up to 120) frames of uneven length are not sampled finer.
_MAXIMUM_FPS = 240.0


@dataclass
class _Character:
    names: list[str]
    kinds: list[str]
    parents: list[int]
    offsets: np.ndarray

    @property
    def width(self) -> int:
        return 8 + sum(_VALUES[kind] for kind in self.kinds[1:])


def _load(path: Path) -> dict[str, Any]:
    text = read_text(path, 128 << 20)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        bad_file(path, f"is no sound JSON: {error.msg}", line=error.lineno)
    except (ValueError, RecursionError) as error:
        bad_file(path, "is no sound JSON: " + ("nested too deeply" if isinstance(error, RecursionError) else
                                               "a number has too many digits"))
    if not isinstance(content, dict):
        bad_file(path, "holds no JSON object")
    return content


def _numbers(path: Path, values: Any, element: str, count: int) -> np.ndarray:
    if not isinstance(values, list) or len(values) != count:
        found = f"{len(values)} values" if isinstance(values, list) else type(values).__name__
        bad_file(path, f"expected {count} numbers, found {found}", element=element)
    if not all(isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e6
               for value in values):
        bad_file(path, "holds something that is not a number that makes sense here", element=element)
    return np.array(values, dtype=np.float64)


def read_character(path: Path) -> _Character:
    """A DeepMimic character file; raises :class:`~backend.engine.EngineError` (``bad_file``)."""
    skeleton = _load(path).get("Skeleton")
    joints = skeleton.get("Joints") if isinstance(skeleton, dict) else None
    if not isinstance(joints, list) or not 1 <= len(joints) <= 256:
        bad_file(path, "has no Skeleton with Joints", remedy="Name a DeepMimic character such as humanoid3d.txt.")
    found = _Character([], [], [], np.zeros((len(joints), 3)))
    for index, joint in enumerate(joints):
        element = f"joint {index}"
        if not isinstance(joint, dict):
            bad_file(path, "is no JSON object", element=element)
        name, kind, parent = joint.get("Name"), joint.get("Type"), joint.get("Parent")
        if not isinstance(name, str) or not name or name in found.names:
            bad_file(path, "has no name of its own", element=element)
        if kind not in (_VALUES if index else ("none",)):
            bad_file(path, f"is of the unknown type {kind!r:.40}", element=element)
        if type(parent) is not int or not (-1 if index == 0 else 0) <= parent < max(index, 0):
            bad_file(path, "does not name a joint before it as its parent", element=element)
        values = [joint.get(f"Attach{part}{axis}", 0.0) for part in ("", "Theta") for axis in "XYZ"]
        place = _numbers(path, values, element, 6)
        if np.abs(place[3:]).max() > 1e-6:
            bad_file(path, "is attached at an angle, which is not supported", element=element)
        found.names.append(name)
        found.kinds.append(str(kind))
        found.parents.append(parent)
        found.offsets[index] = place[:3]
    return found


def _humanoid() -> _Character:
    names, kinds, parents, offsets = zip(*_HUMANOID)
    return _Character(list(names), list(kinds), list(parents), np.array(offsets))


def read_deepmimic(path: str | Path, options: ReadOptions | None = None) -> Motion:
    """A DeepMimic motion; ``options.skeleton`` names another character than the standard humanoid.

    Frames of uneven length are resampled at the usual rate. A cyclic motion ("wrap") whose last frame is the
    first again comes as a loop without it. Raises :class:`~backend.engine.EngineError` (``bad_file``).
    """
    path, options = Path(path), options or ReadOptions()
    character = read_character(options.skeleton) if options.skeleton else _humanoid()
    content = _load(path)
    frames = content.get("Frames")
    if not isinstance(frames, list) or not frames:
        bad_file(path, "has no Frames", remedy="Choose a DeepMimic motion file.")
    if len(frames) > MAXIMUM_FRAMES:
        bad_file(path, f"{len(frames)} frames are more than can be read")
    table = np.stack([_numbers(path, row, f"frame {index}", character.width) for index, row in enumerate(frames)])
    durations = table[:, 0]
    if (durations < 0).any() or (len(table) > 1 and not durations[:-1].min() > 1e-4) or durations.max() > 10:
        frame = int(np.flatnonzero(~((durations > 1e-4) & (durations <= 10)))[0])
        bad_file(path, f"lasts {durations[frame]:g} s", element=f"frame {frame}")
    path_, turns = table[:, 1:4], _turns(path, character, table)
    turns, path_, fps = _even(turns, path_, durations, options.notes, path.name)
    loop = str(content.get("Loop", "none")).lower() == "wrap" and len(turns) > 3 and _closes(turns)
    if loop:
        turns, path_ = turns[:-1], path_[:-1]
    heads = character.offsets.copy()
    for joint, parent in enumerate(character.parents):
        if parent >= 0:
            heads[joint] += heads[parent]
    ends = {joint: np.array(_ENDS[word]) for joint, name in enumerate(character.names)
            if (word := name.split("_")[-1]) in _ENDS}
    raw = Raw(name=stem_of(path), names=character.names, parents=np.array(character.parents), heads=heads, turns=turns,
              path=path_, root=0, fps=options.fps or fps, ends=ends, unit=1.0, up="y", loop=loop,
              path_of_file=path)
    return assemble(raw, options)


def _turns(path: Path, character: _Character, table: np.ndarray) -> np.ndarray:
    turns = np.zeros((len(table), len(character.names), 4))
    turns[..., 0] = 1
    column = 4
    for joint, kind in enumerate(character.kinds):
        width = 4 if joint == 0 else _VALUES[kind]
        values = table[:, column:column + width]
        column += width
        if width == 4:
            norm = np.linalg.norm(values, axis=1)
            if not (wrong := (norm < 0.5) | (norm > 2)).any():
                turns[:, joint] = values / norm[:, None]
                continue
            bad_file(path, f"the rotation of {character.names[joint]} is no unit quaternion",
                     element=f"frame {int(np.flatnonzero(wrong)[0])}")
        elif width == 1:
            turns[:, joint, 0], turns[:, joint, 3] = np.cos(values[:, 0] / 2), np.sin(values[:, 0] / 2)
    return continuous(turns)


def _even(turns: np.ndarray, path: np.ndarray, durations: np.ndarray, notes: list[str],
          name: str) -> tuple[np.ndarray, np.ndarray, float]:
    """The frames at an even rate, and that rate."""
    if len(turns) == 1:
        return turns, path, 1 / durations[0] if durations[0] > 1e-3 else 30.0
    steps = durations[:-1]
    usual = float(np.median(steps))
    fps = min(1 / usual, _MAXIMUM_FPS)
    if abs(fps - round(fps)) < 2e-3 * fps:
        fps = float(round(fps))
    if np.abs(steps - usual).max() < 0.02 * usual and usual * fps > 0.99:
        return turns, path, fps
    times = np.concatenate([[0.0], np.cumsum(steps)])
    count = round(times[-1] * fps) + 1
    if count > MAXIMUM_FRAMES:
        raise EngineError(f"{name}: {times[-1]:.0f} s at {fps:g} frames a second are more than can be read.",
                          "Cut the file into shorter clips.", "bad_file")
    at = np.linspace(0, times[-1], count)
    before = np.clip(np.searchsorted(times, at, side="right") - 1, 0, len(times) - 2)
    share = (at - times[before]) / steps[before]
    notes.append(f"{name}: frames of {steps.min():.3g} to {steps.max():.3g} s were resampled at {fps:g} a second.")
    between = path[before] + share[:, None] * (path[before + 1] - path[before])
    return slerp(turns[before], turns[before + 1], share[:, None]), between, fps


def _closes(turns: np.ndarray) -> bool:
    """Whether the last frame is about the first again, heading and place apart."""
    def apart(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return 2 * np.arccos(np.clip(np.abs((a[..., 1:, :] * b[..., 1:, :]).sum(-1)), 0, 1)).mean(-1)

    return bool(apart(turns[0], turns[-1]) <= 3 * np.median(apart(turns[1:], turns[:-1])))


def _read(path: Path, options: ReadOptions) -> list[Motion]:
    return [read_deepmimic(path, options)]


FORMAT = Format("deepmimic", (".txt",), "DeepMimic motion (JSON)", _read, packed=True)
