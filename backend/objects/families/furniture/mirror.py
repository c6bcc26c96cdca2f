# SPDX-License-Identifier: GPL-3.0-or-later
"""Mirrors: a cheval glass swung between posts, a vanity mirror on a foot, a framed mirror for a wall, a hand mirror."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.families.tools.shared_tools import projected
from backend.objects.modeling.curves import bezier, circle, rounded_rectangle, superellipse
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import sweep, turned
from backend.objects.modeling.surface import Surface, skin

_QUARTER = np.pi / 2


def _frame(line: np.ndarray, wide: float, deep: float, ornate: bool, d: Draw) -> list[Surface]:
    """A moulding along the closed ``line`` (x, z) in the plane y = 0, the glass side at -Y."""
    if ornate:
        profile = np.array([(.5, .30), (.28, .62), (.10, .40), (-.12, .70), (-.34, .95), (-.5, .60), (-.5, -.25),
                            (.5, -.25)])
    else:
        profile = np.array([(.5, .34), (.42, .5), (-.36, .82), (-.5, .70), (-.5, -.25), (.5, -.25)])
    outward = _outward(line)
    rings = []
    for u, v in profile:
        rings.append(np.column_stack([line[:, 0] + outward[:, 0] * u * -wide, np.full(len(line), -v * deep),
                                      line[:, 1] + outward[:, 1] * u * -wide]))
    made = [skin(np.stack(rings), loop=True, region="frame")]
    if ornate:
        run = np.concatenate([[0], np.cumsum(np.linalg.norm(np.roll(line, -1, axis=0) - line, axis=1))])
        closed = np.concatenate([line, line[:1]])
        count = int(run[-1] / (.50 * wide))
        for s in (np.arange(count) + .5) / count * run[-1]:
            x, z = (float(np.interp(s, run, closed[:, k])) for k in (0, 1))
            made.append(ball((.13 * wide, .13 * deep + .003, .13 * wide), 5, 8, "frame").moved(x, -.52 * deep, z))
    return made


def _outward(line: np.ndarray) -> np.ndarray:
    behind, ahead = line - np.roll(line, 1, axis=0), np.roll(line, -1, axis=0) - line
    sides = [np.stack([e[:, 1], -e[:, 0]], 1) / np.maximum(np.linalg.norm(e, axis=1, keepdims=True),
                                                           1e-12) for e in (behind, ahead)]
    normal = sides[0] + sides[1]
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    return normal / np.maximum((normal * sides[1]).sum(axis=1, keepdims=True), .5)


def _pane(line: np.ndarray, y: float, region: str, thick: float) -> Surface:
    return plate(line, thick, .0006, region).rotated(_QUARTER, "x").moved(0, y, 0)


def _outline(shape: str, width: float, tall: float) -> np.ndarray:
    if shape == "oval":
        return superellipse(96, width, tall, 2.0)
    if shape == "arched":
        r = width / 2
        top = np.column_stack([r * np.cos(a := np.linspace(0, np.pi, 30)), tall / 2 - r + r * np.sin(a)])
        sides = [(-r, .25 * tall - .5 * r), (-r, -tall / 2 + .3 * r), (-r, -tall / 2), (0, -tall / 2), (r, -tall / 2),
                 (r, -tall / 2 + .3 * r), (r, .25 * tall - .5 * r)]
        return np.concatenate([top, sides])
    return rounded_rectangle(width, tall, .02 * width, 3)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"cheval": 0.9, "wall": 0.9, "vanity": 0.7, "hand": 0.4})
    ornate = d.choose({"plain": 1.0, "ornate": 0.7}) == "ornate"
    if kind == "vanity":
        return _vanity(d)
    if kind == "hand":
        return _hand(ornate, d)
    shape = d.choose({"oval": 0.9, "rectangular": 1.0, "arched": 0.6})
    if kind == "wall":
        width, tall = d.between(.45, .75), d.measure("height", .70, 1.15)
    else:
        width, tall = d.between(.42, .54), d.between(1.18, 1.36)
    wide, deep = d.between(.040, .060) * (1.25 if ornate else 1), d.between(.022, .032)
    line = _outline(shape, width - wide, tall - wide)
    glass = _pane(line * .999, .004, "glass", .005)
    back = _pane(line * 1.0, .010, "back", .006)
    pieces = {"glass": [glass], "back": [back], "frame": _frame(line, wide, deep, ornate, d)}
    if kind == "wall":
        if ornate:
            crest = [ball((.055, .014, .045), 10, 16, "frame").moved(0, -.5 * deep, tall / 2 - .3 * wide)]
            for s in (1, -1):
                t = np.linspace(0, 1, 30)
                r = .055 * (1 - .75 * t)
                a = _QUARTER + s * -(.4 + 7.0 * t)
                path = np.column_stack([s * .095 + r * np.cos(a), np.full(30, -.5 * deep),
                                        tall / 2 + .012 + r * np.sin(a)])
                crest.append(sweep(path, circle(10, .011), np.linspace(1.1, .55, 30), up=(0, 1, 0), round_ends=True,
                                   region="frame"))
            pieces["crest"] = crest
        return [part(name, *(piece.moved(z=tall / 2) for piece in group)) for name, group in pieces.items()]
    tilt = -d.between(.04, .13)
    low = .14
    middle = low + tall / 2 + .02
    pieces = {name: [piece.rotated(tilt, "x").moved(z=middle) for piece in group] for name, group in pieces.items()}
    half = width / 2 + .045
    posts, feet = [], []
    for s in (1, -1):
        posts.append(turned([(.020, .10), (.024, .13), (.016, .17), (.020, .30), (.0165, .8 * middle),
                             (.024, .82 * middle),
                             (.016, .86 * middle), (.018, middle + .10), (.010, middle + .12), (.021, middle + .145),
                             (.004, middle + .175)], .005, d.segments(28, 16), "stand").moved(s * half))
        for side in (1, -1):
            path = bezier((s * half, 0, .115), (s * half, side * .10, .15), (s * half, side * .15, .02),
                          (s * half, side * .26, .018), 22)
            feet.append(sweep(path, superellipse(14, .030, .034, 2.6), np.linspace(1.15, .85, 22), round_ends=True,
                              region="stand"))
    bar = sweep(np.array([(-half, 0, .145), (0, 0, .145), (half, 0, .145)]), circle(20, .015), [.8, 1.25, .8],
                region="stand")
    knobs = [turned([(.010, -.02), (.010, .015), (.018, .020), (.016, .034), (.006, .040)], .003, 20, "metal")
             .rotated(s * _QUARTER, "y").moved(s * half, 0, middle) for s in (1, -1)]
    pins = [sweep(np.array([(s * (width / 2 - .01), 0, middle), (s * (half - .02), 0, middle), (s * half, 0, middle)]),
                  circle(12, .007), region="metal") for s in (1, -1)]
    return [*(part(name, *group) for name, group in pieces.items()), part("posts", *posts), part("feet", *feet, bar),
            part("pivots", *knobs, *pins)]


def _vanity(d: Draw) -> list[Part]:
    """A round glass in a ring, between the arms of a fork, on a weighted foot."""
    r, height = d.between(.085, .11), d.between(.36, .44)
    n = d.segments(64, 40)
    foot = turned([(.070, 0), (.074, .006), (.066, .014), (.018, .022), (.010, .034)], [.002, .004, .006, .008, .002],
                  n, "frame")
    middle = height - r - .012
    stem = turned([(.0105, .03), (.0070, .05), (.0070, middle - r - .034), (.013, middle - r - .026),
                   (.006, middle - r - .014)],
                  [.002, .006, .004, .004, .002], 28, "frame")
    a = np.linspace(-np.pi, 0, 41)
    big = r + .020
    fork = sweep(np.column_stack([big * np.cos(a), 0 * a, middle + big * np.sin(a)]), circle(14, .0052), up=(0, 1, 0),
                 round_ends=True, region="frame")
    line = circle(72, r)
    ring = _frame(line, .016, .016, False, d)
    pieces = {"glass": [_pane(line * .999, .003, "glass", .004)], "back": [_pane(line, .007, "back", .005)],
              "ring": ring}
    tilt = -d.between(.10, .24)
    pieces = {name: [piece.rotated(tilt, "x").moved(z=middle) for piece in group] for name, group in pieces.items()}
    pins = [turned([(.0045, -.012), (.0045, .004), (.0085, .006), (.0075, .013)], .0015, 18,
                   "frame").rotated(s * _QUARTER, "y")
            .moved(s * big, 0, middle) for s in (1, -1)]
    return [part("foot", foot), part("stem", stem, fork), *(part(name, *group) for name, group in pieces.items()),
            part("pivots",
                                                                                                                  *pins)]


def _hand(ornate: bool, d: Draw) -> list[Part]:
    """Lying on its back, the glass up, the grip to the viewer."""
    width, tall = d.between(.11, .14), d.between(.13, .17)
    line = superellipse(72, width, tall, 2.0)
    frame = _frame(line, .018, .012, ornate, d)
    pieces = {"glass": [_pane(line * .999, .001, "glass", .003)], "back": [_pane(line, .005, "back", .005)],
              "frame": frame}
    grip = projected(turned([(.006, 0), (.010, -.02), (.0075, -.045), (.0095, -.075), (.013, -.105), (.009, -.122),
                             (.004, -.128)][::-1],
                            .004, 28, "frame")).moved(z=-tall / 2 - .002)
    pieces["grip"] = [grip.deformed(lambda v: v * (1, .62, 1))]
    return [part(name, *(piece.rotated(-_QUARTER, "x").moved(z=.012) for piece in group)) for name,
            group in pieces.items()]


FAMILY = Family(
    name="mirror", words=("mirror", "wall mirror", "standing mirror", "hand mirror", "vanity mirror", "looking glass",
                          "cheval glass"),
    gloss=("a mirror to look at oneself", "a mirror in a golden frame"),
    extent=(.22, 1.75), build=build, native=("height",), materials=("wood", "walnut", "gold", "brass", "white plastic",
                                                                    "bronze"),
    looks={"frame": "main", "stand": "main", "glass": "mirror", "back": ("walnut", "ebony"), "metal": ("brass",
                                                                                                       "steel")},
    part_words={"frame": ("frame", "edge", "rim"), "stand": ("stand", "foot", "feet", "post", "posts")},
    styles={"cheval": ("standing", "standing mirror", "cheval glass", "floor", "full length"), "wall": ("wall",
                                                                                                        "wall mirror"),
            "vanity": ("vanity", "vanity mirror", "makeup", "dressing"), "hand": ("hand", "hand mirror", "magic"),
            "oval": ("oval", "round"), "rectangular": ("rectangular", "square"), "arched": ("arched",),
            "ornate": ("ornate", "baroque", "antique", "victorian", "magic", "gilded"), "plain": ("modern", "simple",
                                                                                                  "minimalist")})
