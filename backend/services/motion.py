# SPDX-License-Identifier: GPL-3.0-or-later
"""The services ``motion.recognise`` and ``motion.check``: what a rig is, and how good a motion is."""

from __future__ import annotations

from typing import Any

from backend.engine import Progress
from protocol.assets import Asset, Motion, Skeleton

from . import Answer, take


def recognise(arguments: dict[str, Any], inputs: dict[str, Asset], progress: Progress) -> Answer:
    """Input ``skeleton`` -> ``convention``, ``roles`` and ``hand_roles`` (canonical joint -> bone),
    ``confidence`` (0..1) and ``notes`` (sentences)."""
    from backend.motion.rig_roles import recognise_skeleton

    found = recognise_skeleton(take(inputs, "skeleton", Skeleton))
    return Answer(result={"convention": found.convention, "roles": dict(found.roles),
                          "hand_roles": dict(found.hand_roles), "confidence": float(found.confidence),
                          "notes": list(found.notes)})


def check(arguments: dict[str, Any], inputs: dict[str, Asset], progress: Progress) -> Answer:
    """Input ``motion`` -> ``metrics``, as ``troupe motion check --json`` gives them."""
    from backend.motion.metrics import measure

    motion = take(inputs, "motion", Motion)
    progress.update(0.1, "Measuring")
    return Answer(result={"metrics": measure(motion).to_json()})
