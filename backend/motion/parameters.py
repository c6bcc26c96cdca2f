# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters that the motion engines share: the same name, limits and unit wherever they are declared."""

from __future__ import annotations

from backend.engine import Parameter


def duration(longest: float, whole: str, otherwise: str) -> Parameter:
    """Seconds of ``whole`` ("the clip"), at most ``longest``; 0 leaves it to the prompt ``otherwise`` to something."""
    return Parameter(name="duration", type="float", default=0.0, minimum=0.0, maximum=longest, unit="s",
                     title="Duration", help=f"Length of {whole}; 0 takes it from the prompt, or {otherwise}")


def frame_rate(more: str = "") -> Parameter:
    """Keys a second, and ``more`` to be said of them."""
    return Parameter(name="fps", type="float", default=30.0, minimum=5.0, maximum=240.0, unit="fps",
                     title="Frame rate", help=f"Keys a second{more}")


def in_place() -> Parameter:
    """As on a treadmill."""
    return Parameter(name="in_place", type="bool", default=False, title="In place",
                     help="Keep the character on the spot, as on a treadmill")


def loop(default: bool, told: str) -> Parameter:
    """Whether the end leads into the beginning, which the engine does as ``told``."""
    return Parameter(name="loop", type="bool", default=default, title="Loop", help=told)


def clean() -> Parameter:
    """Feet that hold."""
    return Parameter(name="clean", type="bool", default=True, title="Clean feet", advanced=True,
                     help="Hold planted feet still and keep them out of the floor")
