# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes an instrument, a device or a garment the thing it is: counts that a person would check."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from backend.objects.families import Draw
from backend.objects.families.electronics import computer_mouse, phone
from backend.objects.families.music import guitar, piano, violin, xylophone


def pieces(module, name: str, *styles: str, seed: int = 3):
    parts = module.FAMILY.build(Draw(np.random.default_rng(seed), {}, frozenset(styles)))
    return next(part for part in parts if part.name == name).pieces


@pytest.mark.parametrize(("module", "styles", "count"), [(guitar, ("electric",), 6), (violin, ("violin",), 4)])
def test_strings(module, styles, count):
    # Each string is told by where it crosses the nut: its stretches meet there.
    stretches = pieces(module, "strings", *styles)
    lengths = sorted(np.ptp(s.vertices[:, 2]) for s in stretches)[-count:]
    assert len(stretches) % count == 0
    assert max(lengths) < 1.05 * min(lengths)


@pytest.mark.parametrize("style", ["upright", "grand"])
def test_a_piano_has_88_keys(style):
    assert len(pieces(piano, "white keys", style)) == 52
    black = pieces(piano, "black keys", style)
    assert len(black) == 36
    gaps = np.diff([piece.vertices[:, 0].mean() for piece in black])
    # Black keys stand in twos and threes: between groups the gap is twice as wide.
    wide = gaps > 1.5 * gaps.min()
    runs = np.diff(np.flatnonzero(wide))
    assert set(runs.tolist()) == {2, 3}


def test_bars_of_a_xylophone_shorten():
    long = [np.ptp(bar.vertices[:, 1]) for bar in pieces(xylophone, "bars")]
    assert all(a > b for a, b in pairwise(long))


def test_wireless_mice_have_no_cable_and_phones_keys():
    def names(module, style):
        return {p.name for p in module.FAMILY.build(Draw(np.random.default_rng(1), {}, frozenset({style})))}

    assert "cable" in names(computer_mouse, "wired") and "cable" not in names(computer_mouse, "wireless")
    assert "icons" in names(phone, "smart") and len(pieces(phone, "keys", "buttons")) >= 12
