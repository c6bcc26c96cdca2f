# SPDX-License-Identifier: GPL-3.0-or-later
"""What every engine shares that turns words or a picture into a mesh with a network, and the mesh into an asset.

An engine of another network (of diffusers, or any other) says which model it needs for a request, opens it, and makes
a :class:`~backend.objects.finishing.soup.Soup` of it; docs/engines.md has an example.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from backend.engine import Availability, EngineError, InvalidParameter, Parameter, Progress, Request
from backend.engine import Understanding as Reading
from backend.keeping import DEVICE, LOW_MEMORY, KeepingEngine
from backend.weights.hub import HubModel
from protocol.assets import Prop

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from backend.objects.finishing.soup import Soup
    from backend.pipelines.opening import Opened

_USUAL = 0.4
_FIELDS = {"text", "category", "size", "scale", "usual"}


class LearnedObjectEngine(KeepingEngine):
    """Base of them all: reading, size, opening and keeping a model, finishing."""

    modality = "object"
    version = "1.0"
    inputs: ClassVar[Mapping[str, str]] = {"image": "Image"}
    #: By "text" and "image": the model that takes it.
    models: ClassVar[Mapping[str, HubModel]]
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(name="faces", type="int", default=10_000, minimum=200, maximum=500_000, title="Triangles",
                  help="What the mesh is simplified to"),
        Parameter(name="texture_size", type="enum", default="1024", title="Textures", unit="px",
                  choices=(("0", "None"), ("512", "512"), ("1024", "1024"), ("2048", "2048")),
                  help="Side of the square textures that colours are baked to"),
        Parameter(name="size_scale", type="float", default=1.0, minimum=0.01, maximum=100.0, title="Size",
                  help="Multiplies the size that was asked for, or that such an object usually has"),
        Parameter(name="lods", type="bool", default=False, title="Levels of detail", advanced=True,
                  help="Also makes three coarser meshes"),
        Parameter(name="colliders", type="bool", default=False, title="Collision hulls", advanced=True,
                  help="Also makes convex hulls for physics and game engines"),
        DEVICE, LOW_MEMORY,
    )

    @classmethod
    def availability(cls) -> Availability:
        """Whether one of its models is here."""
        from backend.pipelines.packages import packages

        if not (state := packages()).ok:
            return state
        states = [model.availability() for model in dict.fromkeys(cls.models.values())]
        return next((each for each in states if each.ok), states[0])

    @classmethod
    def state_files(cls) -> Sequence[Path]:
        return [path for model in dict.fromkeys(cls.models.values()) for path in model.files()]

    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Reading:
        """{"text", "category", "size", "scale", "usual"}: the words as a whole, and how large it shall be."""
        return read(prompt)

    def generate(self, request: Request, progress: Progress) -> Prop:
        """A finished :class:`Prop`. Raises :class:`EngineError` ("weights_missing", "bad_weights", "nothing_made")."""
        from backend.objects.finishing.finish import Options, finish
        from backend.objects.hulls import colliders
        from backend.objects.learned.pictures import picture_of
        from backend.objects.wanted_size import factor
        from backend.weights.hub import model_digest

        progress.update(0.0, "Reading the prompt")
        understanding, parameters = self.reading(request), request.parameters
        spec = check(understanding.spec)
        picture = picture_of(request.inputs.get("image"))
        opened = self._opened("text" if picture is None else "image", parameters, progress.part(0.0, 0.1))
        soup = self.make(opened, spec["text"], picture, request, progress.part(0.1, 0.75))
        soup.vertices = soup.vertices * (factor(soup.vertices.max(axis=0) - soup.vertices.min(axis=0), spec,
                                                spec["usual"]) * parameters["size_scale"])
        options = Options(faces=parameters["faces"], resolution=int(parameters["texture_size"]),
                          lods=parameters["lods"])
        prop, notes = finish(soup, options, progress.part(0.75, 0.97), title(spec["text"]),
                             spec["category"] or "object")
        if parameters["colliders"]:
            prop.colliders, rough = colliders(prop.meshes, progress.part(0.97, 1.0))
            notes = [*notes, *rough]
        understanding = replace(understanding, assumptions=[*understanding.assumptions, *notes])
        prop.provenance = self.provenance(request, understanding, weights=model_digest(opened.folder))
        progress.update(1.0, "Done")
        return prop

    @abstractmethod
    def make(self, opened: Opened, text: str, picture: Picture | None, request: Request, progress: Progress) -> Soup:
        """The mesh of ``text``, or of ``picture`` where one is given: any unit, Z up, front to -Y, linear colours."""

    def open(self, model: HubModel, parameters: Mapping[str, Any], progress: Progress) -> Opened:
        """Load ``model``; here one of diffusers. Raises :class:`EngineError`."""
        from backend.pipelines.opening import device_of, open_pipeline

        return open_pipeline(model.place(), model.classes, device_of(parameters["device"]), parameters["low_memory"],
                             progress)

    def _opened(self, kind: str, parameters: Mapping[str, Any], progress: Progress) -> Opened:
        """The model for ``kind``, kept as long as its files and the device stay the same."""
        from backend.engine import files_state

        model = self.models.get(kind)
        if model is None:
            raise EngineError(f"{self.title} takes no {kind}.", "Leave it out, or choose another engine.",
                              "invalid_parameter")
        model.place()
        key = (model.name, parameters["device"], parameters["low_memory"], str(files_state(map(str, model.files()))))
        return self.kept(key, lambda: self.open(model, parameters, progress))


def read(prompt: str) -> Reading:
    """See :meth:`LearnedObjectEngine.understand`. Its category is one of the library's, for the size alone."""
    from backend.language.text import Reading as Words
    from backend.objects.families import catalogue
    from backend.objects.nouns import nouns
    from backend.objects.wanted_size import wanted_size

    words = Words(prompt)
    if not any(token.is_word for token in words.tokens):
        raise EngineError("There is nothing in the prompt to make an object from.",
                          "Name an object, for example: a chair that looks like an avocado.", "empty_prompt")
    assumptions: list[str] = []
    heads = nouns(words)
    category = heads[0].value if heads else ""
    wanted = wanted_size(words, category or "object", assumptions)
    usual = _USUAL
    if category:
        low, high = catalogue()[category].extent
        usual = round((low * high) ** 0.5, 4)
    if not wanted["size"]:
        assumptions.append(f"It is made as large as a {category.replace('_', ' ')} usually is: {usual:g} m." if category
                           else f"Its usual size is not known; {usual:g} m is taken.")
    return Reading(spec={"text": prompt.strip(), "category": category, **wanted, "usual": usual},
                   assumptions=assumptions)


def check(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A spec edited by the user, complete; raises :class:`InvalidParameter`."""
    def number(value: Any, low: float, high: float) -> bool:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high

    text, category, size = spec.get("text"), spec.get("category", ""), spec.get("size", {})
    sound = (not set(spec) - _FIELDS, isinstance(text, str) and text.strip(), isinstance(category, str),
             isinstance(size, Mapping) and not set(size) - {"height", "width", "depth"}
             and all(number(each, 0.001, 1000) for each in size.values()),
             number(spec.get("scale", 1.0), 0.01, 100), number(spec.get("usual", _USUAL), 0.001, 1000))
    if not all(sound):
        raise InvalidParameter("The spec is a text, a category, sizes and a scale.",
                               'Give {"text": "...", "size": {"height": 0.3}}; sizes are metres.')
    return {"text": text, "category": category, "size": dict(size), "scale": spec.get("scale", 1.0),
            "usual": spec.get("usual", _USUAL)}


def title(text: str) -> str:
    """A name of at most 48 characters."""
    short = text if len(text) <= 48 else text[:48].rsplit(" ", 1)[0]
    return short[:1].upper() + short[1:]
