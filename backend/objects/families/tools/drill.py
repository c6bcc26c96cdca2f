# SPDX-License-Identifier: GPL-3.0-or-later
"""Power drills standing on their battery: motor, pistol grip with a trigger, chuck and bit."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import circle, rounded_rectangle, spline
from backend.objects.modeling.organic import slab
from backend.objects.modeling.solids import box, lathe, sweep, turned
from backend.objects.modeling.surface import Surface

_QUARTER = np.pi / 2


def build(d: Draw) -> list[Part]:
    high = d.between(.165, .190)  # the axis of the chuck above the floor
    r = d.between(.029, .034)
    back, front_ = d.between(.075, .095), d.between(.052, .068)
    n = d.segments(48, 28)

    def along(line: list[tuple[float, float]], radii, region: str, steps: int = 3) -> Surface:
        """Turned about the axis of the chuck; z of the line runs to -X."""
        return turned(line, radii, n, region, steps).rotated(-_QUARTER, "y").moved(0, 0, high)

    motor = along([(.80 * r, -back), (1.02 * r, -back + .014), (1.06 * r, -.4 * back), (1.02 * r, .3 * front_),
                   (.94 * r, front_)],
                  [.012, .01, .03, .02, .003], "body")
    cap = along([(.72 * r, -back - .003), (.86 * r, -back + .002), (1.00 * r, -back + .014), (1.035 * r, -back + .034)],
                [.006, .006, .004, .001], "dark")
    gear = along([(.93 * r, front_ - .006), (.93 * r, front_ + .012), (.80 * r, front_ + .022)], [.002, .005, .003],
                 "dark")
    ring = along([(.84 * r, front_ + .018), (.86 * r, front_ + .030), (.66 * r, front_ + .036)], [.002, .003, .002],
                 "accent")
    start = front_ + .032

    def ribs(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        here = (z > start + .006) & (z < start + .030)
        return 1 + .03 * here * np.cos(16 * angle) * np.ones_like(z)

    chuck_line = [(0, start), (.60 * r, start), (.64 * r, start + .004), (.64 * r, start + .0055),
                  (.64 * r, start + .0065),
                  (.64 * r, start + .0295), (.64 * r, start + .031), (.56 * r, start + .036), (.30 * r, start + .050),
                  (.20 * r, start + .051), (0, start + .051)]
    chuck = lathe(np.array(chuck_line), 96, "chuck", modulation=ribs).rotated(-_QUARTER, "y").moved(0, 0, high)
    bit_r, bit_long = d.between(.0022, .0034), d.between(.055, .085)
    t = np.linspace(0, 1, 60)
    spiral = []
    for k in (0, np.pi):
        wind = t * 2 * np.pi * 4.5 + k
        path = np.column_stack([-(start + .062 + t * (bit_long - .016)), .42 * bit_r * np.cos(wind),
                                high + .42 * bit_r * np.sin(wind)])
        spiral.append(sweep(path, circle(7, .62 * bit_r), np.interp(t, [0, .92, 1], [1, 1, .35]), region="bit"))
    shank = sweep(np.array([(-x, 0, high) for x in (start + .04, start + .056, start + .072)]), circle(12, bit_r),
                  region="bit")

    # The grip leans back a little; it is a moulded plate with soft edges.
    lean = d.between(.10, .22)
    low = .052
    top = high - .55 * r
    s = lean * (top - low)
    grip_line = spline([(-.030, top + .012), (-.022, top - .020), (-.017 + .35 * s, .62 * top + .38 * low),
                        (-.018 + .75 * s, .25 * top + .75 * low), (-.024 + s, low + .004), (.024 + s, low + .002),
                        (.021 + .72 * s, .28 * top + .72 * low), (.024 + .40 * s, .62 * top + .38 * low),
                        (.030, top - .012), (.034, top + .014)], 60, closed=True)
    grip = plate(grip_line, .036, .0065, "body", (), 4).rotated(_QUARTER, "x").moved(0, .018, 0)
    rubber_line = spline([(.006 + .05 * s, top - .020), (.010 + .40 * s, .62 * top + .38 * low),
                          (.006 + .72 * s, .28 * top + .72 * low), (.012 + .9 * s, low + .016), (.024 + .92 * s,
                                                                                                 low + .014),
                          (.0225 + .72 * s, .28 * top + .72 * low), (.0255 + .40 * s, .62 * top + .38 * low),
                          (.030, top - .02)],
                         48, closed=True)
    rubber = plate(rubber_line, .039, .0028, "dark").rotated(_QUARTER, "x").moved(0, .0195, 0)
    trigger_line = spline([(-.018, top - .012), (-.031, top - .016), (-.028, top - .030), (-.031, top - .046),
                           (-.016, top - .044)], 28, closed=True)
    trigger = plate(trigger_line, .018, .002, "accent").rotated(_QUARTER, "x").moved(0, .009, 0)
    foot_line = rounded_rectangle(.118, .068, .012, 4)
    battery = slab(foot_line, [(-.004, 0), (0, .003), (0, .030), (-.003, .034)], "dark", 1).moved(s - .010)
    shoe = slab(rounded_rectangle(.102, .060, .014, 4), [(-.001, .033), (.001, .036), (0, .048), (-.014, .060)],
                "body", 1).moved(
        s - .008)
    clip = [box(.03, .071, .012, .003, 2, region="accent").moved(s - .050, 0, .014)]
    vents = [box(.0035, 2.02 * r, .020, .001, 1, region="dark").moved(.018 + .008 * k, 0,
                                                                      high - .010) for k in range(5)]
    badge = box(.052, 2.14 * r, .020, .003, 2, region="accent").moved(-.018, 0, high - .012)
    pieces = {"motor": [motor], "cap": [cap], "gearbox": [gear], "ring": [ring], "chuck": [chuck], "bit": [shank,
                                                                                                           *spiral],
              "grip": [grip, shoe], "rubber": [rubber], "trigger": [trigger], "battery": [battery, *clip],
              "vents": vents,
              "badge": [badge]}
    return [part(name, *group) for name, group in pieces.items()]


FAMILY = Family(
    name="drill", words=("drill", "power drill", "electric drill", "cordless drill", "drill driver",
                         "electric screwdriver"),
    gloss=("an electric drill to make holes", "a cordless power tool"),
    extent=(.17, .32), build=build, materials=("signal yellow", "toy blue", "toy orange", "toy red", "toy green"),
    looks={"body": "main", "dark": "black plastic", "accent": ("toy black", "toy red", "black plastic"),
           "chuck": ("black plastic", "steel"),
           "bit": "steel"},
    part_words={"dark": ("battery", "grip", "rubber"), "accent": ("trigger",), "bit": ("bit",), "chuck": ("chuck",)})
