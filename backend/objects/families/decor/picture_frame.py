# SPDX-License-Identifier: GPL-3.0-or-later
"""Picture frames: standing photo frames with a prop, and wide gilt frames; a landscape inside."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, extrude
from backend.objects.modeling.surface import Surface, skin


def _moulding(wide: float, tall: float, profile: np.ndarray, region: str) -> Surface:
    """A mitred frame around an opening of ``wide`` by ``tall``: ``profile`` rows (outward, forward)."""
    rings = []
    for out, front in profile:
        x, z = wide / 2 + out, tall / 2 + out
        corners = np.array([(x, z), (-x, z), (-x, -z), (x, -z)])
        pts = np.concatenate([np.linspace(a, b, 9)[:-1] for a, b in zip(corners, np.roll(corners, -1, axis=0))])
        rings.append(np.column_stack([pts[:, 0], np.full(len(pts), -front), pts[:, 1]]))
    return skin(np.stack(rings), loop=True, region=region)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"photo": 1.2, "gilt": .9})
    upright = d.chance(.45)
    long, short = (d.between(.14, .19), d.between(.10, .135)) if kind == "photo" else (d.between(.55, .75),
                                                                                       d.between(.40, .52))
    wide, tall = (short, long) if upright else (long, short)
    w = (.020 if kind == "photo" else .075) * d.between(.85, 1.2)
    deep = .016 if kind == "photo" else .045
    if kind == "photo":
        rows = fillet([(-.003, 0), (-.003, .75 * deep), (.35 * w, deep), (w, .80 * deep), (w, 0)], .003, 3, closed=True)
    else:
        rows = fillet([(-.006, 0), (-.006, .35 * deep), (.10 * w, .50 * deep), (.25 * w, .45 * deep),
                       (.42 * w, .70 * deep), (.62 * w, .62 * deep),
                       (.80 * w, deep), (.95 * w, .95 * deep), (w, .70 * deep), (w, 0)], .006, 3, closed=True)
    pieces = [_moulding(wide, tall, rows, "frame")]
    if kind == "gilt":
        for x in (1, -1):
            for z in (1, -1):
                at = (x * (wide / 2 + .55 * w), -.78 * deep, z * (tall / 2 + .55 * w))
                pieces += [ball((.42 * w, .018, .42 * w), 14, 24, "frame").moved(*at)]
                pieces += [ball((.14 * w, .016, .22 * w), 10, 14, "frame").moved(0, 0, .42 * w).rotated(k * np.pi / 3,
                                                                                          "y").moved(*at)
                           for k in range(6)]
        for x, z in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            at = (x * (wide / 2 + .55 * w), -.80 * deep, z * (tall / 2 + .55 * w))
            pieces += [ball((.20 * w, .014, .20 * w), 10, 16, "frame").moved(at[0] + q * z * .42 * w, at[1],
                                                                             at[2] + q * x * .42 * w)
                       for q in (-1, 0, 1)]
    back = [box(wide + .6 * w, .006, tall + .6 * w, .001, 1, region="back").moved(0, .004, -tall / 2 - .3 * w)]
    mat_w = .14 * min(wide, tall) if kind == "photo" and d.chance(.7) else 0.0
    picture = []
    if mat_w:
        picture.append(_moulding(wide - 2 * mat_w, tall - 2 * mat_w,
                                 np.array([(0, .0015), (.0015, .003), (mat_w, .003), (mat_w, .0005)]), "mat"))
    pw, ph = wide - 1.6 * mat_w, tall - 1.6 * mat_w
    low = -ph / 2

    def sheet(outline: list[tuple[float, float]], front: float, region: str) -> Surface:
        return extrude(np.array(outline), .0006, .0001, region, 1).rotated(np.pi / 2, "x").moved(0, -front, 0)

    horizon = low + ph * d.between(.30, .42)
    sky = box(pw, .0012, ph, .0002, 1, region="sky").moved(0, -.0006, low)
    across = np.linspace(-pw / 2, pw / 2, 40)
    s1, s2 = d.between(0, 6), d.between(0, 6)
    far = horizon + ph * (.16 + .10 * np.sin(9 * across / pw + s1) + .05 * np.sin(23 * across / pw + s2))
    near = low + ph * (.20 + .06 * np.sin(6 * across / pw + s2))
    picture += [sky, sheet([(-pw / 2, low), (pw / 2, low), *zip(across[::-1], far[::-1])], .0014, "hill"),
                sheet([(-pw / 2, low), (pw / 2, low), *zip(across[::-1], near[::-1])], .0022, "meadow"),
                ball((.07 * ph, .0006, .07 * ph), 8, 28, "sun").moved(d.between(-.3, .3) * pw, -.0014, low + .80 * ph)]
    parts = [part("frame", *pieces), part("back", *back), part("picture", *picture)]
    lean = .16 if kind == "photo" else .10
    whole = tall + 2 * w
    if kind == "gilt":
        parts.append(part("hanger", box(.10, .006, .03, .002, 2, region="metal").moved(0, .010, tall / 2 + .2 * w)))
    turned = [Part(p.name, tuple(q.moved(0, 0, whole / 2).rotated(-lean, "x") for q in p.pieces)) for p in parts]
    if kind == "photo":
        # A strut from the back's upper third down to the ground behind.
        top = np.array([0, .006, .62 * whole])
        top = np.array([0, top[1] * np.cos(lean) + top[2] * np.sin(lean), top[2] * np.cos(lean)])
        foot = np.array([0, top[1] + .34 * whole, 0.0])
        long_ = float(np.linalg.norm(top - foot))
        tilt = float(np.arctan2(foot[1] - top[1], top[2]))
        turned.append(part("stand", box(.26 * wide, .004, long_, .0015, 2, region="back").rotated(tilt,
                                                                                          "x").moved(*foot)))
    return turned


FAMILY = Family(
    name="picture_frame", words=("picture frame", "photo frame", "picture", "painting", "framed picture", "photograph",
                                 "drawing"),
    gloss=("a framed picture", "a photo in a frame on the desk"), extent=(.13, 1.05), build=build,
    materials=("walnut", "oak", "gold", "silver", "ebony"),
    looks={"frame": "main", "back": "walnut", "mat": "white card", "sky": ("toy white", "eye white", "pale plumage"),
           "hill": ("toy blue", "green plumage", "grey coat"), "meadow": ("toy green", "leaf"),
           "sun": ("toy yellow", "toy orange"),
           "metal": "brass"},
    part_words={"frame": ("frame",), "mat": ("mat",)},
    styles={"photo": ("photo", "standing", "small"), "gilt": ("gilt", "painting", "wall", "baroque")})
