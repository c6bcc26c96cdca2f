# SPDX-License-Identifier: GPL-3.0-or-later
"""Cloth as seamless tiles: the weave as a normal map and woven or printed patterns as colour.

A tile repeats without a seam in both directions and always has ``DENSITY`` texels a metre, so a
garment whose UVs count tiles (see :mod:`.unwrap`) has one texel density whatever it is made of.
Rows run down the image; the first row is the top, where v is 1. Colours are linear reflectances.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from backend import srgb
from protocol.assets import Image

#: Texels a metre of cloth, and the sides of the tiles in metres.
DENSITY = 4000
SMALL, LARGE = 0.128, 0.256
#: Patterns whose motifs need the large tile; every other one repeats in the small one.
_LARGE = ("plaid", "floral", "camouflage")
#: Periods of the regular patterns, metres: all divide the small tile.
STRIPE, PINSTRIPE, CHECK, DOTS = 0.032, 0.016, 0.016, 0.032


def tile_size(pattern: str) -> float:
    """Side of the tile of a pattern, metres."""
    return LARGE if pattern in _LARGE else SMALL


def _grid(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Texel centres as u (1, size) to the right and v (size, 1) upwards, 0..1."""
    centres = ((np.arange(size) + 0.5) / size).astype(np.float32)
    return centres[None, :], centres[::-1, None]


def _noise(size: int, cells: float, seed: int, stretch: tuple[float, float] = (1.0, 1.0)) -> np.ndarray:
    """Periodic noise (size, size) of unit deviation with about ``cells`` features across; ``stretch``
    multiplies their length along u and v."""
    rng = np.random.Generator(np.random.PCG64(seed))
    spectrum = np.fft.rfft2(rng.standard_normal((size, size), dtype=np.float32))
    across, along = np.fft.rfftfreq(size, 1 / size)[None, :], np.fft.fftfreq(size, 1 / size)[:, None]
    radius = np.hypot(across * stretch[0], along * stretch[1]) / cells
    noise = np.fft.irfft2(spectrum * np.exp(-(radius**2)) * (radius > 0), s=(size, size)).astype(np.float32)
    return noise / max(float(noise.std()), 1e-9)


def _height(fabric: str) -> np.ndarray:
    """Height of the cloth's surface over one small tile, metres."""
    size = round(SMALL * DENSITY)
    u, v = _grid(size)
    tau = 2 * np.pi

    def weave(threads: int) -> np.ndarray:
        return np.sin(tau * threads * u) * np.sin(tau * threads * v)

    if fabric == "denim":
        return 6e-5 * np.sin(tau * 80 * (u + v)) + 2e-5 * _noise(size, 60, 1, (1.0, 0.3))
    if fabric == "knit":
        columns, rows = 32, 40
        across = np.abs(2 * ((u * columns) % 1) - 1)
        loop = (v * rows + 0.55 * across) % 1
        return 3.2e-4 * np.sin(np.pi * loop) * np.sqrt(np.maximum(1 - across**2, 0)) + 2e-5 * _noise(size, 110, 2)
    if fabric == "wool":
        return 7e-5 * weave(40) + 6e-5 * _noise(size, 70, 3)
    if fabric == "leather":
        return _grain(size)
    if fabric == "corduroy":
        return 3.5e-4 * np.sqrt(np.abs(np.sin(np.pi * 32 * u))) + 2e-5 * _noise(size, 90, 4)
    if fabric == "linen":
        return 6e-5 * weave(56) + 4e-5 * _noise(size, 40, 5, (0.15, 2.0)) + 4e-5 * _noise(size, 40, 6, (2.0, 0.15))
    if fabric == "silk":
        return 5e-6 * np.sin(tau * 96 * (u + v)) + 2.5e-5 * _noise(size, 8, 7)
    if fabric == "nylon":
        return 1.2e-5 * weave(72) + 3e-5 * _noise(size, 10, 8)
    if fabric == "velvet":
        return 2.5e-5 * _noise(size, 80, 9)
    if fabric == "rubber":
        return 2e-5 * _noise(size, 12, 10)
    if fabric == "metal":
        return 2e-6 * _noise(size, 90, 11, (0.1, 2.0))
    return 4e-5 * weave(64) + 1.2e-5 * _noise(size, 60, 12)


def dirtied(picture: Image | None, color: np.ndarray, amount: float, side: float, seed: int) -> Image:
    """The tile of ``side`` metres with stains of earth and old blood, ``amount`` 0 to 1 of it."""
    size = round(side * DENSITY)
    pixels = np.tile(srgb.to_bytes(np.asarray(color, dtype=np.float32)), (size, size, 1)) if picture is None else (
        picture.pixels)
    if len(pixels) < size:
        pixels = np.tile(pixels, (size // len(pixels), size // len(pixels), 1))
    stain = _noise(size, 2.0, seed + 11, (0.8, 1.2)) + 0.5 * _noise(size, 7.0, seed + 12) + 0.2 * _noise(
        size, 40.0, seed + 13)
    earth = (0.65 * amount * np.clip(0.35 + 0.3 * stain, 0, 1))[..., None]
    blood = _noise(size, 1.6, seed + 14, (1.0, 0.6)) + 0.35 * _noise(size, 14.0, seed + 15) - 1.9
    red = (0.85 * amount * np.clip(blood * 2.5, 0, 1))[..., None]
    clean = (np.asarray(pixels, dtype=np.float32) / 255.0) ** 2.2
    dirty = clean * (1 - earth) + earth * np.array([0.055, 0.040, 0.024])
    dirty = dirty * (1 - red) + red * np.array([0.10, 0.012, 0.008])
    return Image(name="Dirty cloth", pixels=srgb.to_bytes(dirty.astype(np.float32)))


def _grain(size: int) -> np.ndarray:
    """Grain of leather: domed cells with creases between them, from a periodic Voronoi diagram (metres)."""
    from scipy.spatial import cKDTree

    rng = np.random.Generator(np.random.PCG64(13))
    half = size // 2
    u, v = np.meshgrid((np.arange(half) + 0.5) / half, (np.arange(half) + 0.5) / half)
    near, _ = cKDTree(rng.random((9000, 2)), boxsize=1.0).query(np.stack([u, v], axis=-1).reshape(-1, 2), k=2)
    crease = np.clip((near[:, 1] - near[:, 0]).reshape(half, half) * SMALL / 0.0005, 0, 1)
    return 1.1e-4 * np.kron(crease, np.ones((2, 2))).astype(np.float32) + 3e-5 * _noise(size, 14, 14)


@cache
def normal_map(fabric: str, repeats: int = 1) -> Image:
    """Tangent-space normals (+Y up) of a fabric, repeated to fill a tile of ``repeats`` small ones."""
    height = _height(fabric)
    # Central differences that wrap; rows run against v.
    step = 2.0 / DENSITY
    across = (np.roll(height, -1, axis=1) - np.roll(height, 1, axis=1)) / step
    up = (np.roll(height, 1, axis=0) - np.roll(height, -1, axis=0)) / step
    normal = np.stack([-across, -up, np.ones_like(height)], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    pixels = np.round((normal * 0.5 + 0.5) * 255).astype(np.uint8)
    return Image(name=f"{fabric.capitalize()} normals", pixels=np.tile(pixels, (repeats, repeats, 1)),
                 colorspace="Non-Color")


def color_map(fabric: str, pattern: str, color: np.ndarray, second: np.ndarray, seed: int) -> Image | None:
    """The tile's colours, or None where one colour says it all. ``color`` is the cloth, ``second`` the
    stripes, checks, dots or flowers."""
    if pattern in ("", "solid"):
        if fabric not in _OWN_COLOR:
            return None
        size = round(SMALL * DENSITY)
        linear = _OWN_COLOR[fabric](size, color)
    else:
        size = round(tile_size(pattern) * DENSITY)
        linear = PATTERNS[pattern](size, color.astype(np.float32), second.astype(np.float32), seed)
        if fabric in _OWN_COLOR:
            shade = _OWN_COLOR[fabric](round(SMALL * DENSITY), np.full(3, 0.5))
            repeats = size // len(shade)
            linear = linear * np.tile((shade / shade.mean())[..., 1:2], (repeats, repeats, 1))
    return Image(name=f"{(pattern or fabric).capitalize()} color", pixels=_bytes(linear))


def _bytes(linear: np.ndarray) -> np.ndarray:
    """sRGB bytes by table: the curve itself is slow over millions of texels."""
    table = srgb.to_bytes(np.linspace(0, 1, 8192))
    return table[(np.clip(linear, 0, 1) * 8191).astype(np.int16)]


def _mix(share: np.ndarray, color: np.ndarray, second: np.ndarray) -> np.ndarray:
    return color + share[..., None] * (second - color)


def _edge(signed: np.ndarray) -> np.ndarray:
    """0 to 1 over a texel and a half around zero; ``signed`` is a distance in metres."""
    return np.clip(signed * DENSITY / 1.5 + 0.5, 0, 1)


def _bands(at: np.ndarray, period: float, width: float) -> np.ndarray:
    """Share of bands ``width`` wide centred on multiples of ``period`` of a length ``at`` (metres)."""
    away = np.abs((at + period / 2) % period - period / 2)
    return _edge(width / 2 - away)


def _stripe(size: int, color: np.ndarray, second: np.ndarray, seed: int) -> np.ndarray:
    """Bands around the body."""
    _, v = _grid(size)
    return _mix(np.broadcast_to(_bands(v * SMALL, STRIPE, STRIPE / 2), (size, size)), color, second)


def _vertical(size: int, color: np.ndarray, second: np.ndarray, seed: int) -> np.ndarray:
    u, _ = _grid(size)
    return _mix(np.broadcast_to(_bands(u * SMALL, STRIPE / 2, STRIPE / 5), (size, size)), color, second)


def _pinstripe(size: int, color: np.ndarray, second: np.ndarray, seed: int) -> np.ndarray:
    u, _ = _grid(size)
    return _mix(np.broadcast_to(0.6 * _bands(u * SMALL, PINSTRIPE, 0.0014), (size, size)), color, second)


def _check(size: int, color: np.ndarray, second: np.ndarray, seed: int) -> np.ndarray:
    """Gingham: coloured and white threads in both directions, half mixed where they cross."""
    u, v = _grid(size)
    return _mix((_bands(u * SMALL, CHECK, CHECK / 2) + _bands(v * SMALL, CHECK, CHECK / 2)) / 2, second, color)


def _plaid(size: int, color: np.ndarray, second: np.ndarray, seed: int) -> np.ndarray:
    """A tartan: one symmetric sequence of dyed threads as warp and as weft, in a two-by-two twill."""
    dark, light = 0.12 * np.minimum(color, second) + 0.006, np.full(3, 0.62) * (0.6 + 0.4 * second / second.max())
    sett = np.empty((size, 3), dtype=np.float32)
    half = np.abs(np.linspace(-1, 1, size, endpoint=False) + 1 / size)
    for low, high, thread in ((0.0, 0.30, color), (0.30, 0.36, dark), (0.36, 0.40, color), (0.40, 0.46, dark),
                              (0.46, 0.70, second), (0.70, 0.725, light), (0.725, 0.96, second), (0.96, 1.01, dark)):
        sett[(half >= low) & (half < high)] = thread
    row, column = np.indices((size, size), sparse=True)
    warp = ((row + column) // 4 % 2 == 0)[..., None]
    return np.where(warp, sett[None], sett[:, None])


def _dots(size: int, color: np.ndarray, second: np.ndarray, seed: int) -> np.ndarray:
    """Staggered rows of dots."""
    u, v = _grid(size)
    share = np.zeros((size, size), dtype=np.float32)
    for shift in (0.0, DOTS / 2):
        x, y = ((at * SMALL + shift) % DOTS - DOTS / 2 for at in (u, v))
        share = np.maximum(share, _edge(0.0062 - np.hypot(x, y)))
    return _mix(share, color, second)


def _floral(size: int, color: np.ndarray, second: np.ndarray, seed: int) -> np.ndarray:
    """Flowers of five petals with leaves, scattered apart from each other."""
    rng = np.random.Generator(np.random.PCG64([seed & 0xFFFFFFFF, 31]))
    image = np.tile(color, (size, size, 1))
    leaf = np.array([0.05, 0.14, 0.045], dtype=np.float32) * (1.0 if color.mean() < 0.3 else 0.8)
    heart = np.array([0.55, 0.36, 0.05], dtype=np.float32)
    placed: list[np.ndarray] = []
    for _ in range(400):
        at, radius = rng.random(2) * LARGE, rng.uniform(0.008, 0.019)
        turn, tone = rng.uniform(0, 2 * np.pi), rng.uniform(0.8, 1.15)
        gaps = [np.abs((at - other[:2] + LARGE / 2) % LARGE - LARGE / 2) for other in placed]
        if any(np.hypot(*gap) < 1.25 * (radius + other[2]) for gap, other in zip(gaps, placed)):
            continue
        placed.append(np.array([*at, radius]))
        reach = int(1.5 * radius * DENSITY)
        span = np.arange(-reach, reach + 1)
        x, y = span[None] / DENSITY, span[:, None] / DENSITY
        angle, away = np.arctan2(y, x) + turn, np.hypot(x, y)
        rows = (round(at[1] * DENSITY) + span) % size
        columns = (round(at[0] * DENSITY) + span) % size
        patch = image[np.ix_(rows, columns)]
        leaves = _edge(radius * 1.4 * np.maximum(np.cos(1.5 * (angle + 0.4)), 0) ** 3 - away)
        petal = _edge(radius * (0.62 + 0.38 * np.abs(np.cos(2.5 * angle))) - away)
        depth = (0.72 + 0.28 * np.clip(away / radius, 0, 1))[..., None]
        patch = patch + leaves[..., None] * (leaf - patch)
        patch = patch + petal[..., None] * (second * tone * depth - patch)
        image[np.ix_(rows, columns)] = patch + _edge(0.24 * radius - away)[..., None] * (heart - patch)
    return image


def _camouflage(size: int, color: np.ndarray, second: np.ndarray, seed: int) -> np.ndarray:
    """Blotches of four shades printed over each other."""
    from scipy.ndimage import zoom

    image = np.tile(color, (size, size, 1))
    brown = color * 0.35 + np.array([0.020, 0.011, 0.005], dtype=np.float32)
    for number, (shade, level) in enumerate(((second, 0.45), (brown, 0.6), (0.10 * color + 0.006, 1.15))):
        # Smooth noise may be made coarse: its contours stay sharp when it is enlarged first.
        at = 100 * (seed & 0xFFFFFF) + number
        blotch = zoom(_noise(256, 3.4, at, (0.75, 1.25)) + 0.22 * _noise(256, 16, at + 50), size / 256, order=1,
                      mode="grid-wrap", grid_mode=True)
        image += np.clip((blotch - level) * 24, 0, 1)[..., None] * (shade - image)
    return image


def _denim(size: int, color: np.ndarray) -> np.ndarray:
    """A three-one twill: indigo warp on the face, white weft in every fourth place, uneven yarn worn pale."""
    u, v = _grid(size)
    weft = np.clip((np.sin(2 * np.pi * 80 * (u + v)) - 0.62) / 0.3, 0, 1)
    yarn = _noise(size, 90, 21, (1.0, 0.12))
    worn = np.clip(0.05 + 0.012 * _noise(size, 5, 22) + 0.04 * yarn, 0, 0.3)
    white = np.array([0.50, 0.49, 0.46])
    warp = _mix(worn, np.asarray(color), white * 0.8) * (1 + 0.12 * yarn)[..., None]
    return warp + (0.38 * weft)[..., None] * (white - warp)


def _heather(size: int, color: np.ndarray) -> np.ndarray:
    """Yarn of fibres of slightly different shades."""
    return np.asarray(color) * (1 + 0.09 * _noise(size, 100, 23) + 0.05 * _noise(size, 20, 24, (0.3, 2.0)))[..., None]


def _slubbed(size: int, color: np.ndarray) -> np.ndarray:
    """Thicker and thinner threads both ways."""
    threads = _noise(size, 60, 25, (0.1, 1.5)) + _noise(size, 60, 26, (1.5, 0.1))
    return np.asarray(color) * (1 + 0.06 * threads)[..., None]


def _hide(size: int, color: np.ndarray) -> np.ndarray:
    """Leather, darker in its creases and rubbed lighter in broad areas."""
    crease = np.clip(_height("leather") / 1.1e-4, 0, 1)
    return np.asarray(color) * ((0.84 + 0.16 * crease) * (1 + 0.05 * _noise(size, 4, 27)))[..., None]


_OWN_COLOR = {"denim": _denim, "wool": _heather, "knit": _heather, "linen": _slubbed, "leather": _hide}
PATTERNS = {"stripe": _stripe, "vertical-stripe": _vertical, "pinstripe": _pinstripe, "check": _check, "plaid": _plaid,
            "polka-dot": _dots, "floral": _floral, "camouflage": _camouflage}
