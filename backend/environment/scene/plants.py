# SPDX-License-Identifier: GPL-3.0-or-later
"""Trees, bushes and grass as cards of leaves on branches. A few of each are grown once; places turn and scale them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from .builder import BLADE, CARD, CONE, LEAVES, NEEDLES, Group, Scene, between
from .materials import BARK, LEAF, Material

#: Height of the grown trees, metres; places scale them.
TALL = 10.0

BARKS = {
    "deciduous": Material((0.20, 0.165, 0.13), (0.11, 0.088, 0.068), BARK, bump=0.5),
    "conifer": Material((0.19, 0.125, 0.085), (0.105, 0.068, 0.048), BARK, bump=0.5),
    "birch": Material((0.55, 0.53, 0.49), (0.30, 0.28, 0.25), BARK, bump=0.25),
    "palm": Material((0.20, 0.16, 0.115), (0.13, 0.10, 0.07), BARK, bump=0.5),
}
#: Leaves by season.
LEAVES_OF = {
    "spring": Material((0.125, 0.20, 0.040), (0.075, 0.135, 0.026), LEAF, through=0.55),
    "summer": Material((0.130, 0.205, 0.045), (0.070, 0.130, 0.030), LEAF, through=0.50),
    "autumn": Material((0.34, 0.145, 0.025), (0.22, 0.065, 0.015), LEAF, through=0.50),
    "winter": Material((0.15, 0.11, 0.07), (0.10, 0.075, 0.05), LEAF, through=0.2),
}
#: Grass in autumn and winter: straw.
STRAW = Material((0.26, 0.215, 0.095), (0.155, 0.13, 0.055), 12, through=0.4)

NEEDLE = Material((0.078, 0.130, 0.050), (0.045, 0.082, 0.036), LEAF, through=0.25)
SNOWY = Material((0.70, 0.72, 0.76), (0.045, 0.06, 0.045), LEAF, through=0.2)


def leaves(season: str, color: Sequence[float] | None = None) -> Material:
    """Leaves of a season, or of a colour said of trees."""
    leaf = LEAVES_OF.get(season, LEAVES_OF["summer"])
    # leaves let light through that doubles their colour
    return leaf if color is None else leaf.tinted([0.55 * float(each) for each in color])


def _frames(normals: np.ndarray, sizes: np.ndarray, centers: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Affine maps (N, 3, 4) of cards that face ``normals``, spun at random."""
    n = normals / np.linalg.norm(normals, axis=1, keepdims=True)
    helper = np.where(np.abs(n[:, 2:]) < 0.9, [[0, 0, 1.0]], [[1.0, 0, 0]])
    side = np.cross(n, helper)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    up = np.cross(n, side)
    spin = rng.uniform(0, 2 * math.pi, (len(n), 1))
    a, b = side * np.cos(spin) + up * np.sin(spin), up * np.cos(spin) - side * np.sin(spin)
    return np.stack([a * sizes[:, None], b * sizes[:, None], n, centers], axis=2)


def _twigs(
    group: Group,
    leaf: Material,
    centers: np.ndarray,
    middle: float,
    open_: np.ndarray,
    size: float,
    rng: np.random.Generator,
) -> None:
    count = len(centers)
    normals: np.ndarray = rng.normal(size=(count, 3)) + np.array([0, 0, 0.5])
    sizes = size * rng.uniform(0.7, 1.25, count)
    group.add(
        CARD, leaf, _frames(normals, sizes, centers, rng), LEAVES, middle, rng.random(count), np.clip(open_, 0.05, 0.99)
    )


def deciduous(scene: Scene, variant: int, leaf: Material, bark: Material, leafy: float = 1.0, drawn: bool = False
              ) -> Group:
    """A broad-leaved tree: a forking trunk, and leaves about the ends of its branches. ``drawn`` up by its neighbours
    in a wood, it has a bare bole and a narrow, open crown."""
    rng = np.random.default_rng(100 + variant)
    group = scene.group()
    wide = (0.36, 0.30, 0.42, 0.27)[variant % 4] * TALL
    low = (0.20, 0.24, 0.16, 0.28)[variant % 4] * TALL
    if drawn:
        wide, low = 0.66 * wide, 0.24 * TALL + low
    middle = (low + TALL) / 2
    lean = rng.normal(0, 0.25, 2)
    fork = np.array([lean[0], lean[1], low * 1.15])
    girth = (0.020 * TALL + 0.012 * wide) * (0.55 if drawn else 1.0)
    group.tube((0, 0, -0.6), (0, 0, 0.5), girth * 1.5, bark, girth * 1.05)
    group.tube((0, 0, 0.45), fork, girth * 1.05, bark, girth * 0.8)
    blobs = []
    for k in range(26):
        z = rng.uniform(-0.85, 0.92)
        turn = k * 2.39996 + rng.uniform(-0.4, 0.4)
        flat = math.sqrt(1 - z * z) * rng.uniform(0.45, 0.92)
        blobs.append(
            (
                wide * flat * math.cos(turn) + lean[0],
                wide * flat * math.sin(turn) + lean[1],
                middle + z * (TALL - low) / 2 * 0.86,
            )
        )
    centers = np.array(blobs)
    top = np.array([lean[0] * 1.6, lean[1] * 1.6, middle + 0.25 * (TALL - low)])
    group.tube(fork, top, girth * 0.72, bark, girth * 0.22)
    for blob in centers:
        share = float(np.clip((blob[2] - low) / (TALL - low) - 0.25, 0.0, 0.85))
        start = fork + (top - fork) * share
        elbow = start + (blob - start) * 0.5 + np.array([0, 0, 0.06 * TALL])
        thick = girth * (0.40 - 0.25 * share)
        group.tube(start, elbow, thick, bark, thick * 0.6)
        group.tube(elbow, blob, thick * 0.6, bark, thick * 0.2)
        if leafy < 0.5:
            for _ in range(5):
                end = blob + rng.normal(0, 0.07 * TALL, 3) + np.array([0, 0, 0.04 * TALL])
                group.tube(elbow + (blob - elbow) * rng.uniform(0.2, 1.0), end, thick * 0.3, bark, thick * 0.06)
    each = int((150 if drawn else 230) * leafy)
    if each:
        size = rng.uniform(0.10, 0.155, len(centers)) * TALL
        around = rng.normal(size=(len(centers), each, 3))
        around /= np.linalg.norm(around, axis=2, keepdims=True)
        around *= rng.uniform(0.25, 1.0, (len(centers), each, 1)) ** 0.45
        points = centers[:, None] + around * size[:, None, None] * [1.15, 1.15, 0.85]
        local = np.linalg.norm(around, axis=2)
        points, local = points.reshape(-1, 3), local.ravel()
        reach = np.linalg.norm((points - [lean[0], lean[1], middle]) / [wide, wide, (TALL - low) / 2], axis=1)
        open_ = (
            (0.25 + 0.75 * np.clip(reach, 0, 1) ** 2)
            * (0.55 + 0.45 * local)
            * (0.7 + 0.3 * np.clip((points[:, 2] - low) / (TALL - low), 0, 1))
        )
        _twigs(group, leaf, points, middle - 0.15 * TALL, open_, 0.026 * TALL, rng)
    return group


def birch(scene: Scene, variant: int, leaf: Material, bark: Material, leafy: float = 1.0) -> Group:
    """A silver birch: a slender white bole, dark scars across it, and a light, narrow crown whose twigs hang."""
    rng = np.random.default_rng(400 + variant)
    group = scene.group()
    low, wide = (0.22, 0.30, 0.16)[variant % 3] * TALL, (0.15, 0.19, 0.17)[variant % 3] * TALL
    girth, lean = 0.0125 * TALL, rng.normal(0, 0.25, 2)
    scar = Material((0.035, 0.032, 0.03), pattern=BARK)

    def bole(share: float) -> np.ndarray:
        return np.array([lean[0] * share**1.5, lean[1] * share**1.5, TALL * 0.97 * share])

    group.tube((0, 0, -0.5), bole(0.04), 1.35 * girth, scar, 1.1 * girth)
    for k in range(6):
        a, b = 0.04 + 0.16 * k, 0.04 + 0.16 * (k + 1)
        group.tube(bole(a), bole(b), girth * (1.06 - a) + 0.004, bark, girth * (1.06 - b) + 0.003)
    for _ in range(34):
        share = float(rng.uniform(0.04, 0.62)) ** 1.1
        turn, thick = float(rng.uniform(0, 2 * math.pi)), girth * (1.05 - share)
        out = np.array([math.cos(turn), math.sin(turn), 0.0])
        size = thick * float(rng.uniform(0.35, 0.8))
        group.ball(bole(share) + out * thick * 0.72, (size, size, size * float(rng.uniform(0.16, 0.5))), scar)
    tips, twigs = [], []
    for k in range(34):
        share = low / TALL + (0.95 - low / TALL) * (k + float(rng.random())) / 34
        turn = k * 2.39996 + float(rng.uniform(-0.3, 0.3))
        reach = wide * (1.15 - 0.85 * share) * float(rng.uniform(0.7, 1.1))
        start = bole(share)
        out = np.array([math.cos(turn), math.sin(turn), 0.0])
        end = start + out * reach + np.array([0, 0, 0.75 * reach])
        group.tube(start, end, girth * 0.34 * (1.1 - share), bark if share < 0.5 else scar, 0.004)
        for step in (0.45, 0.75, 1.0):
            root = start + (end - start) * step
            for _ in range(2):
                side = rng.normal(0, 0.35, 3) * reach
                tip = root + np.array([side[0], side[1], -abs(side[2]) - 0.05 * TALL])
                group.tube(root, tip, 0.009, scar, 0.003)
                tips.append(root)
                twigs.append(tip)
    each = int(26 * leafy)
    if each:
        high, low_ = np.array(tips)[:, None], np.array(twigs)[:, None]
        drop = rng.uniform(0.0, 1.1, (len(tips), each, 1))
        points = (high + (low_ - high) * drop + rng.normal(0, 0.021 * TALL, (len(tips), each, 3))).reshape(-1, 3)
        out = np.linalg.norm(points[:, :2], axis=1) / wide
        _twigs(group, leaf, points, low, 0.45 + 0.5 * np.clip(out, 0, 1), 0.0175 * TALL, rng)
    return group


def conifer(scene: Scene, variant: int, leaf: Material, bark: Material, drawn: bool = False) -> Group:
    """A spruce: whorls of branches that hang the more the lower they are; ``drawn`` up in a wood, it is bare below."""
    rng = np.random.default_rng(300 + variant)
    group = scene.group()
    wide = (0.20, 0.165, 0.235)[variant % 3] * TALL
    low = ((0.42, 0.55, 0.36) if drawn else (0.10, 0.22, 0.06))[variant % 3] * TALL
    if drawn:
        wide *= 0.6
        _snags(group, rng, low, bark)
    group.tube((0, 0, -0.5), (0, 0, TALL), (0.013 if drawn else 0.020) * TALL, bark, 0.001 * TALL)
    maps, opens = [], []
    whorls = 26 if drawn else 40
    for k in range(whorls):
        share = k / whorls
        z = low + (TALL * 0.985 - low) * share
        length = wide * (1 - share) ** 0.82 * rng.uniform(0.8, 1.12) + 0.02 * TALL
        many = 9 if share < 0.6 else 6
        for branch in range(many):
            turn = 2 * math.pi * (branch + 0.5 * (k % 2)) / many + rng.uniform(-0.25, 0.25)
            reach = length * rng.uniform(0.75, 1.1)
            drop = -0.42 + 0.75 * share + rng.uniform(-0.10, 0.10)
            along = np.array([math.cos(turn), math.sin(turn), drop])
            along /= np.linalg.norm(along)
            side = np.array([-math.sin(turn), math.cos(turn), 0.0])
            start = np.array([0, 0, z]) + along * 0.02 * TALL
            for twist in (-0.5, 0.5):
                up = np.cross(along, side)
                across = side * math.cos(twist) + up * math.sin(twist)
                center = start + along * reach / 2 - up * 0.012 * TALL * abs(twist)
                maps.append(
                    np.stack(
                        [along * reach / 2, across * (0.32 * reach + 0.012 * TALL), np.cross(along, across), center],
                        axis=1,
                    )
                )
                opens.append(0.50 + 0.45 * share)
    count = len(maps)
    group.add(CARD, leaf, np.stack(maps), NEEDLES, TALL * 0.35, rng.random(count), np.clip(opens, 0, 0.99))
    return group


def _snags(group: Group, rng: np.random.Generator, low: float, bark: Material) -> None:
    """Dead twigs on the bole of a conifer that grew in the shade of others."""
    for _ in range(22):
        z, turn, reach = rng.uniform(0.12 * TALL, low), rng.uniform(0, 2 * math.pi), rng.uniform(0.02, 0.09) * TALL
        end = (reach * math.cos(turn), reach * math.sin(turn), z - rng.uniform(0.0, 0.35) * reach)
        group.tube((0, 0, z), end, 0.0022 * TALL, bark, 0.0006 * TALL)


def palm(scene: Scene, variant: int, bark: Material) -> Group:
    """A coconut palm: a leaning, ringed trunk and fronds that arch over."""
    rng = np.random.default_rng(500 + variant)
    group = scene.group()
    lean = rng.uniform(1.0, 2.6)
    points = [np.array([lean * (t**1.6), 0, TALL * 0.86 * t]) for t in np.linspace(0, 1, 9)]
    for a, b, t in zip(points, points[1:], np.linspace(0.20, 0.115, 8)):
        group.tube(a, b, t, bark, t * 0.93)
    _fronds(group, FROND, points[-1], 22, (-0.3, 1.15), 0.55, rng, TALL * 0.7)
    return group


#: Leaves of palms, and of the herbs beneath them.
FROND = Material((0.105, 0.170, 0.038), (0.060, 0.110, 0.026), LEAF, through=0.45)


def _fronds(group: Group, leaf: Material, root: np.ndarray, count: int, rise: tuple[float, float], step: float,
            rng: np.random.Generator, middle: float) -> None:
    """``count`` fronds of five pieces, ``step`` metres each, that leave ``root`` at slopes between ``rise`` and arch
    over."""
    maps = []
    for k in range(count):
        turn = k * 2.39996
        heading = np.array([math.cos(turn), math.sin(turn), 0])
        spot, slope, length = root.copy(), rng.uniform(*rise), step * rng.uniform(0.85, 1.1)
        for piece in range(5):
            along = heading * math.cos(slope) + np.array([0, 0, math.sin(slope)])
            side = np.array([-math.sin(turn), math.cos(turn), 0.0])
            for fold in (-0.5, 0.5):
                up = np.cross(along, side)
                across = (side * math.cos(fold) + up * math.sin(fold)) * (
                    (0.42, 0.46, 0.42, 0.34, 0.22)[piece] * step / 0.55)
                maps.append(np.stack(
                    [along * length * 0.62, across, np.cross(along, across), spot + along * length * 0.5], axis=1))
            spot = spot + along * length
            slope -= 0.36
    group.add(CARD, leaf, np.stack(maps), NEEDLES, middle, rng.random(len(maps)), 0.9)


def fern(scene: Scene, variant: int) -> Group:
    """A rosette of arching fronds from the ground, a metre high: tree ferns and young palms of a jungle."""
    rng = np.random.default_rng(800 + variant)
    group = scene.group()
    _fronds(group, FROND, np.array([0.0, 0.0, 0.05]), 11 + 3 * variant, (0.55, 1.35), 0.36, rng, -0.3)
    return group


def bush(scene: Scene, variant: int, leaf: Material) -> Group:
    """A metre-high bush."""
    rng = np.random.default_rng(700 + variant)
    group = scene.group()
    centers = rng.normal(0, 0.28, (7, 3)) * [1.3, 1.3, 0.5] + [0, 0, 0.5]
    around = rng.normal(size=(7, 90, 3))
    around /= np.linalg.norm(around, axis=2, keepdims=True)
    points = (centers[:, None] + around * rng.uniform(0.12, 0.42, (7, 90, 1))).reshape(-1, 3)
    points[:, 2] = np.abs(points[:, 2])
    open_ = 0.35 + 0.6 * np.clip(points[:, 2], 0, 1)
    _twigs(group, leaf, points, 0.2, open_, 0.075, rng)
    return group


def turf(
    scene: Scene, variant: int, leaf: Material, height: float = 0.16, count: int = 520, size: float = 0.55
) -> Group:
    """A patch of blades, ``size`` metres to each side."""
    rng = np.random.default_rng(900 + variant)
    group = scene.group()
    at = rng.uniform(-size, size, (count, 2))
    tall = height * rng.uniform(0.45, 1.25, count)
    turn = rng.uniform(0, math.pi, count)
    lean = rng.normal(0, 0.35, (count, 2)) * tall[:, None]
    side = np.stack([np.cos(turn), np.sin(turn), np.zeros(count)], axis=1) * (0.10 * tall + 0.004)[:, None]
    up = np.concatenate([lean / 2, tall[:, None] / 2], axis=1)
    normal = np.cross(side, up)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    center = np.concatenate([at, np.zeros((count, 1))], axis=1) + up * 0.96
    group.add(
        CARD, leaf, np.stack([side, up, normal, center], axis=2), BLADE, -1.5, rng.random(count), np.full(count, 0.72)
    )
    return group


def flower_heads(
    group: Group, color: tuple[float, float, float], height: float, count: int, size: float, variant: int,
    wide: float = 0.018,
) -> None:
    """Blossoms over a patch, each ``wide`` metres from its middle."""
    rng = np.random.default_rng(40 + variant)
    at = rng.uniform(-size, size, (count, 2))
    centers = np.concatenate([at, rng.uniform(0.6, 1.2, (count, 1)) * height], axis=1)
    normals: np.ndarray = rng.normal(0, 0.4, (count, 3)) + np.array([0, 0, 1.0])
    petal = Material(color, color, through=0.3)
    group.add(CARD, petal, _frames(normals, np.full(count, wide), centers, rng), 5, -1.5, rng.random(count), 0.9)


@lru_cache(maxsize=48)
def _grown(name: str, variant: int, leaf: Material, bark: Material | None, leafy: float, woods: bool) -> Group:
    """A plant in a scene of its own: it is the same in every place, so each process grows it once."""
    scene = Scene()
    if name == "fern":
        return fern(scene, variant)
    if bark is None:
        return bush(scene, variant, leaf)
    if name == "palm":
        return palm(scene, variant, bark)
    if name == "conifer":
        return conifer(scene, variant, leaf, bark, woods)
    if name == "birch":
        return birch(scene, variant, leaf, bark, leafy)
    return deciduous(scene, variant, leaf, bark, leafy, woods)


class Grove:
    """The kinds of plants of one place, grown when first asked for."""

    def __init__(self, scene: Scene, season: str, snow: bool, kind: str, woods: bool = False,
                 color: Sequence[float] | None = None) -> None:
        self.scene, self.kind, self.woods = scene, kind, woods
        leaf = leaves(season, color)
        self.leafy = 0.0 if season == "winter" else 1.0
        self.leaf, self.needle = leaf, NEEDLE
        if snow:
            self.needle = replace(SNOWY, color=(0.42, 0.45, 0.48))
        self._grown: dict[str, list[Group]] = {}

    def of(self, name: str) -> list[Group]:
        """The variants of "deciduous", "birch", "young" (its crown low), "conifer", "palm", "fern" or "bush"."""
        if name not in self._grown:
            leaf, bark = self.leaf, BARKS.get("deciduous" if name == "young" else name)
            if self.kind == "birch" and name == "young":
                bark = BARKS["birch"]
            if name == "conifer":
                leaf = self.needle
            elif name == "bush" and not self.leafy:
                leaf = LEAVES_OF["winter"]
            many = 4 if name == "deciduous" else 3
            self._grown[name] = [
                self.scene.copied(_grown(name, k, leaf, bark, self.leafy, self.woods and name != "young"))
                for k in range(many)]
        return self._grown[name]

    def tree(self, rng: np.random.Generator, at: tuple[float, float, float], tall: float) -> None:
        """One tree of the place's kinds, ``tall`` metres."""
        kind = self.kind
        if kind == "mixed":
            kind = "conifer" if rng.random() < 0.42 else "deciduous"
        elif kind == "tropical":
            kind = "palm" if rng.random() < 0.3 else "deciduous"
        if self.woods and kind in ("deciduous", "birch") and rng.random() < 0.3:
            # the next generation, that has its crown low
            kind, tall = "young", tall * float(rng.uniform(0.3, 0.6))
        groups = self.of(kind)
        scale = tall / TALL
        if kind == "conifer":
            scale *= 1.25
        wide = scale * float(rng.uniform(0.85, 1.15))
        self.scene.place(
            groups[int(rng.integers(len(groups)))],
            at,
            float(rng.uniform(0, 6.283)),
            (wide, wide, scale),
            float(rng.random()),
        )

    def shrub(self, rng: np.random.Generator, at: tuple[float, float, float], tall: float) -> None:
        """A bush, ``tall`` metres; in a jungle mostly a fern."""
        fern_ = self.kind == "tropical" and rng.random() < 0.65
        groups = self.of("fern" if fern_ else "bush")
        wide = tall * float(rng.uniform(0.9, 1.5))
        self.scene.place(
            groups[int(rng.integers(len(groups)))],
            at,
            float(rng.uniform(0, 6.283)),
            (wide, wide, tall),
            float(rng.random()),
        )


__all__ = ["CONE", "Grove", "between", "bush", "conifer", "deciduous", "flower_heads", "palm", "turf"]
