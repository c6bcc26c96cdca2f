# SPDX-License-Identifier: GPL-3.0-or-later
"""Plate armour and robot shells: hard plates raised from the body's own surface, with rims, over a mail undersuit.

Each plate is a region of the template, cut, lifted, smoothed until it is hard, and given thickness and a rolled rim.
Plates of limbs ride rigidly on their bone, so that they do not bend with the flesh; those over joints follow it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from backend.body import hm08

from .. import coordinates as c
from ..coordinates import joint
from ..easing import smoothstep
from ..surface import Surface, from_quads, subdivide
from .fitting import Fitting
from .pieces import Piece, outward, tube

#: Thickness of a plate, metres.
THICKNESS = 0.003
#: Least distance of a plate from the skin: the mail lies between, metres.
CLEARANCE = 0.012
#: Skin weights of the arm between which a shoulder's plate goes from the collar bone's to the arm's: lowered arms would
#: stand its inner edge up beside the neck.
HELD = (0.10, 0.75)
#: Rounds in which a finished plate is beaten smooth, and how far a point may stand out of those about it, metres.
BEATEN, BUMP = 6, 0.0012
#: Vertices of the base mesh about which plates are flattened, how far, metres, and in how many rounds.
_NIPPLES, _FLAT, _ROUNDS = (1781, 8453), 0.028, 25
#: Least distance of a plate's outer side from the mail, metres.
OVER_MAIL = 0.006


@dataclass(frozen=True)
class Plate:
    """A plate: ``inside`` gives values that are positive on it, from the coordinates of template vertices."""

    name: str
    inside: Callable[[c.Coordinates], np.ndarray]
    #: Distance from the skin, metres, and rounds of smoothing.
    lift: float
    smooth: int
    #: Role of the bone it rides on, without the side; "" follows the flesh beneath.
    bone: str = ""
    #: Role that keeps its inner edge; "" for none.
    held: str = ""
    #: One plate on each side of the body.
    paired: bool = True
    #: Share of the lift added towards the lower edge: tassets and pauldrons stand out there.
    flare: float = 0.0
    #: Of the second colour.
    second: bool = False
    #: A true cylinder about the limb between these two joints.
    limb: tuple[str, str] | None = None


def _arm(low: float, high: float) -> Callable[[c.Coordinates], np.ndarray]:
    return lambda t: np.where(t.arm_share > 0.5, np.minimum(t.arm - low, high - t.arm), -1.0)


def _leg(low: float, high: float) -> Callable[[c.Coordinates], np.ndarray]:
    return lambda t: np.where(t.arm_share < 0.3, np.minimum(t.level - low, high - t.level), -1.0)


def _shoulder(t: c.Coordinates) -> np.ndarray:
    """The cap of the shoulder, from the collar bone's end over the upper arm."""
    cap = np.where(t.arm_share > 0.08, 0.48 - np.maximum(t.arm, 0.0), -1.0)
    return np.minimum(np.minimum(cap, 4.0 * (t.arm_share - 0.10)), 3.0 * (t.level - 4.95))


def _trunk(low: float, high: float) -> Callable[[c.Coordinates], np.ndarray]:
    def inside(t: c.Coordinates) -> np.ndarray:
        return np.minimum(
            np.minimum(t.level - low, high - t.level), np.minimum(6.0 * (0.30 - t.arm_share), 10.0 * (t.collar - 0.018))
        )

    return inside


_ELBOW, _KNEE = _arm(0.88, 1.12), _leg(1.84, 2.14)
PLATES: tuple[Plate, ...] = (
    Plate("breastplate", _trunk(4.28, 9.0), 0.012, 26, paired=False),
    Plate("belly plate", _trunk(3.72, 4.32), 0.008, 18, paired=False),
    Plate("tasset", _trunk(2.98, 3.78), 0.012, 22, paired=False, flare=1.6),
    Plate("pauldron", _shoulder, 0.027, 26, "shoulder", held="collar", flare=1.1),
    Plate("rerebrace", _arm(0.42, 0.90), 0.007, 14, "shoulder"),
    Plate("couter", _ELBOW, 0.016, 12),
    Plate("vambrace", _arm(1.10, 1.86), 0.008, 14, "elbow", flare=0.25),
    Plate("cuisse", _leg(2.12, 2.84), 0.009, 18, "hip"),
    Plate("poleyn", _KNEE, 0.016, 12),
    # Down to the boots: a plate over their shafts would come through them.
    Plate("greave", _leg(1.44, 1.86), 0.009, 16, "knee"),
)


#: A robot: cylinders about the limbs, with gaps at the joints, and hoops about a narrow waist.
ROBOT: tuple[Plate, ...] = (
    Plate("chest", _trunk(4.52, 9.0), 0.016, 44, paired=False),
    *(Plate("hoop", _trunk(low, low + 0.15), 0.007, 24, paired=False, second=True) for low in (3.84, 4.06, 4.28)),
    Plate("pelvis", _trunk(3.02, 3.76), 0.012, 34, paired=False),
    Plate("shoulder", _shoulder, 0.024, 40, "shoulder", held="collar"),
    Plate("upper arm", _arm(0.42, 0.84), 0.007, 20, "shoulder", limb=("shoulder", "elbow")),
    Plate("forearm", _arm(1.13, 1.84), 0.007, 20, "elbow", limb=("elbow", "hand")),
    Plate("thigh", _leg(2.20, 2.82), 0.008, 24, "hip", limb=("upper-leg", "knee")),
    Plate("shin", _leg(1.46, 1.84), 0.008, 24, "knee", limb=("knee", "ankle")),
)
#: Armour of a hero of the future: close plates in two colours, nearly without gaps.
HERO: tuple[Plate, ...] = (
    Plate("breastplate", _trunk(4.52, 9.0), 0.012, 30, paired=False),
    Plate("belly plate", _trunk(4.02, 4.50), 0.008, 20, paired=False, second=True),
    Plate("waist plate", _trunk(3.62, 4.00), 0.009, 20, paired=False),
    Plate("loin plate", _trunk(2.98, 3.60), 0.009, 20, paired=False, second=True),
    Plate("pauldron", _shoulder, 0.020, 26, "shoulder", held="collar", flare=0.3),
    Plate("rerebrace", _arm(0.42, 0.88), 0.006, 14, "shoulder", second=True),
    Plate("couter", _arm(0.90, 1.14), 0.012, 12),
    Plate("vambrace", _arm(1.16, 1.90), 0.010, 18, "elbow", flare=0.35),
    Plate("cuisse", _leg(2.14, 2.86), 0.008, 18, "hip", second=True),
    Plate("poleyn", _leg(1.86, 2.12), 0.015, 12),
    Plate("greave", _leg(1.42, 1.84), 0.010, 18, "knee", flare=0.25),
)
#: The plates of garments that have some, by kind.
SETS: dict[str, tuple[Plate, ...]] = {"armour": PLATES, "robot-shell": ROBOT, "hero-armour": HERO}
#: Names of the cloth beneath them.
UNDERSUITS = frozenset(("Mail", "Robot shell", "Hero armour"))


@cache
def _cut(plate: Plate) -> tuple[Surface, tuple[tuple[int, ...], ...], Any]:
    """A plate's surface on the template, finer than the skin, its edges, and the means (V, V) over neighbours."""
    t = c.template()
    body = from_quads(hm08.base_mesh().faces["body"])
    values = body.points(plate.inside(t))
    near = body.centres(values) > -0.35
    fine = subdivide(body.keep(near & (body.centres(body.points(_body_only())) > 0.5)))
    surface = fine.cut(fine.points(plate.inside(t)))
    loops = sorted(surface.boundary(), key=len, reverse=True)
    return surface, tuple(tuple(loop) for loop in loops if len(loop) > 7), surface.neighbours()


@cache
def _body_only() -> np.ndarray:
    inside = np.zeros(len(hm08.base_mesh().vertices))
    inside[slice(*hm08.BODY)] = 1.0
    return inside


def plates(f: Fitting, kind: str, color: np.ndarray, second: np.ndarray, cloth: str) -> list[Piece]:
    """All plates of a kind of :data:`SETS` on a body, of one metal in one or two colours; rims a little lighter."""
    mail = _Mail(f)
    return [piece for plate in SETS[kind] for piece in _plate(f, mail, plate, second if plate.second else color, cloth)]


class _Mail:
    """The cloth that plates lie over."""

    def __init__(self, f: Fitting) -> None:
        from scipy.spatial import cKDTree

        close = [mesh for mesh in f.garments if mesh.name in UNDERSUITS]
        self.tree = None
        if close:
            mesh = close[0]
            self.points = mesh.vertices.astype(float)
            _, near = f.body.tree.query(self.points)
            self.normals = f.body.normals[near]
            self.tree = cKDTree(self.points)

    def push_out(self, points: np.ndarray, clearance: float) -> np.ndarray:
        """Points (N, 3) moved to at least ``clearance`` metres outside of the cloth nearest to them."""
        if self.tree is None:
            return points
        for _ in range(2):
            _, nearest = self.tree.query(points)
            height = np.einsum("ij,ij->i", points - self.points[nearest], self.normals[nearest])
            points = points + np.maximum(clearance - height, 0.0)[:, None] * self.normals[nearest]
        return points


def _rounded(f: Fitting, points: np.ndarray, left: np.ndarray, limb: tuple[str, str]) -> np.ndarray:
    """Points (N, 3) of both sides, of which those ``left`` (N,) are known, on cones about their limb, as wide as it
    is at both ends."""
    mirror = np.where(left[:, None], [[1.0, 1.0, 1.0]], [[-1.0, 1.0, 1.0]])
    own = points * mirror
    a, b = (joint(f"l-{name}", f.body.vertices) for name in limb)
    axis = (b - a) / np.linalg.norm(b - a)
    along = (own - a) @ axis
    # The limb bows about the line of its joints: the cylinder stands where its middle is.
    middle = own.mean(axis=0) - a
    middle = middle - (middle @ axis) * axis
    radial = own - a - along[:, None] * axis - middle
    reach = np.linalg.norm(radial, axis=1)
    third = np.quantile(along, [0.25, 0.75])
    ends = [np.quantile(reach[along < third[0]], 0.85), np.quantile(reach[along > third[1]], 0.85)]
    wanted = np.interp(along, third, ends)
    return (a + along[:, None] * axis + middle + radial * (wanted / np.maximum(reach, 1e-6))[:, None]) * mirror


def _plate(f: Fitting, mail: _Mail, plate: Plate, color: np.ndarray, cloth: str) -> list[Piece]:
    from scipy.sparse import vstack

    surface, loops, mean = _cut(plate)
    skin = surface.points(f.body.vertices)
    # By the template: the thighs of a heavy body, and plates on them, meet and pass each other in the middle.
    left = surface.points(hm08.base_mesh().vertices)[:, 0] > 0
    edge = np.zeros(len(skin), dtype=bool)
    for loop in loops:
        edge[list(loop)] = True
    normals = surface.normals(skin)
    points = skin + plate.lift * normals
    clearance = max(CLEARANCE, 0.8 * plate.lift)
    for turn in range(plate.smooth):
        moved = 0.45 * points + 0.55 * (mean @ points)
        points = np.where(edge[:, None], points, moved)
        for loop in loops:
            ring = points[list(loop)]
            points[list(loop)] = 0.5 * ring + 0.25 * (np.roll(ring, 1, axis=0) + np.roll(ring, -1, axis=0))
        if turn % 5 == 4:
            points = mail.push_out(f.body.push_out(points, clearance), OVER_MAIL)
    if plate.limb is not None:
        points = _rounded(f, points, left, plate.limb)
    normals = surface.normals(points)
    for _ in range(4):
        normals = normals + mean @ normals
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    if plate.flare:
        low = points[:, 2].min()
        down = 1 - np.clip((points[:, 2] - low) / max(float(np.ptp(points[:, 2])), 1e-6), 0, 1)
        points = points + (plate.flare * plate.lift * down**2)[:, None] * normals
    points = mail.push_out(f.body.push_out(points, clearance), OVER_MAIL)
    # Metal does not follow each fold of the mail: points that stand out are set back, what lies about them
    # is raised.
    for _ in range(BEATEN):
        rise = np.einsum("ij,ij->i", mean @ points - points, normals)
        rise = np.maximum(rise, 0.0) + np.minimum(rise + BUMP, 0.0)
        points = points + (rise * ~edge)[:, None] * normals
    for spot in f.body.vertices[list(_NIPPLES)] if not plate.paired else ():
        share = np.exp(-(((points - spot) ** 2).sum(axis=1)) / (_FLAT * f.scale) ** 2) * ~edge
        for _ in range(_ROUNDS):
            points = points + share[:, None] * (mean @ points - points)
    # The inner side, joined to the outer along the edges.
    count = len(points)
    faces = list(surface.faces) + [tuple(v + count for v in face[::-1]) for face in surface.faces]
    for loop in loops:
        for a, b in zip(loop, loop[1:] + loop[:1]):
            faces.append((b, a, a + count, b + count))
    solid = np.concatenate([points, points - THICKNESS * normals])
    uv = np.stack([solid[:, 0] + solid[:, 1], solid[:, 2]], axis=1)
    rows = vstack([surface.matrix, surface.matrix]).tocsr()
    if plate.held:
        from scipy.spatial import cKDTree

        nearest = cKDTree(points)
        held = 1 - smoothstep((surface.points(c.template().arm_share) - HELD[0]) / (HELD[1] - HELD[0]))
    sides = [("left", 1.0), ("right", -1.0)] if plate.paired else [("", 0.0)]
    pieces = []
    for side, sign in sides:
        chosen = np.ones(len(solid), dtype=bool) if not sign else np.tile(left == (sign > 0), 2)
        number, kept = (np.cumsum(chosen) - 1).tolist(), chosen.tolist()
        own = [tuple([number[v] for v in face]) for face in faces if kept[face[0]]]
        rides = f"{side}_{plate.bone}" if plate.bone else "near"
        piece = Piece(solid[chosen], outward(solid[chosen], own), uv[chosen], color, cloth, rides, name=plate.name)
        if not plate.bone:
            piece.rows = rows[np.nonzero(chosen)[0]]
        if plate.held:
            piece.held = f"{side}_{plate.held}", np.tile(held, 2)[chosen]
        pieces.append(piece)
        for loop in loops:
            ring = points[list(loop)]
            if sign and left[loop[0]] != (sign > 0):
                continue
            rim = tube(_even(ring), 0.0034 * f.scale, color * 0.8 + 0.1, cloth, rides, sides=6, closed=True, name="rim")
            if plate.held:
                rim.held = f"{side}_{plate.held}", held[nearest.query(rim.points)[1]]
            pieces.append(rim)
    return pieces


def _even(ring: np.ndarray) -> np.ndarray:
    """A closed line at equal distances, smoothed a little."""
    closed = np.concatenate([ring, ring[:1]])
    t = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    count = int(np.clip(t[-1] / 0.012, 16, 120))
    even = np.stack(
        [np.interp(np.linspace(0, t[-1], count, endpoint=False), t, closed[:, k]) for k in range(3)], axis=1
    )
    for _ in range(3):
        even = 0.5 * even + 0.25 * (np.roll(even, 1, axis=0) + np.roll(even, -1, axis=0))
    return even
