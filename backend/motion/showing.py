# SPDX-License-Identifier: GPL-3.0-or-later
"""What must be seen in a motion for it to be what a sentence says: who sits down stood and sits, who waves has a hand
up that swings, who does a cartwheel is upside down over a hand.

A judge that learnt from clips finds right what is like its clips, even where those are odd; these few facts hold of
any. They are loose: what shows them may still be clumsy, what does not is something else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backend.motion.clip import Clip
from backend.motion.clip_ops import heading
from backend.motion.diffusion.confidence import said
from backend.motion.skeleton import INDEX


@dataclass(frozen=True, eq=False)
class _Seen:
    """A clip measured; lengths are shares of the height of the standing pelvis, speeds in m/s."""

    clip: Clip

    def __post_init__(self) -> None:
        places = self.clip.positions()
        body = self.clip.body
        whole = float(body.hip_height + body.hip_drop)
        set_ = object.__setattr__
        set_(self, "places", places)
        set_(self, "whole", whole)
        set_(self, "pelvis", places[:, 0, 2] / whole)
        trunk = places[:, INDEX["neck"]] - places[:, 0]
        # Degrees from upright: 180 is upside down.
        set_(self, "tilt", np.degrees(np.arccos(np.clip(
            trunk[:, 2] / np.maximum(np.linalg.norm(trunk, axis=1), 1e-9), -1, 1))))
        set_(self, "turned", float(np.degrees(np.ptp(np.unwrap(heading(self.clip))))))
        way = np.linalg.norm(np.diff(self.clip.root[:, :2], axis=0), axis=1).sum()
        set_(self, "speed", float(way / max(self.clip.duration, 1e-9)))
        set_(self, "gone", float(np.linalg.norm(self.clip.root[-1, :2] - self.clip.root[0, :2])))

    places: np.ndarray = None  # type: ignore[assignment]
    whole: float = 1.0
    pelvis: np.ndarray = None  # type: ignore[assignment]
    tilt: np.ndarray = None  # type: ignore[assignment]
    turned: float = 0.0
    speed: float = 0.0
    gone: float = 0.0

    def height(self, name: str) -> np.ndarray:
        """(T,) of a joint above the floor."""
        return np.asarray(self.places[:, INDEX[name], 2] / self.whole)

    def pace(self, name: str, of: str = "pelvis") -> np.ndarray:
        """(T-1,) m/s of a joint relative to another."""
        away = self.places[:, INDEX[name]] - self.places[:, INDEX[of]]
        return np.asarray(np.linalg.norm(np.diff(away, axis=0), axis=1) * self.clip.fps)

    @property
    def clear(self) -> np.ndarray:
        """(T,) of the lowest of ankles and wrists."""
        return np.minimum.reduce([self.height(f"{side}_{joint}") for side in ("left", "right")
                                  for joint in ("ankle", "wrist")])

    @property
    def upright(self) -> bool:
        return bool(np.median(self.tilt) < 40 and np.median(self.pelvis) > 0.75)


def _sides(test: Callable[[str], bool]) -> bool:
    return test("left") or test("right")


def _walks(seen: _Seen) -> bool:
    gap = seen.places[:, INDEX["left_ankle"], 1] - seen.places[:, INDEX["right_ankle"], 1]
    across = seen.places[:, INDEX["left_ankle"], 0] - seen.places[:, INDEX["right_ankle"], 0]
    along = np.where(np.ptp(gap) > np.ptp(across), gap, across)
    return seen.upright and 0.35 < seen.speed < 2.6 and int((np.diff(np.sign(along)) != 0).sum()) >= 1


def _runs(seen: _Seen) -> bool:
    return seen.upright and seen.speed > 1.5


def _circles(seen: _Seen) -> bool:
    return seen.turned > 240 and seen.speed > 0.3


def _jumps(seen: _Seen) -> bool:
    both = np.minimum(seen.height("left_ankle"), seen.height("right_ankle"))
    return bool((both > both.min() + 0.12).sum() >= 0.1 * seen.clip.fps and seen.pelvis.max() > 1.03)


def _kicks(seen: _Seen) -> bool:
    def side(name: str) -> bool:
        other = "right" if name == "left" else "left"
        high = seen.height(f"{name}_ankle")
        return bool(high.max() > 0.42 and seen.height(f"{other}_ankle")[high.argmax()] < 0.3
                    and seen.pace(f"{name}_ankle").max() > 2.5)

    return _sides(side) and bool(seen.pelvis.min() > 0.7) and seen.upright


def _punches(seen: _Seen) -> bool:
    def side(name: str) -> bool:
        wrist, shoulder = (seen.places[:, INDEX[f"{name}_{joint}"]] for joint in ("wrist", "shoulder"))
        away = np.linalg.norm(wrist - shoulder, axis=1)
        high = seen.height(f"{name}_wrist") > seen.height(f"{name}_shoulder") - 0.28
        return bool((away[high].max(initial=0) > 0.85 * seen.clip.body.arm) and np.ptp(away) > 0.25 * seen.clip.body.arm
                    and seen.pace(f"{name}_wrist", f"{name}_shoulder").max() > 1.8)

    return _sides(side) and seen.upright


def _waves(seen: _Seen) -> bool:
    def side(name: str) -> bool:
        up = seen.height(f"{name}_wrist") > seen.height(f"{name}_shoulder") - 0.02
        if up.mean() < 0.3:
            return False
        away = (seen.places[:, INDEX[f"{name}_wrist"]] - seen.places[:, INDEX[f"{name}_shoulder"]])[up]
        # It swings: back and forth along the direction in which the hand moves most.
        main = np.linalg.svd(away - away.mean(0), full_matrices=False)[2][0]
        way = (away - away.mean(0)) @ main
        other = "right" if name == "left" else "left"
        calm = seen.height(f"{other}_wrist") < seen.height(f"{other}_shoulder") - 0.15
        return bool(np.ptp(way) > 0.1 and (np.diff(np.sign(way)) != 0).sum() >= 2 and calm.mean() > 0.5)

    return _sides(side) and seen.upright


def _throws(seen: _Seen) -> bool:
    def side(name: str) -> bool:
        pace = seen.pace(f"{name}_wrist", "neck")
        top = int(pace.argmax())
        return bool(pace[top] > 3.0 and (seen.height(f"{name}_wrist")[max(top - 8, 0):top + 8]
                                         > seen.height(f"{name}_shoulder")[max(top - 8, 0):top + 8]).any())

    return _sides(side) and seen.upright


def _ends(seen: _Seen, share: float = 0.12) -> tuple[float, float]:
    """Height of the pelvis in the beginning and in the end."""
    count = max(1, int(share * len(seen.pelvis)))
    return float(seen.pelvis[:count].mean()), float(seen.pelvis[-count:].mean())


def _sits(seen: _Seen) -> bool:
    before, after = _ends(seen)
    return before > 0.85 and 0.1 < after < 0.75 and bool(seen.tilt[-5:].mean() < 45)


def _stands_up(seen: _Seen) -> bool:
    before, after = _ends(seen)
    feet = max(float(seen.height(f"{side}_ankle")[-3:].max()) for side in ("left", "right"))
    # Nor from the air: somebody who sat has a foot on the floor.
    low = np.minimum(seen.height("left_ankle"), seen.height("right_ankle"))[seen.pelvis < 0.85]
    # Nobody is thrown up: the pelvis rises as fast as people rise.
    rise = float(np.diff(seen.pelvis).max() * seen.whole * seen.clip.fps)
    upright = bool(seen.tilt[-3:].mean() < 30)
    return before < 0.8 and after > 0.9 and feet < 0.25 and rise < 2.2 and upright and bool(low.mean() < 0.2)


def _crawls(seen: _Seen) -> bool:
    return bool(seen.pelvis.max() < 0.75 and np.median(seen.tilt) > 45 and seen.gone > 0.3)


def _dances(seen: _Seen) -> bool:
    limbs = np.mean([seen.pace(f"{side}_{joint}").mean() for side in ("left", "right") for joint in ("wrist", "ankle")])
    return bool(limbs > 0.35)


def _upside_down(seen: _Seen) -> np.ndarray:
    return np.asarray(seen.places[:, INDEX["head"], 2] < seen.places[:, 0, 2] - 0.15)


def _cartwheels(seen: _Seen) -> bool:
    hands = np.minimum(seen.height("left_wrist"), seen.height("right_wrist"))
    feet = np.minimum(seen.height("left_ankle"), seen.height("right_ankle"))
    return bool((_upside_down(seen) & (hands < 0.3) & (feet > 0.55)).any()) and seen.tilt[-1] < 60


def _flips(seen: _Seen) -> bool:
    return bool((_upside_down(seen) & (seen.clear > 0.15)).any() or
                ((seen.tilt > 120) & (seen.pelvis > 0.6)).any())


def _raises_both(seen: _Seen) -> bool:
    up = np.minimum(seen.height("left_wrist"), seen.height("right_wrist")) > seen.height("head") + 0.05
    return bool(up.mean() > 0.12) and seen.upright


def _bows(seen: _Seen) -> bool:
    return bool(25 < seen.tilt.max() < 110 and seen.pelvis.min() > 0.75 and seen.tilt[0] < 20 and seen.speed < 0.4)


def _push_ups(seen: _Seen) -> bool:
    chest = seen.height("neck")
    return bool((seen.tilt > 45).mean() > 0.8 and seen.pelvis.max() < 0.65 and np.ptp(chest) > 0.1
                and seen.gone < 0.4 and seen.turned < 45)


def _sneaks(seen: _Seen) -> bool:
    return bool(np.median(seen.pelvis) < 0.96 and seen.gone > 0.5)


def _turns(seen: _Seen) -> bool:
    return seen.turned > 120 and seen.upright


def _argues(seen: _Seen) -> bool:
    hands = np.maximum(seen.height("left_wrist"), seen.height("right_wrist"))
    pace = max(seen.pace(f"{side}_wrist").mean() for side in ("left", "right"))
    return bool((hands > 1.05).mean() > 0.3 and pace > 0.25) and seen.upright


#: What is done again and again, or goes on: shown for longer than a clip of one round lasts.
LASTING = frozenset({"=walk", "=run", "crawl", "dance", "pushup", "sneak", "circle", "=wave", "=argue"})
#: Word of what is done -> (what must be seen, whether it is).
_FACTS: dict[str, tuple[str, Callable[[_Seen], bool]]] = {
    "=walk": ("steps that lead ahead", _walks), "=run": ("running", _runs),
    "=jump": ("both feet off the floor", _jumps), "=argue": ("gesturing hands", _argues),
    "=kick": ("a foot kicked up", _kicks), "=punch": ("a fist thrust out", _punches),
    "=wave": ("a raised hand that swings", _waves), "=throw": ("a hand that hurls", _throws),
    "=sit": ("sitting down", _sits), "=stand up": ("getting up to stand", _stands_up),
    "crawl": ("crawling ahead, close to the floor", _crawls), "dance": ("arms and legs that dance", _dances),
    "cartwheel": ("turning over on the hands", _cartwheels), "backflip": ("turning over in the air", _flips),
    "sideflip": ("turning over in the air", _flips), "=bow": ("a bowed trunk", _bows),
    "pushup": ("a body that goes down and up on its arms", _push_ups), "pressup": ("push-ups", _push_ups),
    "turn": ("turning round", _turns), "circle": ("going round", _circles),
    "raise both": ("both hands over the head", _raises_both), "sneak": ("stealing ahead on bent knees", _sneaks)}


def demanded(text: str) -> list[str]:
    """The facts that a sentence names, keys of what :func:`unshown` looks for."""
    words = said(text)
    found: list[str] = []
    everything = {word for group in (*words.doing, *words.rest) for word in group}
    for number, group in enumerate(words.doing):
        stands_up = group & {"stand", "get", "rise"} and "+height.up" in everything
        if group & {"raise", "lift"} and {"arm", "hand", "arms", "hands"} & everything and "both" in text.lower():
            found.append("raise both")
        elif stands_up:
            found.append("=stand up")
        elif group & {"sneak", "creep", "prowl", "tiptoe"}:
            found.append("sneak")
        elif number and group & {"=jump"}:
            continue
        else:
            found += [word for word in sorted(group) if word in _FACTS][:1]
    if "circle" in everything:
        found.append("circle")
    return list(dict.fromkeys(found))


def unshown(text: str, clip: Clip) -> list[str]:
    """What a sentence demands and ``clip`` does not show, in words; empty where nothing is known to be amiss."""
    facts = demanded(text)
    if not facts:
        return []
    seen = _Seen(clip)
    return [_FACTS[fact][0] for fact in facts if not _FACTS[fact][1](seen)]
