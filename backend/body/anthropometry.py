# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures of a body, and the solver from height, BMI and age to phenotype parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from . import hm08
from .anny_model import HEAVIEST, Phenotype, shape

#: Mean density of the body, kg/m3, as Anny's anthropometry assumes.
DENSITY = 980.0
#: Years -> Anny's age parameter (calibrated on WHO growth data for the young).
_YEARS = (0, 1, 3, 5, 8, 10, 12, 15, 18, 25, 40, 60, 80, 110)
_AGE = (0.0, 0.05, 0.16, 0.24, 0.33, 0.39, 0.47, 0.62, 0.77, 0.78, 0.80, 0.86, 0.94, 1.0)
#: Median standing height by age: WHO growth standards and reference (2006, 2007), adults NCD-RisC.
_HEIGHT_YEARS = (0, 1, 2, 3, 5, 8, 10, 12, 14, 16, 18, 20, 60, 80, 110)
_HEIGHT = {
    "male": (0.50, 0.76, 0.87, 0.96, 1.10, 1.27, 1.38, 1.49, 1.63, 1.73, 1.76, 1.77, 1.75, 1.71, 1.68),
    "female": (0.49, 0.74, 0.86, 0.95, 1.09, 1.27, 1.38, 1.51, 1.60, 1.625, 1.63, 1.64, 1.62, 1.58, 1.55),
}
_BMI_YEARS = (0, 1, 3, 5, 8, 10, 12, 14, 16, 18, 25, 45, 110)
_BMI = (13.5, 16.8, 15.6, 15.3, 15.8, 16.5, 17.6, 19.1, 20.4, 21.5, 22.5, 24.0, 24.0)


def age_parameter(years: float) -> float:
    """Anny's ``age`` for an age in years."""
    return float(np.interp(years, _YEARS, _AGE))


def median_height(years: float, gender: float) -> float:
    """Median standing height in metres; ``gender`` 0 is male, 1 female."""
    male, female = (float(np.interp(years, _HEIGHT_YEARS, _HEIGHT[sex])) for sex in ("male", "female"))
    return male + gender * (female - male)


def median_bmi(years: float) -> float:
    """Typical healthy body mass index in kg/m2."""
    return float(np.interp(years, _BMI_YEARS, _BMI))


@dataclass(frozen=True)
class Measures:
    """Standing height in metres, volume in m3 and body mass index in kg/m2."""

    height: float
    volume: float
    bmi: float


def measure(vertices: np.ndarray) -> Measures:
    """Measure shaped hm08 vertices (19158, 3): the body's closed surface by the divergence theorem."""
    body = vertices[slice(*hm08.BODY)]
    height = float(np.ptp(body[:, 2]))
    faces = hm08.base_mesh().faces["body"]
    centred = body - body.mean(axis=0)
    a, b, c, d = (centred[faces[:, corner]] for corner in range(4))
    # Tetrahedra (0, a, b, c) and (0, a, c, d) share the determinant's factors.
    volume = abs(float(np.einsum("ij,ij->", np.cross(a, b) + np.cross(d, a), c))) / 6.0
    return Measures(height, volume, volume * DENSITY / height**2)


@dataclass(frozen=True)
class Solution:
    """Parameters, the measures they reach, and a sentence when the target is out of reach."""

    phenotype: Phenotype
    measures: Measures
    note: str = ""


def solve(height: float, bmi: float, start: Phenotype, local: Mapping[str, float] | None = None,
          keep_muscle: bool = False) -> Solution:
    """Find height, weight and muscle so that the body stands ``height`` m tall with ``bmi`` kg/m2.

    Height answers almost linearly to its parameter. BMI rises along a path s in -1..2 HEAVIEST - 1:
    weight = (1 + s) / 2 while muscle fades to 0 towards both ends, since the heaviest and the thinnest
    bodies are the least muscular; with ``keep_muscle`` muscle stays while it can reach the BMI.
    The other fields of ``start`` are kept. Tolerances: 1 mm and 0.05 kg/m2.
    """
    goal = max(bmi, 1.0)

    def body(parameter: float, s: float, fade: float) -> tuple[Phenotype, Measures]:
        muscle = start.muscle * (1.0 - fade * min(abs(s), 1.0))
        phenotype = replace(start, height=parameter, weight=(1.0 + s) / 2.0, muscle=muscle)
        return phenotype, measure(shape(phenotype, local))

    h = start.height
    fade = 0.0 if keep_muscle else 1.0
    if keep_muscle:
        # A woman is only that muscular and that heavy beyond the usual weights, short of obesity.
        end = 2 * HEAVIEST - 1 if goal < 30 else 1.0
        low, high = body(h, -1.0, fade)[1].bmi, body(h, end, fade)[1].bmi
        fade = 0.0 if low <= goal <= high else 1.0
    s = 0.0
    phenotype, reached = body(h, s, fade)
    slope = 3.2 * median_height(20, start.gender) / 1.76 * max(reached.height / 1.8, 0.2) / 2.9
    for _ in range(12):
        if abs(reached.height - height) <= 1e-3 and abs(reached.bmi - goal) <= 0.05:
            break
        h_next = min(max(h + (height - reached.height) / max(slope, 0.05), 0.0), 1.0)
        _, moved = body(h_next, s, fade)
        if abs(h_next - h) > 1e-6:
            slope = (moved.height - reached.height) / (h_next - h)
        h = h_next
        s = _bisect(lambda value, at=h: body(at, value, fade)[1].bmi - goal, -1.0, 2 * HEAVIEST - 1, s)
        phenotype, reached = body(h, s, fade)
        if h in (0.0, 1.0) and abs(reached.bmi - goal) <= 0.05:
            break
    return Solution(phenotype, reached, _note(height, bmi, reached))


def _bisect(function, low: float, high: float, guess: float) -> float:
    """Zero of a rising function by the Illinois variant of regula falsi; the nearer end without one."""
    f_guess = function(guess)
    if abs(f_guess) < 0.01:
        return guess
    low, f_low, high, f_high = (low, function(low), guess, f_guess) if f_guess > 0 else (
        guess, f_guess, high, function(high))
    if f_low >= 0:
        return low
    if f_high <= 0:
        return high
    for _ in range(20):
        middle = (low * f_high - high * f_low) / (f_high - f_low)
        f_middle = function(middle)
        if abs(f_middle) < 0.01:
            return middle
        if f_middle > 0:
            high, f_high, f_low = middle, f_middle, f_low / 2
        else:
            low, f_low, f_high = middle, f_middle, f_high / 2
    return middle


def _note(height: float, bmi: float, reached: Measures) -> str:
    parts = []
    if abs(reached.height - height) > 0.01:
        parts.append(f"{height:.2f} m tall became {reached.height:.2f} m")
    if abs(reached.bmi - bmi) > 0.5:
        parts.append(f"a BMI of {bmi:.1f} became {reached.bmi:.1f}")
    return f"The body model cannot reach this at that age: {' and '.join(parts)}." if parts else ""
