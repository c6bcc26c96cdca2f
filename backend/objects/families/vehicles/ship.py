# SPDX-License-Identifier: GPL-3.0-or-later
"""Ships: a steamer with funnels, a container ship, a three-masted sailing ship; the bow points to -x."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.vehicles.boat import hull, sail
from backend.objects.families.vehicles.shared_vehicle import brick, xyz
from backend.objects.modeling.organic import painted, tube
from backend.objects.modeling.solids import box, turned
from backend.objects.modeling.surface import Surface, skin


def _windows(x0: float, x1: float, y: float, z: float, step: float, size: float) -> list[Surface]:
    return [brick(size, .08, size, "glass").moved(x, s * y, z) for s in (1, -1) for x in np.arange(x0, x1, step)]


def build(d: Draw) -> list[Part]:
    kind = d.choose({"steamer": 1.0, "container": .8, "sailing": 1.0})
    return {"steamer": _steamer, "container": _container, "sailing": _sailing}[kind](d)


def _shell(long: float, beam: float, deep: float, sheer: float, d: Draw, transom: float, line: float) -> Surface:
    shell = hull(long, beam, deep, sheer, .02 * beam, .035 * deep + .3, d, transom, .07, .34).named("body")
    shell = painted(shell, "deck", lambda c: (np.abs(c[:, 1]) < .46 * beam * np.clip(
        (c[:, 0] / long + .54) * 3.2, 0, 1) ** .8) & (c[:, 2] > deep - .4))
    shell = painted(shell, "line", lambda c: (c[:, 2] > line * deep) & (c[:, 2] < line * deep + .05 * deep))
    return painted(shell, "bottom", lambda c: c[:, 2] <= line * deep)


def _steamer(d: Draw) -> list[Part]:
    long = d.between(62, 80)
    beam, deep = .155 * long, .085 * long
    shell = _shell(long, beam, deep, .035 * long, d, .55, .42)
    parts = [part("hull", shell)]
    z, panes, decks = deep - .1, [], []
    spans = [(-.30, .32, .86), (-.27, .27, .74), (-.24, .20, .64), (-.23, -.10, .60)]
    tall = .034 * long
    for x0, x1, f in spans:
        w = f * beam
        decks += [box((x1 - x0) * long, w, tall * .9, .25, 3, region="cabin").moved((x0 + x1) / 2 * long, 0, z),
                  box((x1 - x0) * long + .9, w + .9, .16, .05, 1, region="cabin").moved((x0 + x1) / 2 * long, 0,
                                                                                        z + .88 * tall)]
        panes += _windows(x0 * long + 1.2, x1 * long - .6, w / 2 + .01, z + .38 * tall, 1.7, .34 * tall)
        z += tall
    bridge = [brick(.1, .50 * beam, .42 * tall, "glass").moved(-.232 * long, 0, z - .62 * tall)]
    panes += _windows(-.40 * long, .42 * long, .492 * beam, .74 * deep, 2.6, .12 * deep)
    parts += [part("decks", *decks), part("windows", *panes, *bridge)]
    stacks = []
    count = int(d.choose({"one": .6, "two": 1.0, "three": .7}) == "three") + 2
    for k in range(count):
        x = (-.07 + .105 * k) * long
        r, h = .026 * long, .115 * long
        low = deep + 2.6 * tall
        stack = turned([(r, 0), (.94 * r, h), (.72 * r, h), (.72 * r, h - .3)], .08, d.segments(40, 24), "funnel")
        stack = painted(stack, "band", lambda c: c[:, 2] > .80 * .115 * long)
        stacks.append(stack.rotated(.10, "y").moved(x, 0, low))
    masts = [tube([(x * long, 0, deep), (x * long + .01 * long, 0, deep + h * long)], [.35, .12], 8, 14, "mast")
             for x, h in ((-.37, .25), (.38, .20))]
    wires = [rail((-.37 * long + .01 * long, 0, deep + .24 * long), (.38 * long, 0, deep + .19 * long), .10, d, "mast")]
    boats = [turned([(.10, -2.4), (.75, -1.3), (.8, 1.2), (.15, 2.4)], .4, 20, "boat").rotated(np.pi / 2,
                                                                                          "y").scaled((1, .9, .8))
             .moved(x * long, s * .38 * beam, deep + 2.5 * tall) for s in (1, -1) for x in (-.13, -.03, .07, .17)]
    return [*parts, part("funnels", *stacks), part("masts", *masts, *wires), part("lifeboats", *boats)]


def _container(d: Draw) -> list[Part]:
    long = d.between(90, 115)
    beam, deep = .150 * long, .085 * long
    shell = _shell(long, beam, deep, .022 * long, d, .88, .38)
    parts = [part("hull", shell)]
    house_x = .33 * long
    tall = .030 * long
    house, panes = [], []
    for k in range(4):
        w = (.84 - .05 * k) * beam
        house.append(box(.085 * long, w, tall, .2, 2, region="cabin").moved(house_x, 0, deep - .2 + k * tall))
        panes += [brick(.12, 1.1, .38 * tall, "glass").moved(house_x - .0427 * long, y, deep + (k + .36) * tall)
                  for y in np.arange(-.40 * w, .42 * w, 2.0)]
    wing = box(.05 * long, 1.02 * beam, .7 * tall, .15, 2, region="cabin").moved(house_x - .01 * long, 0,
                                                                                 deep + 3.7 * tall)
    panes.append(brick(.12, .96 * beam, .34 * tall, "glass").moved(house_x - .036 * long, 0, deep + 3.95 * tall))
    funnel = box(.04 * long, .28 * beam, .075 * long, .5, 3, region="funnel").moved(house_x + .075 * long, 0, deep)
    band = box(.041 * long, .285 * beam, .014 * long, .3, 2, region="band").moved(house_x + .075 * long, 0,
                                                                                  deep + .052 * long)
    parts += [part("bridge", *house, wing), part("windows", *panes), part("funnel", funnel, band)]
    size = (.060 * long, .0245 * long, .026 * long)
    stacks: dict[str, list[Surface]] = {}
    for i in range(11):
        x = -.385 * long + i * (size[0] + .35)
        if abs(x - house_x) < .085 * long or x > .42 * long:
            continue
        across = 5 if i > 1 else 3 + i
        for j in range(across):
            top = int(d.random.integers(2, 5))
            for k in range(top):
                name = f"box {'abcd'[int(d.random.integers(4))]}"
                stacks.setdefault(name, []).append(brick(size[0], size[1] - .12, size[2] - .10, name).moved(
                    x, (j - (across - 1) / 2) * size[1], deep - .1 + k * size[2]))
    for name in sorted(stacks):
        parts.append(part(f"containers {name[-1]}", *stacks[name]))
    mast = tube([(-.46 * long, 0, deep), (-.46 * long, 0, deep + .10 * long)], [.35, .2], 6, 12, "mast")
    return [*parts, part("mast", mast)]


def _square_sail(x: float, z: float, wide: float, tall: float, belly: float) -> Surface:
    """A square sail hung at height ``z``, filled by wind from astern (toward -x)."""
    u = np.linspace(-1, 1, 15)
    rings = []
    for t in np.linspace(0, 1, 13):
        w = wide * (1 - .14 * t)
        bulge = belly * np.sin(np.pi * (.12 + .80 * (1 - t))) * (1 - u ** 2 * .8)
        line = np.column_stack([x - bulge, u * w / 2,
                                np.full(15, z - tall * (1 - t)) + .05 * tall * (1 - t) * (1 - u ** 2)])
        rings.append(np.concatenate([line - xyz(.04, 0, 0), (line + xyz(.04, 0, 0))[::-1]]))
    ends = [np.tile(rings[k].mean(axis=0), (30, 1)) for k in (0, -1)]
    return skin(np.stack([ends[0], *rings, ends[1]]), region="sail")


def _sailing(d: Draw) -> list[Part]:
    long = d.between(34, 42)
    beam, deep = .25 * long, .15 * long
    shell = hull(long, beam, deep, .05 * long, .025 * beam, .05 * deep + .4, d, .70, .10, .5).named("wood")
    shell = painted(shell, "deck", lambda c: (np.abs(c[:, 1]) < .44 * beam * np.clip((c[:, 0] / long + .54) * 3, 0,
                                                                                     1) ** .8)
                    & (c[:, 2] > deep - .45))
    shell = painted(shell, "band", lambda c: (c[:, 2] > .66 * deep) & (c[:,
                                                                         2] < .80 * deep) & (np.abs(c[:,
                                                                                          1]) > .05 * beam))
    poop = box(.24 * long, .72 * beam, .075 * long, .2, 3, 2, "wood").moved(.36 * long, 0, deep - .2)
    fore = box(.15 * long, .52 * beam, .055 * long, .2, 3, 6, "wood").moved(-.34 * long, 0, deep).deformed(
        lambda v: np.column_stack([v[:, 0], v[:, 1] * np.clip((v[:, 0] + .50 * long) / (.16 * long), .3, 1), v[:, 2]]))
    ports = [brick(.75, .12, .65, "dark").moved(x * long, s * .487 * beam, .69 * deep) for s in (1, -1)
             for x in np.arange(-.20, .40, .075)]
    panes = [brick(.12, .8, 1.1, "glass").moved(.482 * long, y, deep + .02 * long) for y in np.arange(-.26 * beam,
                                                                                          .27 * beam, 1.25)]
    sprit = tube([(-.47 * long, 0, deep + .05 * long), (-.74 * long, 0, deep + .17 * long)], [.42, .18], 8, 14, "mast")
    parts = [part("hull", shell), part("castles", poop, fore), part("gun ports", *ports), part("stern windows", *panes)]
    spars, sails, wires, flags = [sprit], [], [], []
    for x, tall in ((-.27, .86), (.02, 1.0), (.29, .74)):
        h = tall * long * .98
        spars.append(tube([(x * long, 0, deep), (x * long, 0, deep + .5 * h), (x * long, 0, deep + h)],
                          [.42, .32, .12], 12, 14,
                          "mast"))
        for z, w, t in ((.42, .92, .27), (.68, .74, .21), (.88, .54, .15)):
            wide = w * beam * 1.28 * (.9 if x > .2 else 1)
            spars.append(tube([(x * long - .4, -wide / 2, deep + z * h), (x * long - .4, 0, deep + z * h),
                               (x * long - .4, wide / 2, deep + z * h)], [.10, .20, .10], 9, 12, "mast"))
            sails.append(_square_sail(x * long - .5, deep + z * h - .1, wide * .96, t * h, .075 * h))
        for s in (1, -1):
            for q in (-.035, 0, .035):
                wires.append(rail((x * long + q * long + .5, s * .47 * beam, deep), (x * long, 0, deep + .66 * h), .10,
                                  d, "rope"))
        flag = box(1.9, .06, .9, .02, 1, 8, "flag").deformed(
            lambda v: v + np.column_stack([0 * v[:, 0], .22 * np.sin(3.2 * v[:, 0]), 0 * v[:, 0]]))
        flags.append(flag.moved(x * long + 1.0, 0, deep + h - 1.0))
    top = [(-.27 * long, deep + .82 * long), (.02 * long, deep + .95 * long), (.29 * long, deep + .70 * long)]
    tip = (-.73 * long, deep + .165 * long)
    for a, b in ((tip, top[0]), ((-.60 * long, deep + .11 * long), (-.27 * long, deep + .56 * long)), (top[0], top[1]),
                 (top[1], top[2])):
        wires.append(rail((a[0], 0, a[1]), (b[0], 0, b[1]), .10, d, "rope"))
    jibs = [sail([(-.70 * long, deep + .17 * long), (-.33 * long, deep + .20 * long),
                  (-.32 * long, deep + .68 * long)], .08, "sail"),
            sail([(-.58 * long, deep + .125 * long), (-.30 * long, deep + .11 * long),
                  (-.29 * long, deep + .44 * long)], .07,
                  "sail")]
    return [*parts, part("masts", *spars), part("sails", *sails, *jibs), part("rigging", *wires), part("flags", *flags)]


FAMILY = Family(
    name="ship", words=("ship", "steamship", "steamer", "ocean liner", "cruise ship", "container ship", "cargo ship",
                        "freighter",
                        "galleon", "pirate ship", "sailing ship", "tall ship", "frigate"),
    gloss=("a big ship with funnels", "an old sailing ship with three masts", "a container ship"), extent=(40.0, 125.0),
    build=build, principal="width", materials=("toy black", "toy blue", "enamelled", "toy black"),
    looks={"body": "main", "wood": ("walnut", "teak", "oak"), "deck": ("pine", "teak"), "line": "toy white",
           "bottom": ("toy red", "lacquer"), "cabin": "toy white", "glass": "dark glass", "dark": "toy black",
           "funnel": ("toy red", "toy orange", "toy yellow"), "band": ("toy black", "brass"), "mast": ("pine", "teak"),
           "boat": ("toy orange", "toy white"), "sail": "sailcloth", "rope": "straw", "flag": ("toy red", "toy black"),
           "box a": ("toy red", "toy orange"), "box b": "toy blue", "box c": ("toy green", "toy white"),
           "box d": "toy yellow"},
    part_words={"body": ("hull",), "wood": ("wood",), "sail": ("sail", "sails"),
                "funnel": ("funnel", "funnels", "chimney"),
                "deck": ("deck",), "mast": ("mast", "masts"), "flag": ("flag", "flags")},
    styles={"steamer": ("steamer", "cruise", "passenger"), "container": ("container", "cargo"),
            "sailing": ("sailing", "pirate", "old", "tall"), "three": ("three-funnel",)})
