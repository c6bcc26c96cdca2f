# SPDX-License-Identifier: GPL-3.0-or-later
"""What retargeting costs: a walk of 300 frames from one body to the rigs of another."""

from __future__ import annotations

import time

from backend.body import rigs
from backend.body.anny_model import Phenotype, shape
from backend.engine import Progress, Request
from backend.motion.procedural_engine import ProceduralEngine
from backend.motion.retarget import retarget

FRAMES = 300


def measure(rounds: int = 5) -> dict[str, float]:
    """Seconds by rig: every bone of it turned, feet planted again; the best of ``rounds``."""
    parameters = ProceduralEngine.complete({"duration": FRAMES / 30, "loop": False})
    motion = ProceduralEngine().generate(Request(prompt="a person walks", seed=1, parameters=parameters), Progress())
    vertices = shape(Phenotype())
    found = {}
    for rig in rigs.RIGS:
        target = rigs.skeleton(rig, vertices)
        taken = []
        for _ in range(rounds):
            started = time.perf_counter()
            moved = retarget(motion, target)
            taken.append(time.perf_counter() - started)
        assert len(moved.rotations) == FRAMES
        found[f"{rig} ({len(target.names)} bones)"] = min(taken)
    return found
