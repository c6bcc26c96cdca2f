# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine "smplx": the spec of a person on SMPL, SMPL-H or SMPL-X, with model files that the user brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from backend.engine import Availability, Engine, Parameter, Progress, Request, Understanding
from backend.weights.official import OfficialFile, OfficialSet
from protocol.assets import Asset

from .anny_engine import understand

#: Folders and names of the official archives; {} is NEUTRAL, MALE or FEMALE.
_PLACES = ("SMPLX_{}.npz", "smplx/SMPLX_{}.npz", "models/smplx/SMPLX_{}.npz", "SMPLH_{}.npz", "smplh/SMPLH_{}.npz",
           "{lower}/model.npz", "smplh/{lower}/model.npz", "SMPL_{}.npz", "smpl/SMPL_{}.npz")
_PICKLES = ("SMPLX_{}.pkl", "SMPL_{}.pkl", "smpl/SMPL_{}.pkl", "SMPLH_{}.pkl",
            "basicmodel_{lower}_lbs_10_207_0_v1.1.0.pkl")


def _file(gender: str) -> OfficialFile:
    places = tuple(each.format(gender, lower=gender.lower()) for each in (*_PLACES, *_PICKLES))
    return OfficialFile(f"the {gender.lower()} body model", places, needed=gender == "NEUTRAL")


FILES = OfficialSet(
    name="smplx", title="SMPL-X", variable="TROUPE_SMPLX", homepage="https://smpl-x.is.tue.mpg.de",
    files={gender.lower(): _file(gender) for gender in ("NEUTRAL", "MALE", "FEMALE")})


class SmplEngine(Engine):
    """Betas fitted to the spec's height and BMI; see :mod:`backend.avatar.smpl`."""

    name: ClassVar[str] = "smplx"
    modality: ClassVar[str] = "avatar"
    title: ClassVar[str] = "SMPL-X"
    version: ClassVar[str] = "1.1"
    description: ClassVar[str] = (
        "The same description on your own SMPL, SMPL-H or SMPL-X files: a body of that height and weight with the "
        "model's joints and expressions. Clothes are tight and painted on; hair, hats and wide garments are Anny's.")
    licence: ClassVar[str] = (
        "The models are licensed for research alone, or by Meshcapade: what you make with them is bound to that.")
    rank: ClassVar[int] = 1
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(name="model", type="enum", default="auto", title="Model", help="Whose shape space",
                  choices=(("auto", "By the gender"), ("neutral", "Neutral"), ("male", "Male"), ("female", "Female"))),
        Parameter(name="individuality", type="float", default=0.5, minimum=0.0, maximum=1.0, title="Individuality",
                  help="How far the seed moves the shape from the most usual one."),
        Parameter(name="face_keys", type="bool", default=True, title="Expressions",
                  help="Add SMPL-X's expression components as shape keys."),
    )

    @classmethod
    def availability(cls) -> Availability:
        import importlib.util

        if importlib.util.find_spec("smplx") is None:
            return Availability(ok=False, reason="The package smplx is not installed.",
                                remedy='pip install "smplx==0.1.28"; its licence allows research alone.')
        found = FILES.found()
        return Availability(ok=True) if found else FILES.availability()

    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Understanding:
        return understand(prompt, parameters)

    def generate(self, request: Request, progress: Progress) -> Asset:
        from . import resolve
        from .smpl import build, fitting, model
        from .spec import from_json

        progress.update(0.0, "Reading the description")
        understanding = self.reading(request)
        person, chosen = resolve.resolve(from_json(understanding.spec), request.seed)
        person, told = resolve.mixed(person)
        gender, path = _chosen(FILES.found() or FILES.paths(), request.parameters["model"], person.gender)
        progress.update(0.1, f"Loading the {gender} model")
        body = model.load(path)
        progress.update(0.5, "Fitting the shape")
        fitted = fitting.fit(body, person.height_m, person.bmi, request.seed, request.parameters["individuality"])
        notes = [fitted.note] if fitted.note else []
        if person.age_years < 16:
            notes.append(f"{body.kind} knows adults alone: a child is a small one of these.")
        left = [each.kind.replace("_", " ") for each in person.accessories]
        if left:
            notes.append(f"{body.kind} bodies wear no {', '.join(left)}.")
        progress.update(0.8, "Building")
        avatar = build.avatar(body, fitted, person, request.parameters["face_keys"])
        avatar.name = request.prompt.strip()[:60] or "Person"
        avatar.provenance = self.provenance(request, Understanding(
            spec=person.as_json(), assumptions=[*understanding.assumptions, *chosen, *told, *notes],
            unparsed=list(understanding.unparsed)))
        progress.update(1.0, "Done")
        return avatar


def _chosen(found: Mapping[str, Any], asked: str, gender: float) -> tuple[str, Any]:
    """(which model, its file): what was asked for, or that of the gender, or whichever there is."""
    wanted = asked if asked != "auto" else "female" if gender > 0.65 else "male" if gender < 0.35 else "neutral"
    if wanted in found:
        return wanted, found[wanted]
    if asked != "auto":
        from backend.engine import EngineError

        raise EngineError(f"There is no {asked} model file.", f"Put one into {FILES.folder}, or choose another model.",
                          "weights_missing")
    other = "neutral" if "neutral" in found else next(iter(found))
    return other, found[other]
