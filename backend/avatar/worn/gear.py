# SPDX-License-Identifier: GPL-3.0-or-later
"""Gear that says what somebody does: life support, a badge, a duty belt, an emblem; and a mantle of fur."""

from __future__ import annotations

from functools import cache

import numpy as np

from backend.body import hm08

from .. import coordinates as c
from ..coordinates import joint
from ..surface import Surface, from_quads, subdivide
from .belts import belt
from .fitting import AZIMUTHS, Fitting
from .headgear import TURN, Maker
from .pieces import Piece, outward, sheet, tube

_DARK, _STEEL, _GOLD = np.full(3, 0.02), np.array([0.45, 0.45, 0.47]), np.array([0.62, 0.42, 0.14])
#: Half an outline of a shield, (aside, up) as shares of its size, from the top to the tip.
_SHIELD = np.array([(0.0, 0.86), (0.45, 1.0), (0.95, 0.86), (1.0, 0.35), (0.86, -0.25), (0.5, -0.75), (0.0, -1.08)])


def box(
    centre: np.ndarray, half: np.ndarray, color: np.ndarray, cloth: str, rides: str, name: str, power: float = 0.28
) -> Piece:
    """A box with rounded edges: a superellipsoid about ``centre`` with half axes ``half``, metres."""
    a, b = np.linspace(0.02, np.pi - 0.02, 21)[:, None], np.linspace(0, 2 * np.pi, 36, endpoint=False)[None]

    def rounded(x: np.ndarray) -> np.ndarray:
        return np.asarray(np.sign(x) * np.abs(x) ** power)

    unit = np.stack(
        [rounded(np.sin(a)) * rounded(np.sin(b)), -rounded(np.sin(a)) * rounded(np.cos(b)), rounded(np.cos(a)) + 0 * b],
        axis=-1,
    )
    points = centre + unit * half
    return _around(points, color, cloth, rides, name)


def _around(points: np.ndarray, color: np.ndarray, cloth: str, rides: str, name: str) -> Piece:
    from .pieces import grid

    return grid(points, color, cloth, rides, around=True, name=name)


def life_support(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A pack on the back, a control unit on the breast with hoses to it, rings at wrists and waist, two flags."""
    v = f.body.vertices
    shoulder, pelvis = joint("l-shoulder", v), joint("pelvis", v)
    tall = shoulder[2] - pelvis[2]
    middle = shoulder[2] - 0.42 * tall
    heights = np.linspace(middle - 0.4 * tall, middle + 0.4 * tall, 7)
    back = float(f.surface_y(np.zeros(7), heights, front=False).max())
    deep = 0.085 * f.scale
    pack = np.array([0.0, back + deep + 0.004, middle])
    half = np.array([0.98 * shoulder[0], deep, 0.50 * tall])
    pieces = [box(pack, half, color, "nylon", "spine3", "pack", 0.22)]
    pieces.append(
        box(
            pack + np.array([0.0, 0.5 * deep, -0.40 * tall]),
            half * [0.9, 0.75, 0.22],
            color * 0.9,
            "nylon",
            "spine3",
            "pack",
            0.25,
        )
    )
    for side in (1.0, -1.0):
        tank = pack + np.array([side * 0.5 * half[0], deep, 0.05 * tall])
        pieces.append(
            tube(
                tank + 0.32 * tall * np.array([[0, 0, -1.0], [0, 0, 1.0]]),
                0.045 * f.scale,
                _STEEL,
                "shell",
                "spine3",
                sides=18,
                name="tank",
            )
        )
    high = shoulder[2] - 0.30 * tall
    front = float(f.surface_y(np.zeros(5), np.linspace(high - 0.05, high + 0.05, 5)).min())
    unit = np.array([0.0, front - 0.044, high])
    pieces.append(box(unit, np.array([0.090, 0.040, 0.062]) * f.scale, color * 0.92, "shell", "spine3", "unit", 0.25))
    for x, z, shade in (
        (-0.055, 0.022, (0.5, 0.02, 0.02)),
        (-0.018, 0.022, (0.02, 0.06, 0.4)),
        (0.020, 0.022, (0.7, 0.5, 0.03)),
        (0.055, 0.022, (0.3, 0.3, 0.3)),
    ):
        at = unit + np.array([x, -0.037, z]) * f.scale
        pieces.append(
            tube(
                np.stack([at, at - [0, 0.010, 0]]),
                0.0095 * f.scale,
                np.array(shade),
                "rubber",
                "spine3",
                sides=12,
                name="knob",
            )
        )
    dial = unit + np.array([0.0, -0.0385, -0.024]) * f.scale
    pieces.append(box(dial, np.array([0.058, 0.003, 0.018]) * f.scale, _DARK, "shell", "spine3", "dial"))
    for side in (1.0, -1.0):
        t = np.linspace(0, 1, 21)[:, None]
        a, b = unit + np.array([side * 0.075, 0.0, -0.02]) * f.scale, np.array([side * 1.02 * half[0], back, middle])
        side_x = side * float(f.waist(float(high) - 0.10)[AZIMUTHS // 4] + 0.030)
        knot = np.array([side_x, 0.5 * (a[1] + b[1]), high - 0.11])
        path = (1 - t) ** 2 * a + 2 * t * (1 - t) * (1.7 * knot - 0.35 * (a + b)) + t**2 * b
        pieces.append(
            tube(path, 0.013 * f.scale, np.array([0.30, 0.31, 0.33]), "rubber", "spine3", sides=10, name="hose")
        )
    for arm, prefix in (("left", "l"), ("right", "r")):
        elbow, hand = joint(f"{prefix}-elbow", v), joint(f"{prefix}-hand", v)
        axis = (hand - elbow) / np.linalg.norm(hand - elbow)
        at = hand - 0.035 * axis
        across = np.cross(axis, [0.0, 1.0, 0.0])
        across /= np.linalg.norm(across)
        cloth = f.outer[np.linalg.norm(f.outer - at, axis=1) < 0.09]
        cloth = cloth[np.abs((cloth - at) @ axis) < 0.02] - at
        reach = float(np.linalg.norm(cloth - (cloth @ axis)[:, None] * axis, axis=1).max()) + 0.012
        ring = at + reach * (np.cos(TURN)[:, None] * across + np.sin(TURN)[:, None] * np.cross(axis, across))
        pieces.append(
            tube(ring, 0.010 * f.scale, _STEEL, "steel", f"{arm}_elbow", sides=10, closed=True, name="wrist ring")
        )
        shoulder_at, upper = joint(f"{prefix}-shoulder", v), joint(f"{prefix}-elbow", v)
        place = shoulder_at + 0.36 * (upper - shoulder_at)
        for number, shade in enumerate(((0.02, 0.05, 0.30), (0.75, 0.74, 0.71), (0.45, 0.01, 0.01))):
            pieces.append(_patch(f, place, shoulder_at, upper, (number - 1) * 0.014, np.array(shade), prefix))
    return pieces


def _patch(
    f: Fitting,
    place: np.ndarray,
    a: np.ndarray,
    b: np.ndarray,
    down: float,
    color: np.ndarray,
    prefix: str,
) -> Piece:
    """A stripe of a flag on the outside of an upper arm."""
    axis = (b - a) / np.linalg.norm(b - a)
    out = np.array([1.0 if prefix == "l" else -1.0, 0.0, 0.0])
    out = out - (out @ axis) * axis
    out = out / np.linalg.norm(out)
    forth = np.cross(axis, out)
    cloth = f.outer[np.linalg.norm(f.outer - place, axis=1) < 0.12]
    turn = np.linspace(-1, 1, 9)
    rows = []
    for low in (-0.007, 0.0, 0.007):
        line = []
        for each in turn:
            aim = np.cos(0.55 * each) * out + np.sin(0.55 * each) * forth
            at = place + (down + low) * axis
            near = cloth - at
            height = near @ aim
            beside = np.linalg.norm(near - height[:, None] * aim, axis=1) < 0.016
            line.append(at + aim * (float(height[beside].max(initial=0.04)) + 0.003))
        rows.append(line)
    bone = "left_shoulder" if prefix == "l" else "right_shoulder"
    return sheet(np.array(rows), 0.0015, color, "nylon", bone, name="flag")


def _on_breast(
    f: Fitting,
    x: float,
    z: float,
    outline: np.ndarray,
    size: float,
    lift: float,
    color: np.ndarray,
    cloth: str,
    name: str,
) -> Piece:
    """A flat shape of a closed ``outline`` (N, 2) laid on the cloth of the breast, filled in rings to its middle."""
    rings = [1.0, 0.66, 0.33, 0.02]
    at = np.concatenate([share * size * outline for share in rings])
    y = f.surface_y(np.zeros(9) + x, np.linspace(z - size, z + size, 9))
    line = np.linspace(z - size, z + size, 9)
    aside = f.surface_y(np.linspace(x - size, x + size, 9), np.zeros(9) + z)
    sides = np.linspace(x - size, x + size, 9)
    depth = np.interp(z + at[:, 1], line, y) + np.interp(x + at[:, 0], sides, aside) - float(aside[4])
    points = np.stack([x + at[:, 0], depth - lift, z + at[:, 1]], axis=1).reshape(len(rings), len(outline), 3)
    return sheet(points, 0.003, color, cloth, "near", around=True, name=name)


def _mirrored(half: np.ndarray) -> np.ndarray:
    """A closed outline (N, 2), evenly spaced, of half a one from top to bottom."""
    whole = np.concatenate([half, (half * [-1, 1])[-2:0:-1]])
    closed = np.concatenate([whole, whole[:1]])
    t = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    even = np.linspace(0, t[-1], 48, endpoint=False)
    return np.stack([np.interp(even, t, closed[:, k]) for k in range(2)], axis=1)


def emblem(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A shield on the breast with a star in it."""
    z = float(joint("l-shoulder", f.body.vertices)[2]) - 0.105 * f.scale
    size = 0.080 * f.scale
    turn = np.linspace(0, np.pi, 11)
    star = np.stack([np.sin(turn), np.cos(turn)], axis=1) * np.where(np.arange(11) % 2 == 0, 1.0, 0.42)[:, None]
    return [
        _on_breast(f, 0.0, z, _mirrored(_SHIELD), size, 0.006, color, "shell", "shield"),
        _on_breast(f, 0.0, z + 0.004, _mirrored(_SHIELD), 0.88 * size, 0.0105, color * 0.10 + 0.01, "shell", "field"),
        _on_breast(f, 0.0, z + 0.010, _mirrored(star), 0.62 * size, 0.0135, color, "shell", "star"),
    ]


def badge(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A shield of metal on the left breast."""
    z, x = float(joint("l-shoulder", f.body.vertices)[2]) - 0.075 * f.scale, 0.078 * f.scale
    return [
        _on_breast(f, x, z, _mirrored(_SHIELD), 0.031 * f.scale, 0.005, color, "gold", "badge"),
        _on_breast(
            f,
            x,
            z + 0.002,
            np.stack([np.sin(TURN[::2]), np.cos(TURN[::2])], axis=1),
            0.014 * f.scale,
            0.009,
            color * 0.7,
            "gold",
            "badge",
        ),
    ]


def duty_belt(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A belt with pouches, a radio and a holster."""
    pieces = belt(f, color, rng)
    line = pieces[0].points
    z = float(line[:, 2].mean())
    radius = f.waist(z) + 0.012
    for degrees, half, name in (
        (38, (0.026, 0.016, 0.034), "pouch"),
        (-38, (0.026, 0.016, 0.034), "pouch"),
        (68, (0.022, 0.018, 0.050), "radio"),
        (-84, (0.026, 0.024, 0.085), "holster"),
        (130, (0.040, 0.014, 0.030), "pouch"),
        (-130, (0.040, 0.014, 0.030), "pouch"),
    ):
        turn = np.radians(degrees)
        reach = float(f.around(radius, turn)) + half[1]
        at = np.array(
            [reach * np.sin(turn), f.axis_y - reach * np.cos(turn), z - (0.052 if name == "holster" else 0.004)]
        )
        each = box(np.zeros(3), np.array(half) * f.scale, color * 0.9 + 0.004, "leather", "cloth", name)
        rotation = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
        each.points = each.points @ rotation.T + at
        pieces.append(each)
    return pieces


@cache
def _shoulders() -> tuple[Surface, np.ndarray]:
    """The skin of the shoulders about the neck, and how deep in it (V,) its vertices lie, 0 at the edge."""
    t = c.template()
    body = from_quads(hm08.base_mesh().faces["body"])
    inside = np.minimum(np.minimum(t.level - 5.28, 8.0 * (t.collar + 0.004)), 3.0 * (0.30 - np.maximum(t.arm, 0.0)))
    inside = np.where(t.level < 7.5, inside, -1.0)
    inside[hm08.BODY[1] :] = -1.0
    values = body.points(inside)
    fine = subdivide(body.keep(body.centres(values) > -0.3))
    surface = fine.cut(fine.points(inside))
    return surface, surface.points(inside)


def fur(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A mantle of shaggy fur over the shoulders: locks of three shades on a lining."""
    surface, _ = _shoulders()
    skin = surface.points(f.body.vertices)
    normals = surface.normals(skin)
    base = f.push_out(skin + 0.016 * normals, 0.010)
    faces = list(surface.faces)
    uv = np.stack([base[:, 0], base[:, 2]], axis=1)
    pieces = [Piece(base, outward(base, faces), uv, color * 0.5, "wool", "near", name="lining")]
    count = 2100
    triangles = np.array([(face[0], face[k], face[k + 1]) for face in surface.faces for k in range(1, len(face) - 1)])
    area = np.linalg.norm(
        np.cross(base[triangles[:, 1]] - base[triangles[:, 0]], base[triangles[:, 2]] - base[triangles[:, 0]]), axis=1
    )
    chosen = triangles[rng.choice(len(triangles), count, p=area / area.sum())]
    share = rng.dirichlet((1, 1, 1), count)
    root = np.einsum("nk,nkc->nc", share, base[chosen])
    out = np.einsum("nk,nkc->nc", share, normals[chosen])
    away = (root - [0.0, joint("neck", f.body.vertices)[1], 0.0]) * [1.0, 1.0, 0.0]
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6)
    flow = 0.75 * away - [0.0, 0.0, 0.55] + rng.normal(0, 0.28, (count, 3))
    flow -= 0.8 * np.einsum("ij,ij->i", flow, out)[:, None] * out
    flow /= np.linalg.norm(flow, axis=1, keepdims=True)
    length = rng.uniform(0.045, 0.085, (count, 1)) * f.scale
    t = np.array([0.0, 0.33, 0.70, 1.0])
    rise = 0.014 * np.sin(np.pi * np.minimum(t * 0.8 + 0.1, 1.0))
    path = (
        root[:, None]
        + (flow * length)[:, None] * t[None, :, None]
        + out[:, None] * rise[None, :, None]
        - np.array([0, 0, 0.018]) * (t**2)[None, :, None]
    )
    across = np.cross(out, flow)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-6)
    half = 0.0065 * f.scale * np.array([0.8, 1.0, 0.7, 0.06])[None, :, None] * rng.uniform(0.7, 1.3, (count, 1, 1))
    strips = np.stack([path - half * across[:, None], path + half * across[:, None]], axis=2)
    # Where the shoulder bends away beneath them, locks lie on the sleeve and do not go into it.
    strips = f.push_out(strips.reshape(-1, 3), 0.005).reshape(strips.shape)
    tone = rng.integers(0, 3, count)
    for number, shade in enumerate((0.55, 1.0, 1.7)):
        own = strips[tone == number]
        index = np.arange(own.shape[0] * 8).reshape(-1, 4, 2)
        quads = np.stack([index[:, :-1, 0], index[:, 1:, 0], index[:, 1:, 1], index[:, :-1, 1]], axis=-1).reshape(-1, 4)
        flat = own.reshape(-1, 3)
        pieces.append(
            Piece(
                flat,
                [tuple(map(int, quad)) for quad in quads],
                np.stack([flat[:, 0] + flat[:, 1], flat[:, 2]], axis=1),
                np.minimum(color * shade + 0.004, 1.0),
                "wool",
                "near",
                name="fur",
            )
        )
    return pieces


MAKERS: dict[str, Maker] = {
    "life_support": life_support,
    "emblem": emblem,
    "badge": badge,
    "duty_belt": duty_belt,
    "fur": fur,
}
