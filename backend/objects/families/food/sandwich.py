# SPDX-License-Identifier: GPL-3.0-or-later
"""A sandwich cut in triangles, or a toasted square."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet, resample, rounded_rectangle
from backend.objects.modeling.organic import disc, painted, slab
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    triangle = d.choose({"triangle": 1.0, "square": 0.45}) == "triangle"
    side = d.between(0.095, 0.115)
    if triangle:
        outline = fillet([(0, 0), (side, 0), (0, side)], [0.004, 0.010, 0.010], 3, closed=True)
    else:
        outline = rounded_rectangle(side, side, 0.012, 3)
    outline = resample(np.concatenate([outline, outline[:1]]), d.segments(72, 48) + 1)[:-1]
    thick = d.between(0.012, 0.015)
    z, parts = 0.0, []
    seed = int(d.random.integers(1000))

    def toast(at: float) -> Surface:
        made = slab(outline, [(-.0035, 0), (-.0008, .0007), (0, .003), (0, thick - .003), (-.0008, thick - .0007),
                              (-.0035, thick)], "crumb", 3)
        if triangle:
            cut = (side / np.sqrt(2)) - 0.0012
            made = painted(made, "crust", lambda c: (c[:, 2] > 0.0014) & (c[:, 2] < thick - .0014)
                           & ((c[:, 0] + c[:, 1]) / np.sqrt(2) < cut))
        else:
            made = painted(made, "crust", lambda c: (c[:, 2] > 0.0014) & (c[:, 2] < thick - .0014))
        return made.moved(z=at)

    def filling(name: str, tall: float, grow: float, wave: float, waves: float) -> Surface:
        nonlocal z
        made = slab(outline, [(grow - 0.0008, 0), (grow, 0.3 * tall), (grow, 0.7 * tall), (grow - 0.0008, tall)], name,
                    3)
        center = outline.mean(axis=0)

        def ruffle(v: np.ndarray) -> np.ndarray:
            a = np.arctan2(v[:, 1] - center[1], v[:, 0] - center[0])
            edge = np.clip(np.hypot(v[:, 0] - center[0], v[:, 1] - center[1]) / (0.45 * side) - .35, 0, 1)
            v[:, 2] += wave * edge * np.sin(waves * a + seed)
            return v
        made = made.deformed(ruffle).moved(z=z)
        z += tall
        return made

    parts.append(part("lower bread", toast(0.0)))
    z = thick + 0.001
    parts.append(part("lettuce", filling("lettuce", 0.003, 0.004, 0.0022, 11)))
    parts.append(part("ham", filling("ham", 0.004, 0.001, 0.0010, 6)))
    parts.append(part("cheese", filling("cheese", 0.0035, 0.002, 0.0004, 4)))
    slices = [disc(0.019, 0.005, 0.001, 30, "tomato", 2, 1).moved(x * side, y * side, z - 0.0005) for x, y in (
        [(.25, .22), (.58, .22), (.22, .58)] if triangle else [(-.25, -.25), (.25, -.25), (.25, .25), (-.25, .25)])]
    parts.append(part("tomato", *slices))
    z += 0.0045
    parts.append(part("upper bread", toast(z)))
    if not triangle:
        return parts
    turn = 0.785
    return [Part(p.name, tuple(s.rotated(turn - np.pi / 2 - 0.25) for s in p.pieces)) for p in parts]


FAMILY = Family(
    name="sandwich", words=("sandwich", "toasted sandwich", "club sandwich"),
    gloss=("a ham and cheese sandwich", "a sandwich cut into triangles"),
    extent=(0.085, 0.18), build=build, principal="width", materials=("bread crumb",),
    looks={"crumb": "main", "crust": "bread crust", "lettuce": "lettuce", "ham": "ham", "cheese": "cheese",
           "tomato": "tomato skin"},
    part_words={"crust": ("crust",), "ham": ("ham",), "cheese": ("cheese filling",)},
    styles={"triangle": ("triangle", "club sandwich", "cut"), "square": ("square", "toasted", "toasted sandwich")})
