# SPDX-License-Identifier: GPL-3.0-or-later
"""Chess pieces in the Staunton manner: king, queen, bishop, knight, rook, pawn."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, turned

#: Height, and the base's radius, of each piece in units of the king's height.
_SIZES = {"king": (1.0, .195), "queen": (.90, .185), "bishop": (.74, .165), "knight": (.66, .165), "rook": (.56, .165),
          "pawn": (.48, .140)}


def build(d: Draw) -> list[Part]:
    kind = d.choose({"king": 1.0, "queen": 1.0, "knight": 1.2, "rook": .9, "bishop": .8, "pawn": .8})
    tall, r = _SIZES[kind]
    r *= d.between(.96, 1.05)
    unit, n = d.between(.088, .105), d.segments(56, 36)
    neck = .62 * tall if kind in ("king", "queen") else .58 * tall
    foot = [(r, 0), (r, .035), (.90 * r, .055), (.88 * r, .085), (.70 * r, .11), (.56 * r, .15)]
    if kind == "knight":
        stem = turned([*foot[:4], (.74 * r, .115), (.78 * r, .135), (.70 * r, .16)], .008, n, "body")
    elif kind == "rook":
        stem = turned([*foot, (.44 * r, .30 * tall), (.46 * r, .62 * tall), (.66 * r, .70 * tall),
                       (.66 * r, .73 * tall)], .008, n, "body")
    else:
        stem = turned([*foot, (.36 * r, .34 * tall), (.29 * r, neck - .06), (.34 * r, neck - .03),
                       (.60 * r, neck - .02),
                       (.60 * r, neck + .005), (.40 * r, neck + .015), (.48 * r, neck + .035), (.30 * r, neck + .05)],
                       .006, n, "body")
    felt = turned([(.92 * r, -.004), (.92 * r, .004)], .001, n, "felt").moved(z=.0)
    top = []
    if kind == "king":
        top += [turned([(.32 * r, neck + .04), (.52 * r, .90 * tall), (.54 * r, .915 * tall), (.30 * r, .94 * tall),
                        (.10 * r, .955 * tall)],
                       .006, n, "body"),
                box(.022, .020, .085, .005, 3, region="body").moved(0, 0, .945 * tall),
                box(.070, .020, .022, .005, 3, region="body").moved(0, 0, .945 * tall + .038)]
    elif kind == "queen":
        top += [turned([(.30 * r, neck + .04), (.56 * r, .93 * tall), (.46 * r, .93 * tall), (.34 * r, .89 * tall)],
                       .005, n, "body"),
                ball((.40 * r, .40 * r, .05 * tall), 14, 28, "body").moved(0, 0, .90 * tall),
                ball(.030, 14, 20, "body").moved(0, 0, .965 * tall)]
        for k in range(9):
            a = 2 * np.pi * k / 9
            top.append(ball((.022, .022, .026), 10, 14, "body").moved(.50 * r * np.cos(a), .50 * r * np.sin(a),
                                                                      .932 * tall))
    elif kind == "bishop":
        s = Sculpt(.01)
        s.limb([(0, 0, neck + .05), (0, 0, neck + .12), (0, 0, .92 * tall)], [.050, .072, .022], "body")
        s.limb([(.0, -.085, .92 * tall), (.0, .01, .83 * tall)], [.009, .009], "body", .004, flat((0, .7, .7), .6),
               carve=True)
        top += [s.surface(48, d.detail), ball(.022, 12, 18, "body").moved(0, 0, .965 * tall)]
    elif kind == "pawn":
        top.append(ball(.40 * tall * .48, 24, 32, "body").moved(0, 0, .82 * tall))
    elif kind == "rook":
        high = .73 * tall
        top.append(turned([(.68 * r, high), (.70 * r, high + .10), (.52 * r, high + .10), (.50 * r, high + .055)],
                          .006, n, "body"))
        for k in range(6):
            a = 2 * np.pi * k / 6
            top.append(box(.20 * r, .46 * r, .05, .008, 2, region="body").moved(.60 * r, 0, high + .085).rotated(a))
    else:
        s = Sculpt(.03)
        s.limb([(0, .035, .14), (0, .060, .28), (0, .035, .42), (0, -.01, .50)], [.105, .100, .078, .055], "body",
               squeeze=flat((1, 0, 0), .66))
        s.limb([(0, .0, .50), (0, -.075, .465), (0, -.135, .40)], [.062, .050, .036], "body", .025,
               flat((1, 0, 0), .72))
        s.limb([(0, -.05, .20), (0, -.045, .32)], [.075, .040], "body", .04, flat((1, 0, 0), .6))
        s.limb([(.026, .025, .53), (.030, .028, .585), (.030, .018, .62)], [.024, .018, .005], "body", .01, mirror=True)
        for k in range(7):
            t = k / 6
            y, z = .075 + .075 * np.sin(np.pi * t * .9) - .09 * t, .535 - .33 * t
            s.limb([(0, y, z), (0, y + .028, z - .012)], [.030, .012], "body", .012, flat((1, 0, 0), .6))
        s.limb([(.040, -.128, .405), (0, -.160, .385), (-.040, -.128, .405)], [.005] * 3, "body", .003, carve=True)
        s.blob((.022, -.155, .415), (.008, .010, .008), "body", .004, mirror=True, carve=True)
        s.blob((.044, -.045, .485), (.012, .020, .014), "body", .008, mirror=True)
        top.append(s.surface(96, d.detail))
    parts = [part("stem", stem), part("head", *top), part("felt", felt)]
    return [Part(p.name, tuple(q.scaled((unit,) * 3) for q in p.pieces)) for p in parts]


FAMILY = Family(
    name="chess_piece", words=("chess piece", "chess", "chess king", "chess queen", "chess knight", "chess rook",
                               "chess pawn",
                               "chess bishop", "chessman", "pawn", "rook"),
    gloss=("a king of a game of chess", "a chess knight with a horse's head"), extent=(.035, .16), build=build,
    materials=("birch", "ebony", "marble", "walnut"),
    looks={"body": "main", "felt": ("toy green", "toy red")}, part_words={"felt": ("felt", "base")},
    styles={"king": ("king",), "queen": ("queen",), "bishop": ("bishop",), "knight": ("knight", "horse"),
            "rook": ("rook", "castle"),
            "pawn": ("pawn",)})
