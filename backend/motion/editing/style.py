# SPDX-License-Identifier: GPL-3.0-or-later
"""How a clip is moved, changed by words: larger, faster, tired, proudly.

The dimensions are those of :mod:`backend.motion.style`, which the procedural actions use. Amplitudes are
excursions about the slowly changing mean pose; postures are added to every frame; then the feet are held.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.engine import EngineError
from backend.motion.clip import Clip
from backend.motion.clip_ops import retime, smooth_path
from backend.motion.editing.cleanup import hold
from backend.motion.editing.contacts import ground, with_contacts
from backend.motion.kinematics import continuous
from backend.motion.lexicon import INTENSITIES, PACES, STYLE_WORDS
from backend.motion.quaternions import conjugate, exponential, logarithm, multiply
from backend.motion.skeleton import ANKLES, HIPS, INDEX, KNEES
from backend.motion.style import NEUTRAL, STYLES, Style, blend

#: Seconds over which the mean pose of a clip changes.
_SLOW = 2.0
#: Share of the chest's bow that the arms do not follow.
_HANG = 0.8
#: Comparative words: (dimension, factor).
_COMPARATIVES: dict[str, tuple[str, float]] = {
    "larger": ("amplitude", 1.35), "bigger": ("amplitude", 1.35), "wider": ("amplitude", 1.3),
    "exaggerated": ("amplitude", 1.6), "expansive": ("amplitude", 1.4), "smaller": ("amplitude", 0.7),
    "subtler": ("amplitude", 0.6), "restrained": ("amplitude", 0.65), "faster": ("tempo", 1.3),
    "quicker": ("tempo", 1.3), "slower": ("tempo", 0.75), "hasty": ("tempo", 1.3), "bouncier": ("bounce", 1.5),
    "stiffer": ("amplitude", 0.75), "longer steps": ("stride", 1.2), "shorter steps": ("stride", 0.8),
}
_DEGREES = {"much": 1.6, "very": 1.5, "far": 1.6, "extremely": 1.9, "slightly": 0.45, "little": 0.5, "bit": 0.5,
            "somewhat": 0.7, "more": 1.0, "really": 1.5, "less": -0.7}
_FILLERS = {"a", "an", "and", "but", "in", "the", "way", "manner", "make", "it", "with", "as", "if", "move", "moves"}
#: Joints whose amplitude is the arms'; the rest of the upper body follows ``amplitude`` alone.
_ARMS = [INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("collar", "shoulder", "elbow", "wrist")]
_TRUNK = [INDEX[name] for name in ("spine1", "spine2", "spine3", "neck", "head")]
_LEGS = [*HIPS, *KNEES, *ANKLES]


def style_of(words: str) -> tuple[Style, list[str]]:
    """The style that ``words`` ask for, and the words not understood. Degrees such as "slightly" or "much" hold for
    the next word."""
    style, missed, strength = NEUTRAL, [], 1.0
    text = words.lower()
    tokens = re.findall(r"[a-z]+", text)
    position = 0
    while position < len(tokens):
        for length in (4, 3, 2, 1):
            phrase = " ".join(tokens[position:position + length])
            if position + length <= len(tokens) and (found := _meaning(phrase, strength)) is not None:
                style, strength = _combined(style, found), 1.0
                position += length
                break
        else:
            word = tokens[position]
            if word in _DEGREES:
                strength *= _DEGREES[word]
            elif word not in _FILLERS:
                missed.append(word)
            position += 1
    return style, missed


def _meaning(phrase: str, strength: float) -> Style | None:
    if phrase in _COMPARATIVES:
        name, factor = _COMPARATIVES[phrase]
        return replace(NEUTRAL, **{name: factor**strength})
    if phrase in PACES:
        return replace(NEUTRAL, tempo=PACES[phrase]**strength)
    if phrase in STYLE_WORDS:
        return blend({STYLE_WORDS[phrase]: strength})
    if phrase in STYLES:
        return blend({phrase: strength})
    if phrase in INTENSITIES and phrase not in _DEGREES:
        return replace(NEUTRAL, amplitude=INTENSITIES[phrase]**strength)
    return None


def _combined(first: Style, second: Style) -> Style:
    factors = {item.name for item in fields(Style) if item.default == 1.0}
    return Style(**{item.name: getattr(first, item.name) * getattr(second, item.name) if item.name in factors
                    else getattr(first, item.name) + getattr(second, item.name) for item in fields(Style)})


def by_words(clip: Clip, words: str) -> Clip:
    """``clip`` as ``words`` say; raises :class:`EngineError` when none of them means anything here."""
    style, missed = style_of(words)
    if style == NEUTRAL and missed:
        raise EngineError(f"{words!r} says nothing about how to move.",
                          "Say for example: larger, faster, slightly slower, tired, proud, sneaking.",
                          "invalid_parameter")
    return stylise(clip, style)


def stylise(clip: Clip, style: Style) -> Clip:
    """``clip`` in a ``style``: excursions scaled, posture added, path and time scaled, feet held."""
    if style == NEUTRAL:
        return clip
    velocity = ground(clip).velocity * style.tempo * style.stride
    clip = retime(with_contacts(clip), style.tempo)
    arms = _scaled(clip, _ARMS, style.amplitude * style.arm_swing)
    trunk = _scaled(clip, _TRUNK, style.amplitude)
    legs = _scaled(clip, _LEGS, style.stride)
    rotations = clip.rotations.copy()
    rotations[:, _ARMS], rotations[:, _TRUNK], rotations[:, _LEGS] = arms, trunk, legs
    root = _path(clip, style)
    result = _postured(replace(clip, rotations=continuous(rotations), root=root), style)
    return hold(result, velocity, follow=False)


def _scaled(clip: Clip, joints: list[int], factor: float) -> np.ndarray:
    """(T, J, 4) rotations of ``joints``, ``factor`` times as far from their slow mean."""
    values = clip.rotations[:, joints]
    if abs(factor - 1) < 1e-9:
        return values
    if clip.loop:
        mean = np.broadcast_to(values.mean(axis=0, keepdims=True), values.shape)
    else:
        mean = gaussian_filter1d(values, _SLOW / 2.355 * clip.fps, axis=0, mode="nearest")
    mean = mean / np.linalg.norm(mean, axis=-1, keepdims=True)
    return multiply(mean, exponential(factor * logarithm(multiply(conjugate(mean), values))))


def _path(clip: Clip, style: Style) -> np.ndarray:
    root = clip.root.copy()
    middle = smooth_path(clip)
    sway = root[:, :2] - middle
    root[:, :2] = middle[0] + style.stride * (middle - middle[0]) + style.sway * sway
    if clip.loop and len(clip) > 2:
        height = float(root[:, 2].mean())
    else:
        height = gaussian_filter1d(root[:, 2], _SLOW / 2.355 * clip.fps, mode="nearest")
    grounded = np.minimum(style.bounce, 1.6)
    root[:, 2] = height + grounded * (root[:, 2] - height) - style.crouch * clip.body.leg
    return root


def _postured(clip: Clip, style: Style) -> Clip:
    """Angles of :class:`~backend.motion.style.Style` added: about the parent's axes, as in backend.motion.pose."""
    rotations = clip.rotations.copy()

    def turn(joint: str, axis: int, degrees: float, before: bool = False) -> None:
        vector = np.zeros(3)
        vector[axis] = np.radians(degrees)
        step = np.broadcast_to(exponential(vector), (len(rotations), 4))
        index = INDEX[joint]
        rotations[:, index] = (multiply(step, rotations[:, index]) if before
                               else multiply(rotations[:, index], step))

    for joint in ("spine1", "spine2", "spine3"):
        turn(joint, 0, (style.chest + style.lean) / 3)
    for joint in ("neck", "head"):
        turn(joint, 0, style.head / 2)
    for side, sign in (("left", 1.0), ("right", -1.0)):
        turn(f"{side}_collar", 1, -sign * style.shoulders_up, before=True)
        turn(f"{side}_collar", 2, -sign * style.shoulders_forward, before=True)
        turn(f"{side}_shoulder", 1, -sign * style.abduct, before=True)
        # Arms hang down also from a bowed chest.
        turn(f"{side}_shoulder", 0, -style.arm_forward - _HANG * (style.chest + style.lean), before=True)
        turn(f"{side}_elbow", 2, -sign * style.elbow)
    return replace(clip, rotations=continuous(rotations))
