# SPDX-License-Identifier: GPL-3.0-or-later
"""Chandeliers: scrolled arms with candles around a turned column, strings of crystal; or a wheel of candles."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, rounded_rectangle, spline
from backend.objects.modeling.organic import ball, copies, poses
from backend.objects.modeling.solids import lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def _candle(d: Draw) -> tuple[Surface, Surface, Surface]:
    """Pan and cup, candle, flame-shaped bulb, standing on the origin."""
    n = d.segments(16, 12)
    cup = turned([(.008, -.012), (.016, 0), (.042, .008), (.046, .014), (.020, .013), (.017, .034), (.014, .035)],
                 [.002, .004, .004, .002, .003, .002, .001], n, "metal", 2)
    candle = turned([(.0115, .030), (.0115, .115)], .002, n, "candle", 2)
    line = spline([(0, .112), (.011, .124), (.0135, .138), (.007, .160), (0, .178)], 10)
    line[:, 0] = np.maximum(line[:, 0], 1e-5)
    line[[0, -1], 0] = 0
    return cup, candle, lathe(line, n, "bulb")


def _drop(tall: float) -> Surface:
    """A faceted pear of crystal hanging from the origin."""
    line = np.array([(0, 0), (.12, -.08), (.16, -.30), (.36, -.62), (.30, -.86), (0, -1.0)]) * (tall, tall)
    return lathe(line, 8, "crystal")


def build(d: Draw) -> list[Part]:
    if d.choose({"crystal": 1.3, "wheel": 0.6}) == "wheel":
        return _wheel(d)
    count = int(d.random.integers(6, 9))
    height = d.measure("height", .72, .95)
    reach = d.between(.30, .38)
    n = d.segments(32, 24)
    chain = .18 * height
    top = height - chain
    column = turned([(.012, .11 * top), (.030, .14 * top), (.040, .19 * top), (.022, .23 * top), (.062, .30 * top),
                     (.066, .35 * top), (.028, .40 * top), (.018, .55 * top), (.034, .62 * top), (.018, .68 * top),
                     (.016, .82 * top), (.050, .88 * top), (.052, .90 * top), (.014, .95 * top), (.010, top)],
                    [.004, .01, .012, .006, .02, .02, .006, .02, .015, .006, .01, .006, .003, .004, .002], n, "metal")
    finial = ball((.024, .024, .028), 10, 20, "crystal").moved(z=.095 * top)
    arms, cups, candles, bulbs, strings = [], [], [], [], []
    hub, rise = .335 * top, d.between(.30, .42) * top
    cup, candle, bulb = _candle(d)
    high = hub + rise - .10 * top
    for k in range(count):
        a = k * 2 * np.pi / count + .2
        path = spline([(.04, 0, hub), (.30 * reach, 0, hub - .10 * top), (.66 * reach, 0, hub - .07 * top),
                       (.96 * reach, 0, hub + .06 * top), (reach, 0, high)], d.segments(24, 16))
        arms.append(sweep(path, circle(10, .0078), np.linspace(1.15, .85, len(path)), region="metal").rotated(a))
        curl = np.linspace(0, 1, 22)
        turns = 1.35 * 2 * np.pi * curl
        r = (.052 - .040 * curl) * top
        scroll = np.column_stack([.46 * reach + r * np.cos(turns - 2.2), 0 * r,
                                  hub + .035 * top + r * np.sin(turns - 2.2)])
        arms.append(sweep(scroll, circle(8, .0045), np.linspace(1, .7, 22), up=(0, 1, 0), round_ends=True,
                          region="metal").rotated(a))
        at = reach * np.array([np.cos(a), np.sin(a)])
        cups.append(cup.moved(at[0], at[1], high))
        candles.append(candle.moved(at[0], at[1], high))
        bulbs.append(bulb.moved(at[0], at[1], high))
        # A string of beads from the crown to the arm, and drops under each pan.
        t = np.linspace(0, 1, 24)[:, None]
        begin, end = np.array([.05 * np.cos(a), .05 * np.sin(a), .885 * top]), np.array([*(.94 * at), high])
        string = begin + t * (end - begin) - np.array([0, 0, 1]) * (.16 * top * np.sin(np.pi * t))
        strings.append(copies(ball(.0062, 4, 6, "crystal"), _at(string)))
        strings.append(copies(_drop(.055), _at(np.array([(*(at * (1 + .036 / reach)), high + .008),
                                                         (*(at * (1 - .036 / reach)), high + .008)]))))
        strings.append(_drop(.075).moved(.66 * at[0], .66 * at[1], hub - .075 * top))
    swags = []
    for k in range(count):
        a, b = k * 2 * np.pi / count + .2, (k + 1) * 2 * np.pi / count + .2
        t = np.linspace(0, 1, 16)[:, None]
        begin, end = (np.array([.96 * reach * np.cos(x), .96 * reach * np.sin(x), high - .01]) for x in (a, b))
        swags.append(copies(ball(.0056, 4, 6, "crystal"), _at(begin + t * (end - begin)
                                                             - np.array([0, 0, 1]) * (.09 * top * np.sin(np.pi * t)))))
    lowest = _drop(.11 * top).moved(z=.11 * top)
    return [part("column", column), part("finial", finial, lowest), part("arms", *arms), part("cups", *cups),
            part("candles", *candles), part("bulbs", *bulbs), part("crystals", *strings, *swags),
            part("chain", *_chain(top - .004, height, d))]


def _at(points: np.ndarray) -> np.ndarray:
    return poses(points, np.zeros(len(points)), np.zeros(len(points)))


def _chain(low: float, high: float, d: Draw) -> list[Surface]:
    """Links from ``low`` to ``high``, each turned a quarter to the next, and the rose at the ceiling."""
    plate_at = high - .022
    rose = turned([(.012, plate_at - .012), (.018, plate_at), (.055, plate_at + .012), (.060, high)],
                  [.002, .004, .006, .002], 32, "metal")
    line = rounded_rectangle(.020, .036, .0098, 5)
    count = max(2, round((plate_at - .008 - low) / .027))
    links = []
    for k in range(count):
        z = low + .010 + (plate_at - .008 - low - .010) * (k + .5) / count
        tall = (plate_at - .018 - low) / count * 1.36 / .036
        ring = np.column_stack([line[:, 0], 0 * line[:, 0], line[:, 1] * tall])
        links.append(sweep(ring, circle(8, .0026), up=(0, 1, 0), loop=True, region="metal").rotated(k * np.pi / 2)
                     .moved(z=z))
    return [rose, *links]


def _wheel(d: Draw) -> list[Part]:
    """A ring of timber bound with iron, candles on it, hung by rods from a hook."""
    r = d.between(.36, .46)
    count = int(d.random.integers(6, 11))
    height = d.measure("height", .58, .76)
    n = d.segments(72, 40)
    section = rounded_rectangle(.05, .055, .006)
    ring = lathe(section + np.array((r, .040)), n, "ring", loop=True)
    bands = [lathe(rounded_rectangle(.006, .020, .002) + np.array((r + s * .026, .040)), n, "metal",
                   loop=True) for s in (1, -1)]
    spokes = [sweep(np.array([(-r, 0, .040), (0, 0, .040), (r, 0, .040)]), rounded_rectangle(.034, .038, .005),
                    region="ring").rotated(k * np.pi / 2 + .3) for k in range(2)]
    hub = turned([(.045, .008), (.06, .02), (.06, .06), (.04, .075)], .006, 32, "metal")
    cup, candle, bulb = _candle(d)
    cups, candles, bulbs = [], [], []
    for k in range(count):
        a = k * 2 * np.pi / count
        at = (r * np.cos(a), r * np.sin(a), .080)
        cups.append(cup.moved(*at))
        candles.append(candle.moved(*at))
        bulbs.append(bulb.moved(*at))
    knot = height - .16
    rods = [sweep(np.array([(r * np.cos(a), r * np.sin(a), .06), (.5 * r * np.cos(a), .5 * r * np.sin(a),
                                                                  .5 * (knot + .06)),
                            (.008 * np.cos(a), .008 * np.sin(a), knot)]), circle(8, .0042), region="metal")
            for a in .3 + np.arange(4) * np.pi / 2]
    knob = ball(.022, 10, 16, "metal").moved(z=knot)
    return [part("ring", ring, *spokes), part("bands", *bands, hub), part("cups", *cups), part("candles", *candles),
            part("bulbs", *bulbs), part("rods", *rods, knob), part("chain", *_chain(knot + .016, height, d))]


FAMILY = Family(
    name="chandelier", words=("chandelier", "crystal chandelier", "ceiling lamp", "hanging lamp", "pendant lamp",
                              "candelabra"),
    gloss=("a chandelier hanging from a ceiling", "a ceiling light with crystals and candles"),
    extent=(.6, 1.15), build=build, native=("height",), materials=("brass", "brass", "iron", "bronze", "silver"),
    looks={"metal": "main", "candle": "wax", "bulb": "bulb", "crystal": "glass", "ring": ("oak", "walnut")},
    part_words={"crystal": ("crystals", "drops"), "candle": ("candle", "candles"), "ring": ("wheel", "ring")},
    styles={"crystal": ("crystal", "crystal chandelier", "elegant", "baroque", "victorian"),
            "wheel": ("wheel", "wagon wheel", "medieval", "rustic", "wooden")})
