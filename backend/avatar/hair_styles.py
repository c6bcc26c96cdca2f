# SPDX-License-Identifier: GPL-3.0-or-later
"""The hair styles: how locks of each grow, and what waves, curls and coils change about them."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Style:
    """How hair grows. Lengths in metres on an adult head."""

    locks: int
    length: float
    width: float
    #: Height of the outermost layer above the skin.
    volume: float
    #: How fast the comb gives way to gravity, 0..1 at the tip.
    gravity: float = 0.3
    #: Wave across the lock, metres, and waves along it.
    curl: float = 0.0
    turns: float = 2.0
    #: How much locks stand out from the skin at the root.
    lift: float = 0.35
    #: Longer at the back and sides than at the front, factor.
    back: float = 1.0
    #: Points along a lock, less one.
    steps: int = 10
    #: Where it is combed: "crown" (away from it), "parting", "back", "up", "knot", "wild" or "out".
    comb: str = "crown"
    #: Short at the sides and the nape, as a share of the length; 1 the same everywhere.
    sides: float = 1.0
    #: Cut in one line this far below the chin, metres (negative above); None: as long as it is.
    line: float | None = None
    #: Where hair is gathered: "", "tail", "bun", "top", "braid", "braids" or "tails".
    gather: str = ""
    #: How much more locks stand out over the forehead.
    rise: float = 0.0
    #: Thickness of the middle of a lock as a share of its width.
    body: float = 0.22
    #: Whether hair hangs in round ropes, ``width`` thick, in place of flat locks.
    ropes: bool = False
    #: How much of the scalp has hair: below 1 a horseshoe at the sides and the nape (see ``head.horseshoe``).
    cover: float = 1.0


_TIED = Style(locks=1300, length=0.16, width=0.010, volume=0.010, gravity=0.0, lift=0.1, comb="knot")
STYLES: dict[str, Style] = {
    "buzz": Style(locks=4200, length=0.011, width=0.0030, volume=0.004, lift=0.5, steps=4),
    "short": Style(
        locks=4600, length=0.046, width=0.0056, body=0.16,
        volume=0.015, gravity=0.15, back=0.75, lift=0.3, steps=6, sides=0.28, rise=0.7
    ),
    "balding": Style(
        locks=5000, length=0.030, width=0.0031, body=0.10, volume=0.007, gravity=0.40, lift=0.08, steps=5, cover=0.5
    ),
    "pixie": Style(
        locks=4400, length=0.075, width=0.0048, volume=0.016, gravity=0.45, back=0.7, lift=0.25, steps=8, sides=0.55
    ),
    "quiff": Style(
        locks=4600,
        length=0.078,
        width=0.0050,
        volume=0.030,
        gravity=0.1,
        lift=0.30,
        rise=0.85,
        steps=9,
        sides=0.15,
        comb="up",
        back=0.5,
    ),
    "slicked-back": Style(
        locks=3600, length=0.105, width=0.0055, volume=0.007, gravity=0.25, lift=0.08, steps=9, comb="back", sides=0.30
    ),
    "spiky": Style(
        locks=2600, length=0.062, width=0.0075, volume=0.05, gravity=0.0, lift=2.2, steps=6, comb="wild", sides=0.4
    ),
    "medium": Style(
        locks=2600, length=0.20, width=0.0105, body=0.14, volume=0.020, gravity=0.85, back=1.1, comb="parting"
    ),
    "bob": Style(
        locks=2700, length=0.19, width=0.0105, body=0.14,
        volume=0.022, gravity=0.95, comb="parting", line=0.005, steps=11
    ),
    "mullet": Style(locks=3000, length=0.085, width=0.0060, volume=0.018, gravity=0.5, back=2.6, lift=0.3, steps=9),
    "long": Style(
        locks=2900, length=0.38, width=0.0120, body=0.14,
        volume=0.020, gravity=0.95, curl=0.005, back=1.15, comb="parting"
    ),
    "dreadlocks": Style(
        locks=210, length=0.33, width=0.0125, volume=0.026, gravity=0.9, curl=0.005, turns=2.2, back=1.1,
        comb="parting", ropes=True, steps=17
    ),
    "afro": Style(
        locks=3200, length=0.062, width=0.0075, volume=0.07, gravity=0.0, curl=0.012, turns=3.0, lift=2.2, comb="out"
    ),
    "ponytail": replace(_TIED, gather="tail"),
    "pigtails": replace(_TIED, gather="tails"),
    "bun": replace(_TIED, gather="bun"),
    "topknot": replace(_TIED, gather="top"),
    "braid": replace(_TIED, gather="braid"),
    "braids": replace(_TIED, gather="braids"),
    "mohawk": Style(locks=900, length=0.085, width=0.009, volume=0.09, gravity=0.0, lift=3.0, comb="crest"),
    "beard": Style(locks=900, length=0.030, width=0.0045, volume=0.010, gravity=0.5, lift=0.3, steps=5),
}

#: Vertices of the hair on a head, at most.
MOST = 100_000
#: Texture -> (wave across a lock in metres, length of one wave in metres, factor of volume).
_WAVES = {"wavy": (0.0075, 0.075, 1.15), "curly": (0.012, 0.034, 1.7), "coily": (0.009, 0.017, 2.2)}


def style_of(name: str, texture: str | None) -> Style:
    """A style with the waves, curls or coils of a texture; textures change nothing about what is tied or shorn."""
    style = STYLES[name]
    if texture == "straight":
        return replace(style, curl=0.0)
    if texture not in _WAVES or style.gather or name in ("buzz", "balding", "dreadlocks", "afro"):
        return style
    wave, period, fuller = _WAVES[texture]
    turns = max(style.length / period, 0.6)
    steps = int(min(max(style.steps, 5 * turns), 26))
    # Four points to a turn, or curls become kinks.
    turns = min(turns, steps / 4)
    locks = min(int(style.locks * 0.9), MOST // (3 * (steps + 1)))
    return replace(
        style,
        curl=min(wave, 0.18 * style.length),
        turns=turns,
        volume=style.volume * fuller,
        steps=steps,
        lift=style.lift * (1.0 + 0.35 * (fuller - 1)),
        locks=locks,
        # Fewer locks are broader.
        width=style.width * 0.86 * (style.locks / locks) ** 0.5,
    )
