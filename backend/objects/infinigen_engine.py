# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine "infinigen": procedural generators of Infinigen, run in a Blender of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from backend.engine import Availability, Engine, Parameter, Progress, Request, Understanding
from backend.homes import HOMES
from backend.objects.infinigen.table import NAMES
from protocol.assets import Prop

if TYPE_CHECKING:
    import numpy as np

    from backend.objects.infinigen.running import Raw
    from protocol.assets import Image, Material

#: Light that passes through this share of a surface makes it glass.
_GLASS = 0.5


class InfinigenEngine(Engine):
    """A. Raistrick et al., CVPR 2023 and 2024; version 1.15."""

    name = "infinigen"
    modality = "object"
    title = "Infinigen"
    version = "1.0"
    rank = 2
    description = (f"Procedural generators of the Infinigen project for {len(NAMES)} kinds of furniture, tableware, "
                   "plants, fruit and more, with baked materials. They choose looks themselves; the seed varies them. "
                   "Ten seconds to some minutes each.")
    licence = "Output is yours. Infinigen is BSD-3, in parts GPL-3; it runs as a separate program."
    parameters = (
        Parameter(name="faces", type="int", default=10_000, minimum=200, maximum=200_000, title="Triangles",
                  help="What the mesh is simplified to; Infinigen's own have up to millions"),
        Parameter(name="texture_size", type="enum", default="1024", title="Textures", unit="px",
                  choices=(("0", "None"), ("512", "512"), ("1024", "1024"), ("2048", "2048")),
                  help="Side of the square textures that its procedural materials are baked to"),
        Parameter(name="category", type="enum", default="auto", title="Kind",
                  choices=(("auto", "From the prompt"), *((name, name.capitalize()) for name in NAMES)),
                  help="What to make, whatever the prompt says", advanced=True),
        Parameter(name="size_scale", type="float", default=1.0, minimum=0.01, maximum=100.0, title="Size",
                  help="Multiplies the size that was asked for, or that it has by itself", advanced=True),
        Parameter(name="lods", type="bool", default=False, title="Levels of detail", advanced=True,
                  help="Also makes three coarser meshes"),
        Parameter(name="colliders", type="bool", default=False, title="Collision hulls", advanced=True,
                  help="Also makes convex hulls for physics and game engines"),
        Parameter(name="normals", type="bool", default=True, title="Normal map", advanced=True,
                  help="Bakes what simplification takes away; off is a little quicker"),
    )

    @classmethod
    def availability(cls) -> Availability:
        return HOMES["infinigen"].availability()

    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Understanding:
        from backend.objects.infinigen.reading import read

        return read(prompt, parameters.get("category", "auto"))

    def generate(self, request: Request, progress: Progress) -> Prop:
        """A :class:`Prop` of one mesh. Raises :class:`EngineError` ("unavailable", "infinigen_failed")."""
        from backend.objects.finishing.levels import levels
        from backend.objects.hulls import colliders
        from backend.objects.infinigen.reading import check
        from backend.objects.infinigen.running import spawn
        from backend.objects.infinigen.table import factories

        progress.update(0.0, "Reading the prompt")
        understanding, parameters = self.reading(request), request.parameters
        spec = check(understanding.spec)
        factory = factories()[spec["category"]]
        raw = spawn(factory, request.seed, parameters["faces"], int(parameters["texture_size"]),
                    progress.part(0.02, 0.95), normals=parameters["normals"])
        if raw.made > len(raw.vertices):
            understanding = replace(understanding, assumptions=[
                *understanding.assumptions, f"{raw.made:,} vertices became {len(raw.vertices):,}."])
        prop = made(raw, factory.name, spec, request.seed, parameters["size_scale"])
        if parameters["lods"]:
            prop.lods = levels(prop.meshes, progress.part(0.95, 0.97))
        if parameters["colliders"]:
            prop.colliders, rough = colliders(prop.meshes, progress.part(0.97, 0.99))
            understanding = replace(understanding, assumptions=[*understanding.assumptions, *rough])
        prop.provenance = self.provenance(request, understanding)
        progress.update(1.0, "Done")
        return prop


def made(raw: Raw, name: str, spec: Mapping[str, Any], seed: int, size_scale: float = 1.0) -> Prop:
    """``raw`` as an asset: facing -Y, its base on the origin, of a true size."""
    import numpy as np

    from backend.objects.infinigen.table import factories
    from backend.objects.wanted_size import factor
    from protocol.assets import Mesh

    # Their front is +X.
    points = np.stack([raw.vertices[:, 1], -raw.vertices[:, 0], raw.vertices[:, 2]], axis=1)
    own = factories()[name].size
    usual = 0.0
    if own is not None:
        random = np.random.Generator(np.random.PCG64([seed, 5]))
        usual = float(np.exp(random.uniform(np.log(own[0]), np.log(own[1]))))
    points = points * (factor(np.ptp(points, axis=0), spec, usual) * size_scale)
    low, high = points.min(axis=0), points.max(axis=0)
    points = points - [*(low + high)[:2] / 2, low[2]]
    title = name.capitalize()
    mesh = Mesh(name=title, vertices=points.astype("<f4"), corner_vertices=raw.triangles.reshape(-1).astype("<i4"),
                face_offsets=np.arange(0, 3 * len(raw.triangles) + 1, 3, dtype="<i4"), uvs=raw.uvs.astype("<f4"),
                materials=[_material(raw, title)], smooth=True)
    return Prop(name=title, category=name, meshes=[mesh])


def _material(raw: Raw, title: str) -> Material:
    """Textures where something varies, plain values where not."""
    import numpy as np

    from backend import srgb
    from protocol.assets import Material

    material = Material(name=f"{title} material", roughness=0.6)
    images, covered = raw.images, raw.covered
    if covered is None or not covered.any():
        return material
    if raw.transmission > _GLASS:
        material.transmission = 1.0
    for key in ("roughness", "metallic"):
        if key in images:
            values = images[key][covered]
            if np.ptp(values) > 8:
                setattr(material, f"{key}_image", _image(f"{title} {key}", images[key], covered, "Non-Color"))
            else:
                setattr(material, key, float(values.mean() / 255))
    if "color" in images:
        seen = images["color"][covered]
        if np.ptp(seen, axis=0).max() > 2:
            material.base_color_image = _image(f"{title} color", images["color"], covered, "sRGB")
        else:
            red, green, blue = srgb.decode(seen.mean(axis=0) / 255)
            material.base_color = (float(red), float(green), float(blue), 1.0)
    if "normal" in images:
        material.normal_image = _image(f"{title} normal", images["normal"], covered, "Non-Color")
    return material


def _image(name: str, pixels: np.ndarray, covered: np.ndarray, colorspace: str) -> Image:
    import numpy as np

    from backend.objects.modeling.atlas import fill
    from protocol.assets import Image

    return Image(name=name, pixels=np.ascontiguousarray(fill(pixels, covered)), colorspace=colorspace)
