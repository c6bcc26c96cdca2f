# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine "shap-e": words or a picture to an implicit surface, by OpenAI's Shap-E with weights the user pulls."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backend.engine import Parameter, Progress, Request
from backend.objects.learned.engine import LearnedObjectEngine
from backend.weights.hub import SHAP_E, SHAP_E_IMAGE

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from backend.objects.finishing.soup import Soup
    from backend.pipelines.opening import Opened


class ShapEEngine(LearnedObjectEngine):
    """H. Jun & A. Nichol, arXiv 2305.02463."""

    name = "shap-e"
    title = "Shap-E"
    rank = 1
    description = ("OpenAI's Shap-E: any object in words, or from a picture of one object before white. Shapes are "
                   "soft and surfaces blurry; counts and several objects often fail. Seconds on a graphics card, "
                   "minutes on a CPU.")
    licence = ("The weights are under the MIT licence; their model card advises against commercial use. "
               "Output is yours.")
    models: ClassVar = {"text": SHAP_E, "image": SHAP_E_IMAGE}
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(name="steps", type="int", default=64, minimum=2, maximum=256, title="Steps",
                  help="More are slower and a little cleaner"),
        Parameter(name="guidance", type="float", default=15.0, minimum=1.0, maximum=30.0, title="Guidance",
                  help="How closely it keeps to the words; for pictures 3 is taken where this is not changed"),
        Parameter(name="grid", type="int", default=128, minimum=64, maximum=256, title="Surface grid", unit="",
                  help="Points along each side at which the surface is looked for: 192 and 256 are sharper and slower"),
        *LearnedObjectEngine.parameters,
    )

    def make(self, opened: Opened, text: str, picture: Picture | None, request: Request, progress: Progress) -> Soup:
        import torch

        from backend.objects.learned.implicit import surface
        from backend.pipelines.watching import calls

        pipeline, parameters = opened.pipeline, request.parameters
        guidance = parameters["guidance"]
        if picture is not None and guidance == self._default("guidance"):
            guidance = 3.0
        # On the CPU for every device, so that a seed means the same everywhere.
        generator = torch.Generator("cpu").manual_seed(request.seed)
        sampling = progress.part(0.0, 0.6)
        with torch.no_grad(), calls(pipeline.prior, lambda: len(pipeline.scheduler.timesteps), sampling, "Dreaming"):
            latent = pipeline(text if picture is None else picture, num_inference_steps=parameters["steps"],
                              guidance_scale=guidance, generator=generator, output_type="latent").images
        return surface(pipeline.shap_e_renderer, latent, parameters["grid"], opened.device, progress.part(0.6, 1.0))

    def _default(self, name: str) -> float:
        return float(next(each.default for each in self.parameters if each.name == name))
