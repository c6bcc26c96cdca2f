# SPDX-License-Identifier: GPL-3.0-or-later
"""Small pictures of a clip: a figure of rounded limbs on a light ground, with earlier poses behind it.

The left side is blue, the right side orange, so that a mirrored clip shows. Somebody who travels is seen
from the side, at three moments along the way; otherwise at the pose that differs most from the others.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from backend.motion.body import Body, body_of
from backend.motion.clip import Clip, canonical
from backend.motion.clip_ops import heading
from backend.motion.editing.contacts import ground
from backend.motion.kinematics import rotation_x, rotation_z, transform
from backend.motion.skeleton import ANKLES, ELBOWS, HIPS, INDEX, KNEES, PARENTS, SHOULDERS, TOES, WRISTS, make_skeleton

SIZE = 128
#: Pixels are drawn so many times finer, then averaged.
_FINER = 4
_SKY, _FLOOR, _SHADOW = (246, 245, 242), (231, 229, 224), (120, 116, 108)
_LEFT, _RIGHT, _MIDDLE, _RIM = (58, 116, 196), (226, 120, 44), (62, 68, 82), (250, 249, 246)
#: Travel (m) from which somebody is shown along the way, and the most that fits into a picture.
_TRAVELS, _SHOWN = 0.7, 1.7
#: Long clips are looked at in about so many moments.
_FRAMES = 200


def draw(clip: Clip, size: int = SIZE) -> Image.Image:
    """A square RGBA picture of ``clip``."""
    own = _thinned(clip)
    clip = _ordinary(own)
    moments, travels = _moments(clip)
    places = clip.positions()[moments]
    # As far above the floor as the clip's own body is, whatever bears it.
    lowest = own.positions()[moments][..., 2].min(axis=1) - ground(own).height
    places[..., 2] += (lowest - places[..., 2].min(axis=1))[:, None]
    view = _camera(clip, places, moments, travels)
    flat = [transform(view, each) for each in places]
    tips = [transform(view, each) for each in _ends(clip, moments, places)]
    shown = np.concatenate([np.concatenate(flat), np.concatenate(tips)])
    scale, shift = _fit(shown, size * _FINER)

    def pixel(points: np.ndarray) -> np.ndarray:
        """(N, 3) in view space -> (N, 2) pixels, y downwards."""
        return np.stack([points[:, 0], -points[:, 2]], -1) * scale + shift

    canvas = _backdrop(size * _FINER, pixel(transform(view, _feet_centre(places)))[:, 1].max())
    _shadows(canvas, [pixel(transform(view, _grounded(each))) for each in places], places[..., 2], scale)
    for index, (joints, ends) in enumerate(zip(flat, tips)):
        last = index == len(flat) - 1
        strength = 1.0 if last else 0.26 + 0.24 * (index / max(len(flat) - 1, 1) if travels else 0.0)
        _figure(canvas, pixel(joints), joints[:, 1], pixel(ends), scale, strength)
    return canvas.resize((size, size), Image.Resampling.LANCZOS)


def png(clip: Clip) -> bytes:
    """The picture of ``clip`` as a PNG file."""
    stream = io.BytesIO()
    draw(clip).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def pixels(data: bytes, size: int = SIZE) -> np.ndarray:
    """(size, size, 4) uint8 of a PNG from :func:`png`."""
    with Image.open(io.BytesIO(data)) as image:
        picture = image.convert("RGBA")
        if picture.size != (size, size):
            picture = picture.resize((size, size), Image.Resampling.LANCZOS)
        return np.asarray(picture, np.uint8)


def _thinned(clip: Clip) -> Clip:
    """Few enough frames to choose from."""
    step = max(1, len(clip) // _FRAMES)
    return replace(clip, fps=clip.fps / step, rotations=clip.rotations[::step], root=clip.root[::step], contacts=None,
                   hands=None)


@lru_cache(maxsize=1)
def _body() -> Body:
    return canonical(body_of(make_skeleton()))


def _ordinary(clip: Clip) -> Clip:
    """The same turns of the joints on an ordinary body: rigs with dwarfs' legs or insects' hips say nothing about
    the movement."""
    body = _body()
    return replace(clip, body=body, root=clip.root * (body.leg / max(clip.body.leg, 1e-3)))


def _moments(clip: Clip) -> tuple[list[int], bool]:
    """Frames to show, the main one last, and whether they lie along a way."""
    path = clip.root[:, :2]
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    count = len(clip)
    if np.linalg.norm(path - path[0], axis=1).max() >= _TRAVELS and along[-1] >= _TRAVELS:
        start = max(0.0, 0.5 * along[-1] - _SHOWN / 2)
        stop = min(along[-1], start + _SHOWN)
        chosen = [int(np.searchsorted(along, each)) for each in np.linspace(start, stop, 3)]
        return [min(each, count - 1) for each in chosen], True
    local = clip.positions() - clip.root[:, None]
    local[..., 2] += clip.root[:, None, 2]
    sample = np.unique(np.linspace(0, count - 1, min(count, 60)).astype(int))
    poses = local[sample].reshape(len(sample), -1)
    # Standing with hanging arms says little: what is farthest from it shows what is done.
    turns = rotation_z(heading(clip)[sample])
    standing = np.einsum("tij,kj->tki", turns, _standing(clip)).reshape(len(sample), -1)
    main = int(np.linalg.norm(poses - standing, axis=1).argmax())
    other = int(np.linalg.norm(poses - poses[main], axis=1).argmax())
    return ([int(sample[other]), int(sample[main])] if len(sample) > 1 else [int(sample[main])]), False


def _standing(clip: Clip) -> np.ndarray:
    """(22, 3) joints of somebody who stands with hanging arms at the origin."""
    offsets = clip.body.offsets.copy()
    for side in (0, 1):
        for joint in (ELBOWS[side], WRISTS[side]):
            offsets[joint] = (0.0, 0.0, -np.linalg.norm(offsets[joint]))
    places = np.zeros((len(PARENTS), 3))
    places[0, 2] = clip.body.hip_height + clip.body.hip_drop
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            places[joint] = places[parent] + offsets[joint]
    return places


def _camera(clip: Clip, places: np.ndarray, moments: Sequence[int], travels: bool) -> np.ndarray:
    """(3, 3) world -> view: x to the right, y away, z up."""
    facing = float(heading(clip)[moments[-1]])
    azimuth = math.radians(32)
    if travels:
        way = places[-1, 0, :2] - places[0, 0, :2]
        # Across the picture, from the side on which more of the front is seen.
        course = math.atan2(way[0], -way[1])
        azimuth = math.radians(62)
        if math.cos(course - facing) < 0:
            azimuth = math.radians(118)
        facing = course if abs(math.sin(course - facing)) < 0.7 else facing - azimuth + math.radians(15)
    return rotation_x(math.radians(14)) @ rotation_z(-facing + azimuth)


def _ends(clip: Clip, moments: Sequence[int], places: np.ndarray) -> np.ndarray:
    """(N, 5, 3) top of the head, tips of both hands, tips of both feet."""
    turns = clip.global_rotations()[list(moments)]
    result = np.empty((len(moments), 5, 3))
    arm = clip.body.arm
    result[:, 0] = places[:, INDEX["head"]] + transform(turns[:, INDEX["head"]], np.array([0, -0.01, 0.15]))
    for side, sign in ((0, 1.0), (1, -1.0)):
        hand = np.array([sign * 0.28 * arm, 0.0, 0.0])
        result[:, 1 + side] = places[:, WRISTS[side]] + transform(turns[:, WRISTS[side]], hand)
        result[:, 3 + side] = places[:, TOES[side]] + transform(turns[:, TOES[side]],
                                                                clip.body.toe_tip[side] * [1, 1, 0])
    return result


def _fit(points: np.ndarray, size: int) -> tuple[float, np.ndarray]:
    """(pixels a metre, (2,) shift) that bring view points (N, 3) into a square with a margin."""
    low, high = points[:, [0, 2]].min(0) - 0.10, points[:, [0, 2]].max(0) + 0.10
    span = max(high[0] - low[0], high[1] - low[1], 1.3)
    scale = 0.94 * size / span
    centre = (low + high) / 2
    # Someone low stays on the ground of the picture.
    middle = max(centre[1], low[1] + 0.42 * span) if high[1] - low[1] < 0.84 * span else centre[1]
    return float(scale), np.array([size / 2 - centre[0] * scale, size / 2 + middle * scale])


def _backdrop(size: int, horizon: float) -> Image.Image:
    """Light, a little darker below: the floor begins behind the feet, without an edge."""
    rows = np.clip((np.arange(size) - (horizon - 0.20 * size)) / (0.22 * size), 0, 1)
    share = (rows * rows * (3 - 2 * rows))[:, None, None]
    colors = (1 - share) * np.array(_SKY) + share * np.array(_FLOOR)
    plane = np.broadcast_to(np.round(colors), (size, size, 3)).astype(np.uint8)
    return Image.fromarray(plane).convert("RGBA")


def _feet_centre(places: np.ndarray) -> np.ndarray:
    """(N, 3) on the floor below the feet."""
    return places[:, [*ANKLES, *TOES]].mean(1) * [1, 1, 0]


def _grounded(joints: np.ndarray) -> np.ndarray:
    """(22, 3) joints put down on the floor."""
    return joints * [1, 1, 0]


def _shadows(canvas: Image.Image, figures: Sequence[np.ndarray], heights: np.ndarray, scale: float) -> None:
    """A soft shadow under every figure, fainter below what is high up."""
    mask = Image.new("L", canvas.size, 0)
    pen = ImageDraw.Draw(mask)
    for index, dots in enumerate(figures):
        strength = 150 if index == len(figures) - 1 else 70
        for joint, radius in ((INDEX["head"], 0.10), (INDEX["spine3"], 0.14), (0, 0.17),
                              *((each, 0.11) for each in ANKLES), *((each, 0.09) for each in TOES)):
            x, y = dots[joint]
            r = radius * scale
            near = min(max((1.5 - heights[index, joint]) / 1.2, 0.0), 1.0)
            pen.ellipse((x - r, y - 0.34 * r, x + r, y + 0.34 * r), fill=round(strength * near))
    mask = mask.filter(ImageFilter.GaussianBlur(0.035 * scale))
    canvas.paste(Image.new("RGBA", canvas.size, (*_SHADOW, 255)), (0, 0), mask)


_Bone = tuple[int, int, float, float]
#: Parts of the body as chains of (first joint, second joint, radius there, radius here) and a side; joints 22..
#: are the ends of :func:`_ends`. The rim is drawn round a whole part.
_PARTS: tuple[tuple[tuple[_Bone, ...], int], ...] = (
    *((((HIPS[s], KNEES[s], 0.074, 0.052), (KNEES[s], ANKLES[s], 0.052, 0.036), (ANKLES[s], TOES[s], 0.040, 0.036),
        (TOES[s], 25 + s, 0.036, 0.028)), s) for s in (0, 1)),
    *((((SHOULDERS[s], ELBOWS[s], 0.052, 0.040), (ELBOWS[s], WRISTS[s], 0.040, 0.030),
        (WRISTS[s], 23 + s, 0.036, 0.026)), s) for s in (0, 1)),
    ((*((INDEX["spine3"], SHOULDERS[s], 0.085, 0.054) for s in (0, 1)), *((0, HIPS[s], 0.095, 0.078) for s in (0, 1)),
     (0, INDEX["spine1"], 0.105, 0.095), (INDEX["spine1"], INDEX["spine2"], 0.095, 0.098),
     (INDEX["spine2"], INDEX["spine3"], 0.098, 0.110), (INDEX["spine3"], INDEX["neck"], 0.085, 0.048),
     (INDEX["neck"], INDEX["head"], 0.045, 0.045)), 2))


def _figure(canvas: Image.Image, dots: np.ndarray, depth: np.ndarray, ends: np.ndarray, scale: float,
            strength: float) -> None:
    """One pose, far parts first; ``strength`` below 1 lets the ground through."""
    layer = Image.new("RGBA", canvas.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    points = np.concatenate([dots, ends])
    away = np.concatenate([depth, [depth[INDEX["head"]], *depth[list(WRISTS)], *depth[list(TOES)]]])
    trunk = float(away[[0, INDEX["spine3"]]].mean())
    pieces: list[tuple[float, int]] = []
    for index, (bones, _) in enumerate(_PARTS):
        # Arms and legs count from their middle, so that what reaches forward lies in front.
        pieces.append((float(np.mean([away[b] for _, b, *_ in bones[:2]])) if index < 4 else trunk, index))
    pieces.append((float(away[INDEX["head"]]) - 0.02, -1))
    for distance, index in sorted(pieces, reverse=True):
        # What is farther away is paler.
        tint = float(np.clip(0.08 + 0.6 * (distance - trunk), 0.0, 0.34))
        if index < 0:
            centre = points[INDEX["head"]] * 0.45 + points[22] * 0.55
            limbs = [(centre, centre, 0.115, 0.115)]
            color = _tinted(_MIDDLE, tint)
        else:
            bones, side = _PARTS[index]
            limbs = [(points[a], points[b], thick, thin) for a, b, thick, thin in bones]
            color = _tinted((_LEFT, _RIGHT, _MIDDLE)[side], tint)
        for rim, fill in ((0.014, _RIM), (0.0, color)):
            for start, end, thick, thin in limbs:
                _blob(pen, start, end, (thick + rim) * scale, (thin + rim) * scale, fill)
    if strength < 1:
        layer.putalpha(layer.getchannel("A").point([round(each * strength) for each in range(256)]))
    canvas.alpha_composite(layer)


def _tinted(color: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    """``color`` mixed with the sky."""
    r, g, b = (round((1 - share) * own + share * sky) for own, sky in zip(color, _SKY))
    return r, g, b


def _blob(pen: ImageDraw.ImageDraw, start: np.ndarray, end: np.ndarray, thick: float, thin: float,
          color: tuple[int, int, int]) -> None:
    """A tapered, rounded limb."""
    fill = (*color, 255)
    for centre, radius in ((start, thick), (end, thin)):
        pen.ellipse((centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius), fill=fill)
    span = end - start
    length = float(np.linalg.norm(span))
    if length > 1e-6:
        across = np.array([-span[1], span[0]]) / length
        corners = [start + across * thick, end + across * thin, end - across * thin, start - across * thick]
        pen.polygon([(float(x), float(y)) for x, y in corners], fill=fill)
