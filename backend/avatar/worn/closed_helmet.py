# SPDX-License-Identifier: GPL-3.0-or-later
"""The closed shell of a helmet: a superellipsoid about the head, narrower at the jaw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from protocol.assets import Mesh


@dataclass(frozen=True)
class ClosedHelmet:
    """A shell of ``half`` sizes (3,) about ``centre`` (3,), metres. Exponents: of its outline seen from above,
    ``across`` and ``along`` the head, of its width by height, ``wide``, and of its height, ``up``. It is narrower by
    ``jaw`` at its lowest, coming in as the ``turn``-th power, and by the share ``deep`` of that in depth."""

    centre: np.ndarray
    half: np.ndarray
    across: float
    along: float
    wide: float
    up: float
    jaw: float
    turn: float
    deep: float = 1.0

    def surface(self, a: np.ndarray, b: np.ndarray, grow: float = 0.0) -> np.ndarray:
        """Points (..., 3) at angles ``a`` from the top and azimuths ``b``, ``grow`` metres outside of the shell."""
        s, k = np.sin(a), np.cos(a)
        width, depth = self._sizes(np.sign(s) * np.abs(s) ** self.wide, k)
        x, y = np.sin(b), -np.cos(b)
        unit = np.stack([np.sign(x) * np.abs(x) ** self.across * width, np.sign(y) * np.abs(y) ** self.along * depth,
                         np.sign(k) * np.abs(k) ** self.up + 0 * b], axis=-1)
        return np.asarray(self.centre + unit * (self.half + grow))

    def encloses(self, points: np.ndarray, grow: float = 0.0) -> np.ndarray:
        """Which of ``points`` (N, 3) lie within the shell or less than ``grow`` metres outside of it."""
        x, y, z = ((points - self.centre) / (self.half + grow)).T
        k = np.sign(z) * np.abs(z).clip(0, 1) ** (1 / self.up)
        width, depth = self._sizes((1 - k**2) ** (self.wide / 2), k)
        within = (np.abs(x / np.maximum(width, 1e-9)) ** (2 / self.across)
                  + np.abs(y / np.maximum(depth, 1e-9)) ** (2 / self.along) < 1)
        return np.asarray(within & (np.abs(z) < 1))

    def _sizes(self, r: np.ndarray, k: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Width and depth, as shares of the half sizes, where the cosine from the top is ``k``."""
        jaw = 1 - self.jaw * np.clip(-k, 0, 1) ** self.turn
        return r * jaw, r * (1 - self.deep + self.deep * jaw)


def hide(mesh: Mesh, within: np.ndarray) -> None:
    """Mark as hidden (in place) the vertices of a mesh that are ``within`` (N,) something, beside those that are."""
    mask = within.astype(np.uint8)
    mesh.hidden = mask if mesh.hidden is None else np.maximum(mesh.hidden, mask)
