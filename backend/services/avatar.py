# SPDX-License-Identifier: GPL-3.0-or-later
"""Services for people that are there already: what their spec may say, and other individuals of it."""

from __future__ import annotations

from typing import Any

from backend.engine import EngineError, Progress
from protocol.assets import Asset

from . import Answer, argument


def schema(arguments: dict[str, Any], inputs: dict[str, Asset], progress: Progress) -> Answer:
    """``avatar.schema``: nothing -> ``parts``, ``numbers`` (name: [lowest, highest]), ``choices`` (name: words),
    ``garments`` (kind: {title, place}), ``garment_choices`` (name: words), ``accessories``, ``local`` (names)."""
    from backend.avatar import cuts, local_changes, parts, spec, wardrobe

    places = {kind: parts.PLACES.get(each.slot, "top") for kind, each in wardrobe.KINDS.items()}
    return Answer(result={
        "parts": list(parts.PARTS), "numbers": {name: list(ends) for name, ends in spec._RANGES.items()},
        "choices": {"hair_style": list(spec.HAIR_STYLES), "hair_texture": list(spec.HAIR_TEXTURES),
                    "beard_style": list(spec.BEARD_STYLES)},
        "garments": {kind: {"title": each.title, "place": places[kind]} for kind, each in wardrobe.KINDS.items()},
        "garment_choices": {"pattern": list(spec.PATTERNS), "fabric": list(spec.FABRICS),
                            "neckline": list(spec.NECKLINES), "closure": list(spec.CLOSURES),
                            "sleeve": list(spec.SLEEVES), "length": list(dict.fromkeys([*cuts.LEGS, *cuts.SKIRTS]))},
        "accessories": list(spec.ACCESSORIES), "local": sorted(local_changes.CHANGES)})


def redraw(arguments: dict[str, Any], inputs: dict[str, Asset], progress: Progress) -> Answer:
    """``avatar.redraw``: ``prompt``, ``spec`` (of the person as it is), ``locked`` (parts) and ``seed`` -> ``spec`` of
    another individual, alike in what is locked and in what the prompt says. Raises
    :class:`~backend.engine.EngineError`."""
    from backend.avatar.parts import PARTS
    from backend.avatar.reading import read
    from backend.avatar.redraw import redrawn
    from backend.avatar.spec import from_json

    locked = argument(arguments, "locked", list, [])
    if unknown := [each for each in locked if each not in PARTS]:
        raise EngineError(f"A person has no part {unknown[0]!r:.40}.", f"Parts: {', '.join(PARTS)}.",
                          "invalid_parameter")
    seed = argument(arguments, "seed", int, 0)
    said = from_json(read(argument(arguments, "prompt", str)).spec)
    made = redrawn(said, from_json(argument(arguments, "spec", dict)), locked, seed)
    return Answer(result={"spec": made.as_json()})


def levels(arguments: dict[str, Any], inputs: dict[str, Asset], progress: Progress) -> Answer:
    """``avatar.levels``: the input ``avatar`` -> the assets ``lod1``, ``lod2`` and ``lod3``: the same avatar with half,
    a quarter and a tenth of its triangles. Raises :class:`~backend.engine.EngineError`."""
    from backend.export.lods import SHARES, level_of
    from protocol.assets import Avatar

    avatar = inputs.get("avatar")
    if not isinstance(avatar, Avatar):
        raise EngineError("There is no avatar to make levels of detail of.", "Pass one as the input \"avatar\".",
                          "invalid_parameter")
    made: dict[str, Asset] = {}
    for number in range(1, len(SHARES) + 1):
        own = progress.part((number - 1) / len(SHARES), number / len(SHARES))
        made[f"lod{number}"] = level_of(avatar, number, own)
    return Answer(result={"shares": list(SHARES)}, assets=made)
