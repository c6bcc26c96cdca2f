# SPDX-License-Identifier: GPL-3.0-or-later
"""How the motion tests ask for motions."""

from __future__ import annotations

import pytest

from backend.engine import Progress, Request
from backend.motion.procedural_engine import ProceduralEngine


def _make(prompt="", *, spec=None, target=None, seed=1, **parameters):
    inputs = {"target": target} if target is not None else {}
    request = Request(prompt=prompt, seed=seed, parameters=ProceduralEngine.complete(parameters), inputs=inputs,
                      spec=spec)
    motion = ProceduralEngine().generate(request, Progress())
    motion.validate()
    return motion


@pytest.fixture(scope="session")
def make():
    """``make(prompt or spec=, target=, seed=, **parameters) -> Motion``, validated."""
    return _make
