# SPDX-License-Identifier: GPL-3.0-or-later
"""Building bricks with studs: one, or a little heap put together."""

from __future__ import annotations

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.solids import box, turned
from backend.objects.modeling.surface import Surface

_PITCH, _HIGH = .008, .0096


def _brick(nx: int, ny: int, region: str, high: float = _HIGH) -> list[Surface]:
    """A brick of ``nx`` by ``ny`` studs on z = 0."""
    wide, deep = nx * _PITCH - .0002, ny * _PITCH - .0002
    stud = turned([(.0024, 0), (.0024, .0017)], .0003, 20, region, 2)
    return [box(wide, deep, high, .00035, 2, region=region),
            *(stud.moved((i - (nx - 1) / 2) * _PITCH, (j - (ny - 1) / 2) * _PITCH,
                         high - .0001) for i in range(nx) for j in range(ny))]


def build(d: Draw) -> list[Part]:
    kind = d.choose({"single": .8, "stack": 1.2})
    if kind == "single":
        nx, ny = (4, 2) if d.chance(.6) else (3, 2) if d.chance(.5) else (2, 2)
        turn = d.between(-.6, .6)
        return [part("brick", *(p.rotated(turn) for p in _brick(nx, ny, "body")))]
    parts = []
    z, names = 0.0, ["body", "second", "third", "fourth"]
    sizes = [(6, 4), (4, 2), (4, 2), (2, 2), (3, 2), (2, 2)]
    count = int(d.between(4, 6.9))
    base = _brick(8, 6, "plate", .0032)
    parts.append(part("base plate", *base))
    z = .0032
    for k in range(count):
        nx, ny = sizes[k]
        spots: list[tuple[float, float]]
        if k == 0:
            spots = [(-1, .5), (2, -1)] if d.chance(.5) else [(0, 0)]
        else:
            spots = [(int(d.random.integers(-1, 2)) * .5, int(d.random.integers(-1, 2)) * .5)]
        for q, (x, y) in enumerate(spots):
            m, n = (3, 2) if len(spots) > 1 else (nx, ny)
            parts.append(part(f"brick {k + 1}{'ab'[q]}",
                              *(p.moved(x * _PITCH, y * _PITCH, z) for p in _brick(m, n, names[(k + q) % 4]))))
        z += _HIGH
    loose = [p.rotated(.7).moved(-5.2 * _PITCH, -4.2 * _PITCH, 0) for p in _brick(2, 2, "third")]
    loose += [p.rotated(-.5).moved(4.6 * _PITCH, -4.8 * _PITCH, 0) for p in _brick(3, 2, "second")]
    return [*parts, part("loose bricks", *loose)]


FAMILY = Family(
    name="lego_brick", words=("lego brick", "lego", "building brick", "toy brick", "lego bricks", "building bricks"),
    gloss=("plastic bricks with studs to build with",), extent=(.015, .14), build=build, principal="width",
    materials=("toy red", "toy blue", "toy yellow", "toy green"),
    looks={"body": "main", "second": ("toy blue", "toy yellow"), "third": ("toy yellow", "toy red"),
           "fourth": ("toy white", "toy orange"),
           "plate": ("toy green", "concrete")},
    part_words={"plate": ("base", "plate")}, styles={"single": ("single", "one"),
                                                     "stack": ("stack", "several", "bricks")})
