# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine "remodiffuse": ReMoDiffuse with its official checkpoint and database, which the user brings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.engine import EngineError, Parameter, Progress
from backend.motion.diffusion.engine import DiffusionEngine
from backend.weights.official import OfficialFile, OfficialSet

if TYPE_CHECKING:
    from backend.motion.diffusion.gaussian import GaussianDiffusion
    from backend.motion.diffusion.making import Maker

_DATA = "data/datasets/human_ml3d/"
FILES = OfficialSet(
    name="remodiffuse", title="ReMoDiffuse", variable="TROUPE_REMODIFFUSE",
    homepage="https://github.com/mingyuan-zhang/ReMoDiffuse",
    files={
        "checkpoint": OfficialFile("the checkpoint", (
            "latest.pth", "remodiffuse_t2m/latest.pth", "logs/remodiffuse/remodiffuse_t2m/latest.pth")),
        "database": OfficialFile("its retrieval database", (
            "t2m_text_train.npz", "database/t2m_text_train.npz", "data/database/t2m_text_train.npz",
            "kit_text_train.npz")),
        "mean": OfficialFile("the mean of its data", ("mean.npy", "meta/mean.npy", f"{_DATA}mean.npy")),
        "std": OfficialFile("the deviation of its data", ("std.npy", "meta/std.npy", f"{_DATA}std.npy"))})


class ReMoDiffuseEngine(DiffusionEngine):
    """M. Zhang et al., ICCV 2023."""

    name = "remodiffuse"
    title = "ReMoDiffuse"
    description = ("The published retrieval-augmented motion diffusion model, with your copy of its official "
                   "checkpoint and database: several sentences over time, texts for parts of the body.")
    rank = 3
    files = FILES
    parameters = (
        *DiffusionEngine.parameters,
        Parameter(name="spacing", type="enum", default="15,15,8,6,6", title="Steps", advanced=True,
                  help="Which of the 1000 steps the sampler visits",
                  choices=(("15,15,8,6,6", "Published (50 steps)"), ("fast27", "Published, without the noisiest"),
                           ("ddim25", "25 steps, evenly"), ("ddim100", "100 steps, evenly"))),
    )

    def load(self, paths: Mapping[str, Path], device: str, progress: Progress) -> Maker:
        from backend.language.clip import clip_for
        from backend.motion.diffusion.checkpoints import load_database, load_remodiffuse
        from backend.motion.diffusion.making import FromTextAndRetrieval

        network = load_remodiffuse(paths["checkpoint"])
        progress.update(0.3, "Loading CLIP")
        clip = clip_for(paths["checkpoint"])
        progress.update(0.6, "Loading the database")
        config = network.config
        database = load_database(paths["database"], config.features)
        fits = (database.tokens.shape[2] == config.width, database.motions.shape[1] <= config.frames,
                database.features.shape[1] == clip.dimension, len(database.captions) >= config.retrieval.retrieved)
        if not all(fits):
            raise EngineError(f"{paths['database'].name} does not belong to {paths['checkpoint'].name}.",
                              "Use the database that was published with the checkpoint.", "bad_weights")
        return FromTextAndRetrieval(network, clip, database, device)

    def process(self, parameters: Mapping[str, Any]) -> tuple[GaussianDiffusion, str]:
        from backend.motion.diffusion.gaussian import GaussianDiffusion

        return GaussianDiffusion.respaced(parameters["spacing"], predicts="start", large_variance=True), "ddim"

    def told(self, maker: Maker) -> list[str]:
        captions = dict.fromkeys(each for row in getattr(maker, "captions", []) for each in row)
        return ["Refined from motions of its database: " + "; ".join(f"“{each:.80}”" for each in captions) + "."]
