# SPDX-License-Identifier: GPL-3.0-or-later
"""Case furniture: wardrobes, dressers, sideboards, nightstands, TV stands, filing cabinets."""

from __future__ import annotations

from collections.abc import Sequence

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.furniture.shared_furniture import front, pull
from backend.objects.families.shared import board, leg
from backend.objects.modeling.solids import box
from backend.objects.modeling.surface import Surface

#: Width, height and depth, metres.
_MEASURES = {"sideboard": ((1.2, 1.6), (.76, .88), (.40, .48)), "wardrobe": ((1.0, 1.4), (1.85, 2.05), (.54, .62)),
             "dresser": ((.82, 1.15), (.82, 1.02), (.44, .50)), "tv": ((1.3, 1.8), (.46, .56), (.38, .44)),
             "nightstand": ((.42, .50), (.52, .62), (.36, .42)), "filing": ((.41, .47), (1.02, 1.32), (.50, .62))}


def build(d: Draw) -> list[Part]:
    kind = d.choose({"sideboard": 1.0, "wardrobe": 0.9, "dresser": 1.0, "tv": 0.6, "nightstand": 0.4, "filing": 0.15})
    (w0, w1), (h0, h1), (d0, d1) = _MEASURES[kind]
    width, height, depth = d.measure("width", w0, w1), d.measure("height", h0, h1), d.measure("depth", d0, d1)
    shape = d.choose({"framed": 1.0, "plain": 0.9, "raised": 0.8})
    handle = d.choose({"knob": 1.0, "bar": 0.9, "bow": 0.8})
    if kind == "filing":
        return _filing(width, height, depth, d)
    base = d.choose({"legs": 1.0, "plinth": 0.8}) if kind != "wardrobe" else "plinth"
    foot = d.between(.13, .18) if base == "legs" else .08
    foot = min(foot, .24 * height)
    thick = .022
    case = [board(width, depth, height - foot - thick, (0, 0, foot), .003, "case"),
            board(width + .03, depth + .025, thick + .004, (0, -.005, height - thick - .004), .007, "top")]
    if base == "legs":
        inset = .05
        feet = [leg("tapered", (sx * (width / 2 - .6 * inset), sy * (depth / 2 - .6 * inset)),
                    (sx * (width / 2 - inset), sy * (depth / 2 - inset)), foot + .004, .046, d, "feet")
                for sx in (1, -1) for sy in (1, -1)]
    else:
        feet = [board(width - .02, depth - .05, foot + .004, (0, .01, 0), .003, "case")]
    if kind == "wardrobe":
        case.append(board(width + .07, depth + .05, .05, (0, -.01, height - .04), .018, "top"))
        height_in = height - .05
    else:
        height_in = height - thick - .006
    fronts: list[Surface] = []
    metal: list[Surface] = []
    left, right, low, high = -width / 2 + .014, width / 2 - .014, foot + .012, height_in - .008

    def drawers(x0: float, x1: float, z0: float, z1: float, shares: Sequence[float], twin: bool = False) -> None:
        z, total = z0, sum(shares)
        for share in shares:
            tall = (z1 - z0) * share / total
            across = 2 if twin and share == shares[-1] else 1
            for k in range(across):
                wide = (x1 - x0) / across
                x = x0 + (k + .5) * wide
                _drawer(fronts, metal, shape, handle, x, z, wide - .008, tall - .008, -depth / 2, d)
            z += tall

    def doors(x0: float, x1: float, z0: float, z1: float, count: int) -> None:
        wide = (x1 - x0) / count
        tall = z1 - z0
        for k in range(count):
            x = x0 + (k + .5) * wide
            split = kind == "wardrobe" and shape != "plain"
            low_part = .36 * tall if split else 0.0
            if split:
                fronts.extend(front("plain", wide - .006, tall - .008, (x, -depth / 2 + .014, z0), d))
                fronts.extend(front(shape, wide - .006, low_part - .006, (x, -depth / 2 + .001, z0), d))
                fronts.extend(front(shape, wide - .006, tall - low_part - .008, (x, -depth / 2 + .001, z0 + low_part),
                                    d))
            else:
                fronts.extend(front(shape, wide - .006, tall - .008, (x, -depth / 2 + .001, z0), d))
            side = 1 if k % 2 == 0 else -1
            if count % 2 and k == count - 1:
                side = -1
            out = {"plain": .018, "framed": .0235, "raised": .018}[shape]
            metal.extend(pull(handle, (x + side * (wide / 2 - .034), -depth / 2 - out + .001, z0 + .52 * tall), d,
                              min(.16, .5 * tall), upright=True))

    if kind == "wardrobe":
        cut = low + (.2 if d.chance(.6) else 0.0) * (high - low)
        count = 3 if width > 1.28 else 2
        doors(left, right, cut, high, count)
        if cut > low:
            drawers(left, right, low, cut, (1.0,), twin=True)
    elif kind == "dresser":
        rows = int(d.random.integers(3, 5))
        drawers(left, right, low, high, [1.0 - .06 * k for k in range(rows)], twin=d.chance(.7))
    elif kind == "nightstand":
        drawers(left, right, low, high, (1.3, 1.0) if d.chance(.5) else (1.0, 1.0, 1.0))
    elif kind == "sideboard":
        third = (right - left) / 3
        if d.chance(.6):
            doors(left, left + third, low, high, 1)
            drawers(left + third, right - third, low, high, (1.0, .9, .8))
            doors(right - third, right, low, high, 1)
        else:
            cut = high - .27 * (high - low)
            doors(left, right, low, cut, 4 if width > 1.35 else 2)
            for k in range(3):
                drawers(left + k * third, left + (k + 1) * third, cut, high, (1.0,))
    else:
        return _television(width, height, depth, foot, thick, feet, case[1], shape, handle, d)
    return [part("case", *case), part("feet", *feet), part("fronts", *fronts), part("handles", *metal)]


def _drawer(fronts: list[Surface], metal: list[Surface], shape: str, handle: str, x: float, z: float, wide: float,
            tall: float, y: float, d: Draw) -> None:
    fronts.extend(front(shape, wide, tall, (x, y + .001, z), d))
    out = {"plain": .018, "framed": .018, "raised": .0245}[shape] if min(wide, tall) >= .09 else .018
    places = (-.26 * wide, .26 * wide) if wide > .62 else (0.0,)
    for at in places:
        metal.extend(pull(handle, (x + at, y + .002 - out, z + .5 * tall), d, min(.13, .5 * wide)))


def _television(width: float, height: float, depth: float, foot: float, thick: float, feet: list[Surface],
                top: Surface, shape: str, handle: str, d: Draw) -> list[Part]:
    """A low case with doors at both ends and open bays between them."""
    tall = height - foot - thick
    side = .30 * width
    case = [board(thick, depth, tall, (s * x, 0, foot), .003, "case") for s in (1, -1)
            for x in (width / 2 - thick / 2, width / 2 - side)]
    case += [board(width - thick, depth - .004, thick, (0, 0, foot), .003, "case"),
             board(width - thick, .010, tall, (0, depth / 2 - .006, foot), .001, "case"),
             board(width - 2 * side, depth - .03, .018, (0, .01, foot + .5 * tall), .002, "case")]
    fronts: list[Surface] = []
    metal: list[Surface] = []
    for s in (1, -1):
        x = s * (width / 2 - side / 2)
        fronts += front(shape, side - .012, tall - .020, (x, -depth / 2 + .002, foot + .014), d)
        out = .0235 if shape == "framed" else .018
        metal += pull(handle, (x - s * (side / 2 - .045), -depth / 2 - out + .002, foot + .55 * tall), d, .12, True)
    return [part("case", *case, top), part("feet", *feet), part("doors", *fronts), part("handles", *metal)]


def _filing(width: float, height: float, depth: float, d: Draw) -> list[Part]:
    """A steel cabinet of deep drawers with label holders and a lock."""
    count = max(2, round(height / .33))
    case = box(width, depth, height - .02, .006, region="steel").moved(z=.02)
    foot = box(width - .03, depth - .03, .03, .004, region="dark")
    pitch = (height - .05) / count
    fronts, labels, handles = [], [], []
    for k in range(count):
        z = .035 + k * pitch
        y = -depth / 2
        fronts.append(box(width - .016, .022, pitch - .010, .005, region="steel").moved(0, y - .006, z))
        labels.append(box(.080, .005, .042, .002, region="chrome").moved(0, y - .018, z + .70 * pitch))
        labels.append(box(.068, .005, .030, .001, region="card").moved(0, y - .0195, z + .70 * pitch + .006))
        handles += pull("bow", (0, y - .016, z + .5 * pitch), d, .13, region="chrome")
    lock = box(.02, .008, .02, .004, region="chrome").moved(.38 * width, -depth / 2 - .018, height - .06)
    return [part("case", case, foot), part("drawers", *fronts), part("labels", *labels),
            part("handles", *handles, lock)]


FAMILY = Family(
    name="cabinet", words=("cabinet", "cupboard", "wardrobe", "dresser", "chest of drawers", "sideboard", "closet",
                           "tv stand", "television stand", "media console", "nightstand", "filing cabinet", "locker",
                           "credenza", "armoire", "drawers", "tv cabinet"),
    gloss=("a cabinet with doors and drawers", "a wardrobe for clothes", "a chest of drawers in a bedroom",
           "furniture to store things in"),
    extent=(0.5, 2.1), build=build, native=("height", "width", "depth"),
    materials=("wood", "oak", "walnut", "white plastic", "pine"),
    looks={"case": "main", "top": "main", "front": "main", "feet": "main", "metal": ("brass", "steel", "iron"),
           "steel": ("main or olive drab", "main or enamelled"), "dark": "black plastic", "chrome": "chrome",
           "card": "paper label"},
    part_words={"front": ("door", "doors", "fronts", "front"), "feet": ("foot", "feet", "leg", "legs"),
                "metal": ("handle", "handles", "knob", "knobs", "fittings"), "top": ("top",)},
    styles={"wardrobe": ("wardrobe", "closet", "armoire", "clothes"), "dresser": ("dresser", "chest of drawers",
                                                                                  "drawers"),
            "tv": ("tv stand", "television stand", "media console", "tv cabinet"),
            "nightstand": ("nightstand", "bedside"), "filing": ("filing", "filing cabinet", "office", "locker"),
            "sideboard": ("sideboard", "credenza", "cupboard", "kitchen"), "plain": ("modern", "minimalist"),
            "raised": ("victorian", "antique", "classic"), "framed": ("shaker", "country")})
