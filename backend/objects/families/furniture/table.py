# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables: four legs with an apron, or a pedestal; square, long or round."""

from __future__ import annotations

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board, leg, rail
from backend.objects.modeling.curves import bezier, circle, fillet, rounded_rectangle
from backend.objects.modeling.solids import extrude, lathe, sweep


def build(d: Draw) -> list[Part]:
    use = d.choose({"dining": 1.4, "coffee": 0.6, "side": 0.5})
    top_kind = d.choose({"rectangular": 1.6, "round": 0.8})
    span = {"dining": (1.3, 1.7), "coffee": (0.9, 1.15), "side": (0.45, 0.6)}[use]
    tall = {"dining": (0.73, 0.76), "coffee": (0.40, 0.46), "side": (0.55, 0.65)}[use]
    height, width = d.measure("height", *tall), d.measure("width", *span)
    thick = d.between(0.026, 0.038)
    kind = d.choose({"tapered": 1.2, "square": 0.8, "turned": 1.0, "round": 0.7})
    stout = {"tapered": 0.066, "square": 0.068, "turned": 0.092,
             "round": 0.060}[kind] * (0.45 + 0.55 * min(height, .8) / 0.75)
    under = height - thick
    if top_kind == "round":
        width = width if "width" in d.size else min(width, 1.25)
        top = extrude(circle(d.segments(96), width / 2), thick, 0.007, "top").moved(z=under)
        if d.choose({"four legged": 0.5, "pedestal": 0.6}) == "pedestal":
            return [part("top", top), *_pedestal(width, under, d)]
        depth = width
        reach = 0.36 * width - stout / 2
        corners = [(sx * reach * 0.78, sy * reach * 0.78) for sx in (1, -1) for sy in (1, -1)]
    else:
        depth = d.measure("depth", *((0.78, 0.92) if use == "dining" else (0.5, 0.6))) if use != "side" else \
            d.size.get("depth", width * 0.9)
        overhang = d.between(0.02, 0.05) + stout / 2
        corners = [(sx * (width / 2 - overhang), sy * (depth / 2 - overhang)) for sx in (1, -1) for sy in (1, -1)]
        plank = int(d.random.integers(4, 7))
        pitch = depth / plank
        top = None
        boards = [board(width, pitch, thick, (0, (k + 0.5) * pitch - depth / 2, under), 0.0035,
                        "top") for k in range(plank)]
    splay = d.between(0.0, 0.06) if kind in ("tapered", "round") else 0.0
    legs = [leg(kind, (x * (1 + splay), y * (1 + splay)), (x, y), under + 0.003, stout, d) for x, y in corners]
    x, y = abs(corners[0][0]), abs(corners[0][1])
    deep = min(0.10, 0.16 * height)
    z = under - deep + 0.002
    inset = stout * 0.18
    apron = [board(2 * x, 0.022, deep, (0, s * (y + inset), z), 0.002, "apron") for s in (1, -1)]
    apron += [board(2 * y, 0.022, deep, (0, 0, 0), 0.002, "apron").rotated(1.5707963).moved(s * (x + inset), 0, z)
              for s in (1, -1)]
    parts = [part("top", *( [top] if top is not None else boards)), part("apron", *apron)]
    parts += [part(f"leg {name}", one) for name, one in zip(("back right", "front right", "back left", "front left"),
                                                            legs)]
    if use == "side" and d.chance(0.6):
        low = 0.25 * height
        parts.append(part("stretcher", *(rail((s * x, -y, low), (s * x, y, low), 0.022, d) for s in (1, -1))))
    return parts


def _pedestal(width: float, under: float, d: Draw) -> list[Part]:
    """A turned column on three sabre legs."""
    r = 0.035 + 0.018 * width
    column = lathe(fillet([(0, 0.14 * under), (r * 1.1, 0.14 * under), (r * 1.25, 0.24 * under),
                           (r * 0.75, 0.30 * under),
                           (r * 1.5, 0.44 * under), (r * 0.7, 0.66 * under), (r * 0.95, 0.76 * under),
                           (r * 0.8, 0.90 * under), (r * 2.4, 0.975 * under), (r * 2.4, under + 0.002),
                           (0, under + 0.002)],
                          [0, .008, .03, .012, .06, .05, .01, .03, .006, .002, 0], 6), d.segments(48), "leg")
    feet = []
    height = 0.21 * under
    for k in range(3):
        path = bezier((0, r * 0.4, height), (0, 0.16 * width, height * 1.15), (0, 0.24 * width, 0.05 * under),
                      (0, 0.37 * width, 0.031), d.segments(24, 12))
        one = sweep(path, rounded_rectangle(0.042, 0.062, 0.010),
                    [1.0 - 0.28 * i / (len(path) - 1) for i in range(len(path))],
                    region="foot")
        lowest = one.vertices[:, 2].min()
        feet.append(one.moved(z=-lowest).rotated(2.0943951 * k))
    return [part("column", column), part("feet", *feet)]


FAMILY = Family(
    name="table", words=("table", "dining table", "coffee table", "side table", "end table", "workbench",
                         "bedside table", "counter", "kitchen table"),
    gloss=("a table to eat at", "a surface to put things on",
           "a piece of furniture with a flat top and legs"),
    extent=(0.44, 1.75), build=build, native=("height", "width", "depth"), materials=("wood",) * 5 + ("walnut", "oak"),
    looks={"top": "main", "apron": "main", "leg": "main", "foot": "main", "stretcher": "main"},
    part_words={"top": ("top", "tabletop", "surface"), "leg": ("leg", "legs"), "foot": ("feet", "foot", "base")},
    styles={"dining": ("dining", "kitchen", "kitchen table"), "coffee": ("coffee", "coffee table", "low"),
            "side": ("side", "end", "bedside", "side table", "end table", "bedside table", "small"),
            "round": ("round", "circular"), "rectangular": ("rectangular", "square", "long"),
            "pedestal": ("pedestal",), "turned": ("turned", "antique", "rustic", "farmhouse", "victorian"),
            "tapered": ("modern", "scandinavian", "tapered", "minimalist"), "four legged": ("four legged",)})
