# SPDX-License-Identifier: GPL-3.0-or-later
"""The parametric object engine: a catalogue of modelled families, one individual a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from backend.engine import Engine, Parameter, Progress, Request, Understanding
from backend.objects.families import NAMES
from protocol.assets import Prop


class ParametricEngine(Engine):
    """Builds objects from real measures, turned, swept and joined like their originals."""

    name: ClassVar[str] = "parametric"
    modality: ClassVar[str] = "object"
    title: ClassVar[str] = "Parametric library"
    version: ClassVar[str] = "1.1"
    rank: ClassVar[int] = 10
    description: ClassVar[str] = (
        f"Models {len(NAMES)} kinds of objects ({', '.join(NAMES)}) procedurally, in real size, with clean quads, "
        "UVs and baked textures; every seed is another individual. Words close in meaning get the nearest.")
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(name="size_scale", type="float", default=1.0, title="Size", minimum=0.01, maximum=100.0,
                  help="Multiplies the size that the prompt asks for or that such an object usually has."),
        Parameter(name="texture_size", type="enum", default="1024", title="Textures", unit="px",
                  choices=(("0", "None"), ("512", "512"), ("1024", "1024"), ("2048", "2048"), ("4096", "4096")),
                  help="Side of the square textures baked for each material."),
        Parameter(name="normal_maps", type="bool", default=False, title="Normal maps", advanced=True,
                  help="Also bakes the relief of materials, which Blender makes with nodes, for other programs."),
        Parameter(name="detail", type="float", default=1.0, title="Mesh detail", minimum=0.4, maximum=3.0,
                  help="Multiplies the number of segments around and along curves.", advanced=True),
        Parameter(name="lods", type="bool", default=False, title="Levels of detail", advanced=True,
                  help="Also makes three coarser meshes of each part."),
        Parameter(name="colliders", type="bool", default=False, title="Collision hulls", advanced=True,
                  help="Also makes convex hulls for physics and game engines."),
        Parameter(name="category", type="enum", default="auto", title="Category",
                  choices=(("auto", "From the prompt"), *((name, name.capitalize()) for name in NAMES)),
                  help="The kind of object, whatever the prompt calls it.", advanced=True),
    )

    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Understanding:
        from backend.objects.spec import read
        return read(prompt, parameters.get("category", "auto"))

    def generate(self, request: Request, progress: Progress) -> Prop:
        from backend.objects.finishing.levels import levels
        from backend.objects.hulls import colliders
        from backend.objects.making import make
        from backend.objects.spec import check, read
        progress.update(0.0, "Reading the prompt")
        if request.spec is not None:
            understanding = Understanding(spec=dict(request.spec))
        else:
            learning = progress.part(0.0, 0.1)
            understanding = read(request.prompt, request.parameters.get("category", "auto"),
                                 lambda done: learning.update(done, "Learning the words of the library (once)"))
        spec = check(understanding.spec)
        prop, notes = make(spec, request.seed, request.parameters, progress)
        if request.parameters["lods"]:
            prop.lods = levels(prop.meshes, progress.part(0.95, 0.97))
        if request.parameters["colliders"]:
            prop.colliders, rough = colliders(prop.meshes, progress.part(0.97, 0.99))
            notes = [*notes, *rough]
        understanding = replace(understanding, assumptions=[*understanding.assumptions, *notes])
        prop.provenance = self.provenance(request, understanding)
        progress.update(1.0, "Done")
        return prop
