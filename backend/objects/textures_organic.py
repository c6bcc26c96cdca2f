# SPDX-License-Identifier: GPL-3.0-or-later
"""What skins, crusts, leaves and barks look like: solid textures put together from layers.

A layer takes the texels and the colours so far and returns new ones. Frequencies named ``per`` are
cycles over the object's largest extent, ``per_metre`` ones are absolute.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from backend.objects.noise import fractal, speckles

if TYPE_CHECKING:
    from backend.objects.textures import Texels

Rgb = tuple[float, float, float]
Layer = Callable[["Texels", np.ndarray, int], np.ndarray]


def _blend(color: np.ndarray, other: Rgb, amount: np.ndarray, times: bool) -> np.ndarray:
    target = color * np.asarray(other) if times else np.asarray(other)
    t = np.clip(amount, 0, 1)[:, None]
    return color * (1 - t) + target * t


def tone(per: float, amount: float, octaves: int = 3) -> Layer:
    """Lighter and darker by up to ``amount``."""
    return lambda t, c, seed: c * (1 + amount * fractal(t.points * (per / t.size), octaves, seed))[:, None]


def clouds(other: Rgb, per: float, bias: float = 0.0, sharp: float = 2.0, most: float = 1.0,
           times: bool = False) -> Layer:
    """Patches of another colour where noise rises above -``bias``; ``times`` makes it a factor."""
    return lambda t, c, seed: _blend(c, other, np.clip(
        sharp * (fractal(t.points * (per / t.size), 3, seed) + bias), 0, 1) * most, times)


def spots(other: Rgb, per: float, density: float, most: float = 1.0, times: bool = False) -> Layer:
    """Round spots of varied size."""
    return lambda t, c, seed: _blend(c, other, most * speckles(t.points * (per / t.size), density, seed), times)


def streaks(other: Rgb, count: float, most: float = 1.0, bias: float = 0.0, sharp: float = 3.0, along: float = 0.5,
            times: bool = False) -> Layer:
    """Ragged meridians about the z axis, about ``count`` of them."""
    def layer(t: Texels, c: np.ndarray, seed: int) -> np.ndarray:
        p = t.points / t.size
        angle = np.arctan2(p[:, 1], p[:, 0])
        ring = np.stack([np.cos(angle), np.sin(angle)], axis=1) * count / 4
        noise = fractal(np.column_stack([ring, p[:, 2] * along * 4]), 3, seed)
        return _blend(c, other, most * np.clip(sharp * (noise + bias), 0, 1), times)
    return layer


def rising(other: Rgb, start: float, end: float, most: float = 1.0, ragged: float = 0.1, times: bool = False) -> Layer:
    """Another colour coming in from the height ``start`` to ``end`` (fractions; end < start: downward)."""
    return lambda t, c, seed: _blend(c, other, most * np.clip(
        (t.height + ragged * fractal(t.points * (6 / t.size), 3, seed) - start) / (end - start), 0, 1), times)


def outward(other: Rgb, start: float, end: float, most: float = 1.0, axes: tuple[int, ...] = (0, 1),
            ragged: float = 0.03, times: bool = False) -> Layer:
    """Another colour by the distance from the axis (or along one), in object extents."""
    def layer(t: Texels, c: np.ndarray, seed: int) -> np.ndarray:
        r = np.sqrt((t.points[:, axes] ** 2).sum(axis=1)) / t.size
        r = r + ragged * fractal(t.points * (9 / t.size), 3, seed)
        return _blend(c, other, most * np.clip((r - start) / (end - start), 0, 1), times)
    return layer


def rings(other: Rgb, per: float, most: float = 0.5, wander: float = 0.3, axes: tuple[int, ...] = (0, 1),
          times: bool = True) -> Layer:
    """Concentric rings about the axis, or bands along one."""
    def layer(t: Texels, c: np.ndarray, seed: int) -> np.ndarray:
        r = np.sqrt((t.points[:, axes] ** 2).sum(axis=1)) / t.size if len(axes) > 1 else t.points[:, axes[0]] / t.size
        wave = np.sin(2 * np.pi * (per * r + wander * fractal(t.points * (5 / t.size), 2, seed)))
        return _blend(c, other, most * (0.5 + 0.5 * wave), times)
    return layer


def fibres(amount: float, stretch: tuple[float, float, float], per: float = 40) -> Layer:
    """Fine noise drawn out along the axes with small factors."""
    return lambda t, c, seed: c * (1 + amount * fractal(t.points * np.asarray(stretch) * (per / t.size), 3,
                                                        seed))[:, None]


def _fingers(color: Rgb, fingers: int, most: float) -> Layer:
    """Zigzag stripes down a melon."""
    def layer(t: Texels, c: np.ndarray, seed: int) -> np.ndarray:
        p = t.points / t.size
        angle = np.arctan2(p[:, 1], p[:, 0])
        jag = 0.5 * fractal(p * 16, 3, seed) + 0.25 * fractal(p * 40, 2, seed + 5)
        wave = np.sin(angle * fingers + 3.2 * jag)
        return _blend(c, color, most * np.clip(2.2 * wave + 0.2, 0, 1), False)
    return layer


def _net(color: Rgb, per: float, width: float, most: float) -> Layer:
    """A raised net, as on a musk melon: where two noises cross zero."""
    def layer(t: Texels, c: np.ndarray, seed: int) -> np.ndarray:
        p = t.points * (per / t.size)
        near = np.minimum(np.abs(fractal(p, 2, seed)), np.abs(fractal(p + 9.1, 2, seed + 7)))
        return _blend(c, color, most * np.clip(1 - near / width, 0, 1), False)
    return layer


#: Name -> layers, the lowest first.
LAYERS: dict[str, tuple[Layer, ...]] = {
    "rind": (tone(7, 0.10), spots((0.72, 0.72, 0.72), 55, 0.6, 0.5, True)),
    "smooth skin": (tone(4, 0.14), spots((1.25, 1.25, 1.2), 60, 0.12, 0.5, True)),
    "banana": (tone(6, 0.08), clouds((0.80, 0.86, 0.55), 3, -0.1, 2, 0.5, True),
               outward((0.62, 0.66, 0.22), 0.40, 0.60, 0.45, (0,), 0.03, True),
               spots((0.10, 0.05, 0.015), 42, 0.16, 0.75), clouds((0.12, 0.06, 0.02), 16, -0.42, 5, 0.7)),
    "peach": (clouds((0.62, 0.10, 0.05), 1.6, 0.12, 1.6, 0.9), tone(90, 0.10, 2), streaks((0.55, 0.10, 0.04), 26, 0.3)),
    "pear": (tone(5, 0.10), spots((0.25, 0.15, 0.04), 90, 0.5, 0.5), rising((0.26, 0.15, 0.05), 0.86, 1.0, 0.6, 0.12),
             clouds((0.60, 0.16, 0.04), 1.4, -0.22, 2.2, 0.6)),
    "pomegranate": (clouds((0.62, 0.34, 0.12), 2.0, -0.1, 1.6, 0.6), tone(8, 0.15),
                    spots((0.30, 0.12, 0.05), 60, 0.2, 0.5), streaks((0.40, 0.03, 0.03), 24, 0.35)),
    "melon": (tone(10, 0.12), _fingers((0.010, 0.045, 0.012), 11, 0.92)),
    "melon flesh": (tone(12, 0.12), spots((1.3, 1.25, 1.25), 40, 0.4, 0.25, True)),
    "berry": (tone(9, 0.12), rising((0.62, 0.40, 0.20), 0.90, 1.06, 0.6, 0.06)),
    "kiwi skin": (tone(30, 0.25), fibres(0.4, (1, 1, 0.12), 90)),
    "hairy": (fibres(0.55, (1, 1, 0.08), 50), tone(6, 0.18), clouds((0.35, 0.35, 0.35), 20, -0.1, 2, 0.5, True)),
    "carrot": (tone(8, 0.10), rings((0.62, 0.50, 0.42), 14, 0.35, 1.4, (0,)), spots((0.4, 0.28, 0.2), 26, 0.12, 0.4,
               True)),
    "cucumber": (tone(6, 0.16), fibres(0.35, (0.12, 1, 1), 26), spots((0.30, 0.42, 0.12), 34, 0.25, 0.5)),
    "onion": (streaks((0.45, 0.36, 0.30), 60, 0.6, 0.05, 3, 0.15, True), tone(5, 0.14),
              rising((0.35, 0.22, 0.10), 0.80, 1.0, 0.5, 0.08)),
    "garlic": (streaks((0.46, 0.22, 0.34), 34, 0.35, -0.15, 3, 0.15), tone(6, 0.08),
               rising((0.50, 0.38, 0.20), 0.78, 1.0, 0.45, 0.08)),
    "pumpkin": (tone(6, 0.16), clouds((0.8, 1.25, 1.2), 3, -0.1, 2, 0.4, True), spots((1.3, 1.3, 1.4), 45, 0.2, 0.4,
                True)),
    "potato": (tone(5, 0.16), clouds((0.60, 0.52, 0.42), 7, -0.12, 3, 0.6, True), spots((0.22, 0.14, 0.08), 24, 0.18,
               0.8), tone(60, 0.10, 2)),
    "leafy": (tone(6, 0.20), clouds((1.5, 1.35, 1.2), 14, -0.1, 2, 0.45, True), tone(50, 0.12, 2)),
    "cabbage": (tone(4, 0.12), outward((0.72, 0.76, 0.42), 0.20, 0.0, 0.7),
                clouds((1.5, 1.4, 1.5), 10, -0.15, 3, 0.4, True)),
    "floret": (tone(16, 0.30), tone(70, 0.35, 2)),
    "kernels": (tone(22, 0.22, 2), clouds((1.2, 1.25, 1.6), 4, -0.1, 2, 0.5, True)),
    "egg": (tone(4, 0.06), spots((0.55, 0.42, 0.34), 75, 0.10, 0.35, True)),
    "crust": (tone(5, 0.16), rising((1.35, 1.45, 1.6), 0.35, 0.0, 0.75, 0.12, True),
              rising((0.52, 0.44, 0.38), 0.62, 1.05, 0.8, 0.25, True), tone(45, 0.14, 2)),
    "baked": (tone(7, 0.20), clouds((0.55, 0.45, 0.36), 6, -0.08, 2.2, 0.7, True), tone(50, 0.14, 2)),
    "crumb": (tone(30, 0.12), spots((0.72, 0.62, 0.50), 55, 0.45, 0.5, True), spots((0.8, 0.7, 0.6), 28, 0.2, 0.5,
              True)),
    "pancake": (outward((0.70, 0.42, 0.16), 0.40, 0.46, 0.9), clouds((1.6, 1.7, 1.9), 7, -0.16, 2.5, 0.6, True),
                tone(40, 0.12, 2)),
    "cookie": (tone(9, 0.18), outward((0.62, 0.52, 0.44), 0.30, 0.50, 0.7, (0, 1), 0.05, True),
               tone(55, 0.18, 2)),
    "frosting": (tone(8, 0.06),),
    "cheese": (tone(5, 0.08),),
    "meat": (tone(14, 0.30), clouds((0.40, 0.36, 0.36), 10, -0.05, 2.5, 0.7, True), tone(60, 0.2, 2)),
    "pizza top": (clouds((0.62, 0.075, 0.018), 9, -0.06, 4, 0.85), tone(14, 0.14),
                  spots((0.34, 0.13, 0.03), 30, 0.22, 0.55)),
    "rice": (tone(40, 0.08, 2),),
    "salmon": (rings((1.6, 2.2, 2.6), 9, 0.55, 0.35, (0,)), tone(8, 0.1)),
    "shell bands": (rings((0.48, 0.34, 0.26), 16, 0.55, 0.9), tone(8, 0.16), spots((0.4, 0.3, 0.22), 30, 0.3, 0.5,
                    True)),
    "starfish": (tone(8, 0.16), spots((1.7, 1.8, 2.0), 42, 0.6, 0.7, True)),
    "coral": (tone(8, 0.18), spots((1.4, 1.5, 1.5), 90, 0.6, 0.6, True)),
    "soil": (tone(30, 0.4), spots((2.2, 2.2, 2.2), 60, 0.2, 0.6, True)),
    "rough bark": (fibres(0.75, (1, 1, 0.16), 30), clouds((1.7, 1.7, 1.7), 9, -0.15, 2.5, 0.5, True), tone(70, 0.25,
                   2)),
    "cut wood": (rings((0.55, 0.46, 0.40), 26, 0.75, 0.5, (1, 2)), tone(30, 0.14)),
    "bamboo": (fibres(0.16, (1, 1, 0.05), 60), tone(3, 0.14)),
    "boulder": (tone(4, 0.30, 4), clouds((1.5, 1.5, 1.45), 7, -0.1, 2.5, 0.5, True),
                rising((0.75, 0.85, 0.60), 0.55, 1.0, 0.5, 0.35, True), tone(60, 0.30, 3)),
    "moss": (tone(20, 0.3), tone(80, 0.3, 2)),
    "cactus": (tone(6, 0.14), rising((1.5, 1.4, 1.2), 0.7, 1.0, 0.4, 0.1, True)),
    "foliage": (tone(5, 0.35), clouds((1.7, 1.5, 1.0), 12, -0.1, 2.5, 0.5, True), tone(60, 0.3, 2)),
    "pineapple": (tone(10, 0.16), rising((0.60, 0.85, 0.50), 0.25, 0.7, 0.45, 0.2, True)),
    "popcorn": (tone(20, 0.08), clouds((0.80, 0.55, 0.16), 14, -0.25, 3, 0.6)),
    "rose": (tone(12, 0.16),),
}


def painter(layers: tuple[Layer, ...]) -> Callable[[Texels, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """``layers`` as a texture: a function of texels and colour."""
    def paint(t: Texels, color: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        painted = np.broadcast_to(np.asarray(color, float), (len(t.points), 3))
        for number, layer in enumerate(layers):
            painted = layer(t, painted, t.seed + 37 * number)
        painted = np.clip(painted, 0, 0.92)
        plain = float(np.mean(color)) + 1e-3
        # What is darker than the ground is as a rule drier.
        return painted, np.clip(0.10 * (1 - painted.mean(axis=1) / plain), -0.06, 0.08)
    return paint


ORGANIC = {name: painter(layers) for name, layers in LAYERS.items()}
