# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine "motiondiffuse": MotionDiffuse with its official checkpoint, which the user brings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.engine import Parameter, Progress
from backend.motion.diffusion.engine import DiffusionEngine
from backend.weights.official import OfficialFile, OfficialSet

if TYPE_CHECKING:
    from backend.motion.diffusion.gaussian import GaussianDiffusion
    from backend.motion.diffusion.making import Maker

_T2M = ("t2m_motiondiffuse/", "checkpoints/t2m/t2m_motiondiffuse/")
FILES = OfficialSet(
    name="motiondiffuse", title="MotionDiffuse", variable="TROUPE_MOTIONDIFFUSE",
    homepage="https://github.com/mingyuan-zhang/MotionDiffuse",
    files={
        "checkpoint": OfficialFile("the checkpoint", ("latest.tar", "model/latest.tar", *(
            f"{each}model/latest.tar" for each in _T2M), "latest.pth")),
        "mean": OfficialFile("the mean of its data", ("mean.npy", "meta/mean.npy", *(
            f"{each}meta/mean.npy" for each in _T2M))),
        "std": OfficialFile("the deviation of its data", ("std.npy", "meta/std.npy", *(
            f"{each}meta/std.npy" for each in _T2M)))})


class MotionDiffuseEngine(DiffusionEngine):
    """M. Zhang et al., arXiv 2208.15001."""

    name = "motiondiffuse"
    title = "MotionDiffuse"
    description = ("The published text-to-motion diffusion model, with your copy of its official checkpoint: several "
                   "sentences over time, texts for parts of the body, paths, poses, motions carried on.")
    rank = 2
    files = FILES
    parameters = (
        *DiffusionEngine.parameters,
        Parameter(name="sampler", type="enum", default="ddim", title="Sampler",
                  help="The published sampler takes 1000 steps; the others take as many as you say",
                  choices=(("ddim", "DDIM"), ("multistep", "DPM-Solver++"), ("ancestral", "Published (1000 steps)"))),
        Parameter(name="steps", type="int", default=50, minimum=2, maximum=1000, title="Steps",
                  help="Not of the published sampler: more are slower and closer to what was learnt"),
    )

    def load(self, paths: Mapping[str, Path], device: str, progress: Progress, parameters: Mapping[str, Any]) -> Maker:
        from backend.language.clip import clip_for
        from backend.motion.diffusion.checkpoints import load_motiondiffuse
        from backend.motion.diffusion.making import FromText

        network = load_motiondiffuse(paths["checkpoint"])
        progress.update(0.5, "Loading CLIP")
        return FromText(network, clip_for(paths["checkpoint"], ("encoder", "state_dict")), device)

    def process(self, parameters: Mapping[str, Any]) -> tuple[GaussianDiffusion, str]:
        from backend.motion.diffusion.making import process_of

        return process_of(parameters["sampler"], parameters["steps"]), parameters["sampler"]
