# SPDX-License-Identifier: GPL-3.0-or-later
"""Collars raised from a garment's neck edge: shirt collars with points, turned jacket collars, high necks, hoods.

A collar is a list of sheets. Each sheet has rings of points (R, N, 3), for each of the N columns the place of the
neck edge it grows from, and whether it goes all round.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .drape_body import Body
from .easing import smoothstep

#: Where collars rise to: upwards, leaning forward as necks do.
UP = np.array([0.0, -0.22, 0.975])


@dataclass(frozen=True)
class Sheet:
    rings: np.ndarray
    columns: np.ndarray
    closed: bool


def raised(kind: str, edge: np.ndarray, closed: bool, body: Body, clearance: float) -> list[Sheet]:
    """The sheets of a collar on the neck edge (N, 3); the edge runs all round or from front to front."""
    return {"stand": _stand, "shirt": _shirt, "jacket": _jacket, "high": _high, "hood": _hood}[kind](
        edge, closed, body, clearance)


def _frame(edge: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Outward directions (N, 3) and the angle from the front (N,), to the left positive."""
    middle = np.array([0.0, 0.5 * (edge[:, 1].min() + edge[:, 1].max()), 0.0])
    out = (edge - middle) * [1.0, 1.0, 0.0]
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    return out, np.arctan2(out[:, 0], -out[:, 1])


def _stand(edge: np.ndarray, closed: bool, body: Body, clearance: float) -> list[Sheet]:
    """A band that stands, open at the throat."""
    out, angle = _frame(edge)
    height = (1.0 - 0.75 * np.exp(-((angle / 0.28) ** 2)))[:, None]
    rings = [edge + rise * height * UP + spread * height * out
             for rise, spread in ((0.0, 0.0), (0.012, 0.000), (0.024, 0.002), (0.034, 0.006))]
    return [Sheet(np.stack(rings), np.arange(len(edge)), closed)]


def _order(angle: np.ndarray, gap: float) -> np.ndarray:
    """Columns from the right front over the nape to the left front, without those nearer to the front than ``gap``."""
    turn = np.where(angle < 0, angle + 2 * np.pi, angle)
    order = np.argsort(turn, kind="stable")
    return order[np.abs(angle[order]) > gap]


def _shirt(edge: np.ndarray, closed: bool, body: Body, clearance: float) -> list[Sheet]:
    """A band about the neck, and leaves that fall from it to points at the front."""
    out, angle = _frame(edge)
    high = (0.024 + 0.009 * smoothstep((np.abs(angle) - 0.3) / 1.5))[:, None]
    low = np.stack([edge, edge + 0.5 * high * UP + 0.001 * out, edge + high * UP + 0.002 * out])
    low[1:] = [body.push_out(ring, 0.003) for ring in low[1:]]
    columns = _order(angle, 0.05)
    top, o, a = low[-1][columns], out[columns], angle[columns]
    front = smoothstep((0.95 - np.abs(a)) / 0.8)[:, None]
    length = 0.039 + 0.036 * front
    aside = np.sign(a)[:, None] * np.array([1.0, 0.0, 0.0]) * 0.022 * np.exp(-((a / 0.5) ** 2))[:, None]
    rings = [top, top + 0.002 * UP + 0.003 * o]
    for share in (0.3, 0.65, 1.0):
        ring = top + (0.006 + 0.006 * share) * o - share * length * UP + share * aside
        rings.append(body.push_out(ring, clearance + 0.005))
    return [Sheet(low, np.arange(len(edge)), closed), Sheet(np.stack(rings), columns, False)]


def _jacket(edge: np.ndarray, closed: bool, body: Body, clearance: float) -> list[Sheet]:
    """A collar that is turned over all round and ends above the lapels."""
    out, angle = _frame(edge)
    columns = _order(angle, 0.30)
    e, o, a = edge[columns], out[columns], angle[columns]
    back = smoothstep((np.abs(a) - 0.5) / 1.6)[:, None]
    high = 0.006 + 0.020 * back
    rings = [e, e + high * UP + 0.002 * o, e + (high + 0.002) * UP + 0.006 * o]
    length = 0.040 + 0.012 * (1 - back)
    for share in (0.3, 0.65, 1.0):
        ring = e + (high + 0.001 - share * (length + high * 0.6)) * UP + (0.010 + 0.018 * share) * o
        rings.append(body.push_out(ring, clearance + 0.0065))
    return [Sheet(np.stack(rings), columns, False)]


def _high(edge: np.ndarray, closed: bool, body: Body, clearance: float) -> list[Sheet]:
    """Up the neck and turned over."""
    out, _ = _frame(edge)
    rings = [edge]
    for rise in (0.018, 0.036, 0.054, 0.066):
        rings.append(body.push_out(edge + rise * UP - 0.012 * rise / 0.066 * out, 0.0045))
    top = rings[-1]
    rings.append(top + 0.002 * UP + 0.005 * out)
    for down in (0.016, 0.034, 0.050):
        rings.append(body.push_out(top - down * UP + (0.007 + 0.05 * down) * out, 0.0105))
    return [Sheet(np.stack(rings), np.arange(len(edge)), closed)]


def _hood(edge: np.ndarray, closed: bool, body: Body, clearance: float) -> list[Sheet]:
    """A hood that has been pulled back: a thick roll about the neck and a pouch between the shoulder blades."""
    out, angle = _frame(edge)
    back = smoothstep((np.abs(angle) - 0.7) / 1.9)[:, None]
    profile = ((0.0, 0.0, 0.0, 0.0), (0.028, 0.010, 0.002, 0.004), (0.040, 0.020, 0.014, 0.018),
               (0.034, 0.020, 0.030, 0.046), (0.010, 0.000, 0.038, 0.075), (-0.014, -0.050, 0.036, 0.086),
               (-0.030, -0.115, 0.026, 0.070), (-0.034, -0.150, 0.010, 0.034), (-0.026, -0.140, 0.002, 0.004))
    rings = [edge + (up + up_back * back) * UP + (wide + wide_back * back) * out
             for up, up_back, wide, wide_back in profile]
    rings[1:] = [body.push_out(ring, 0.004 if number == 0 else clearance + 0.003)
                 for number, ring in enumerate(rings[1:])]
    return [Sheet(np.stack(rings), np.arange(len(edge)), closed)]
