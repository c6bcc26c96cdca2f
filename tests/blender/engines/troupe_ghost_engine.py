# SPDX-License-Identifier: GPL-3.0-or-later
"""A motion engine of a third party that shows what it has so far, slowly enough to be watched and cancelled."""

from __future__ import annotations

import time

import numpy as np

from backend.engine import Engine, Parameter, Understanding
from protocol.assets import Figure, Motion


class Ghost(Engine):
    """Stands still, after having thought about it."""

    name, modality, title, version = "ghost", "motion", "Ghost", "1.0"
    description = "Stands still."
    inputs = {"target": "Skeleton"}  # noqa: RUF012
    controls = ("timeline",)
    parameters = (Parameter(name="steps", type="int", default=20, minimum=1, maximum=1000, title="Steps", help="."),)

    def understand(self, prompt, parameters):
        return Understanding(spec={"segments": [{"text": prompt, "seconds": None, "parts": {}}]})

    def generate(self, request, progress):
        bones = request.inputs["target"]
        steps = request.parameters["steps"]
        for step in range(steps):
            places = np.repeat(bones.heads[None], 10, axis=0)
            places[:, :, 1] -= np.linspace(0, 1, 10, dtype="f4")[:, None]
            progress.update(step / steps, f"Step {step + 1}", Figure(
                fps=10.0, places=np.ascontiguousarray(places, "<f4"), parents=bones.parents))
            time.sleep(0.05)
        rotations = np.zeros((10, len(bones.names), 4), "f4")
        rotations[..., 0] = 1
        return Motion(name="ghost", fps=24.0, skeleton=bones, rotations=rotations,
                      root_translation=np.zeros((10, 3), "f4"),
                      provenance=self.provenance(request, self.reading(request)))
