# SPDX-License-Identifier: GPL-3.0-or-later
"""The shape of a body model that is as tall and as heavy as a spec says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backend.body.anthropometry import DENSITY

from .model import BodyModel

#: What one unit of a residual is: metres, kg/m2, and standard deviations of the model's own shapes.
_HEIGHT, _BMI, _USUAL = 0.002, 0.1, 8.0
#: Farthest that a shape component goes, in standard deviations: beyond, bodies fall apart.
LIMIT = 4.5


@dataclass(frozen=True)
class Fit:
    """Betas (B,), the vertices they give (V, 3), and what could not be reached."""

    betas: np.ndarray
    vertices: np.ndarray
    height: float
    bmi: float
    note: str = ""


def measures(model: BodyModel, vertices: np.ndarray) -> tuple[float, float]:
    """(standing height in metres, body mass index in kg/m2): the volume by the divergence theorem."""
    height = float(np.ptp(vertices[:, 1]))
    a, b, c = (vertices[model.faces[:, corner]] - vertices.mean(axis=0) for corner in range(3))
    volume = abs(float(np.einsum("ij,ij->", np.cross(a, b), c))) / 6.0
    return height, volume * DENSITY / max(height, 1e-6) ** 2


def fit(model: BodyModel, height: float, bmi: float, seed: int = 0, individuality: float = 0.0) -> Fit:
    """The most usual body of ``height`` metres and ``bmi``: betas by least squares on both, held near a draw from the
    seed (``individuality`` standard deviations around the mean). A height that no usual body has is reached by scaling.
    """
    from scipy.optimize import least_squares

    count = model.shapes.shape[2]
    rng = np.random.Generator(np.random.PCG64([seed & 0xFFFFFFFF, 41]))
    drawn = np.clip(rng.normal(size=count), -2, 2) * individuality

    def residuals(betas: np.ndarray) -> np.ndarray:
        tall, heavy = measures(model, model.shaped(betas))
        return np.concatenate([[(tall - height) / _HEIGHT, (heavy - bmi) / _BMI], (betas - drawn) / _USUAL])

    found = least_squares(residuals, drawn, bounds=(-LIMIT, LIMIT), max_nfev=40, diff_step=1e-3)
    vertices = model.shaped(found.x)
    tall, heavy = measures(model, vertices)
    notes = []
    if abs(tall - height) > 0.01:
        notes.append(f"the nearest a usual {model.kind} body comes is {tall:.2f} m; it was scaled to {height:.2f} m")
        vertices = vertices * (height / max(tall, 1e-6))
        tall, heavy = measures(model, vertices)
    if abs(heavy - bmi) > 0.5:
        notes.append(f"a BMI of {bmi:.1f} became {heavy:.1f}")
    note = f"Not all of the figure could be reached: {'; '.join(notes)}." if notes else ""
    return Fit(found.x, vertices, tall, heavy, note)
