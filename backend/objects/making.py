# SPDX-License-Identifier: GPL-3.0-or-later
"""An ObjectSpec and a seed to a Prop: build the shape, bring it to size, choose the looks, bake."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from backend.engine import Progress
from backend.objects.bake import Look, Part, meshes
from backend.objects.families import Draw, Family, catalogue
from backend.objects.materials import FINISHES, RECIPES, Rgb
from protocol.assets import Mesh, Prop

_AXES = {"width": 0, "depth": 1, "height": 2}


def make(spec: Mapping[str, Any], seed: int, parameters: Mapping[str, Any], progress: Progress) -> Prop:
    """The object a checked spec describes, standing on z = 0 around the origin."""
    family = catalogue()[spec["category"]]
    count = spec["count"]
    kind = zlib.crc32(family.name.encode())  # a vase and a bowl of one seed need not match
    made: list[list[Mesh]] = []
    for index in range(count):
        step = progress.part(index / count, (index + 1) / count)
        step.update(0.02, f"Modelling the {family.name}")
        # Shape and looks have their own numbers: asking for another colour keeps the shape.
        shape, palette = (np.random.Generator(np.random.PCG64([seed, kind, index, use])) for use in (1, 2))
        parts = _shape(family, spec, shape, float(parameters.get("detail", 1.0)),
                       float(parameters.get("size_scale", 1.0)))
        looks = _looks(family, spec, palette)
        made.append(meshes(parts, looks, int(parameters.get("texture_size", "1024")), seed + index,
                           step.part(0.1, 0.98)))
    if count > 1:
        _line_up(made)
        for index, each in enumerate(made):
            for mesh in each:
                mesh.name = f"{mesh.name} {index + 1}"
    return Prop(name=_title(spec), category=family.name, meshes=[mesh for each in made for mesh in each])


def _shape(family: Family, spec: Mapping[str, Any], random: np.random.Generator, detail: float,
           size_scale: float) -> list[Part]:
    """Parts at their final size, feet on the floor and centred."""
    size = spec["size"]
    draw = Draw(random, {name: value for name, value in size.items() if name in family.native},
                frozenset(spec["styles"]), detail)
    without = set(spec["without"])
    parts = family.build(draw)
    kept = [part for part in parts if not set(map(str, np.unique(part.surface.regions))) <= without]
    parts = kept or parts
    vertices = np.concatenate([piece.vertices for part in parts for piece in part.pieces])
    extent = np.ptp(vertices, axis=0)
    ratio = {name: value / extent[_AXES[name]] for name, value in size.items()}
    # Sizes the family honours itself need at most a touch; others scale the whole in proportion.
    rest = 1.0 if set(size) <= set(family.native) else float(np.exp(np.mean(np.log(list(ratio.values())))))
    factors = np.array([ratio.get(name, rest) for name in _AXES])
    if not size:
        factors *= spec["scale"]
    for name, stretch in spec["stretch"].items():
        if name not in size:
            factors[_AXES[name]] *= stretch
            if name == "width" and "depth" not in size and "depth" not in family.native:
                factors[_AXES["depth"]] *= stretch
    factors *= size_scale
    scaled = [replace(part, pieces=tuple(piece.scaled(factors) for piece in part.pieces)) for part in parts]
    vertices = vertices * factors
    low = vertices[:, 2].min()
    feet = vertices[vertices[:, 2] < low + 0.01 * np.ptp(vertices[:, 2])]
    center = (feet.min(axis=0) + feet.max(axis=0)) / 2
    return [replace(part, pieces=tuple(piece.moved(-center[0], -center[1], -low) for piece in part.pieces))
            for part in scaled]


def _looks(family: Family, spec: Mapping[str, Any], random: np.random.Generator) -> dict[str, Look]:
    """What each region is made of."""
    def pick(options):
        return options[int(random.integers(len(options)))]

    def look(recipe: str, color: Rgb | None, plain: bool = False) -> Look:
        drawn = pick(RECIPES[recipe].palette)
        chosen = pigment(color) if color is not None else drawn
        pattern = "" if plain else spec["pattern"]
        second = pigment(spec["second_color"]) if spec["second_color"] else _contrast(chosen)
        finish = tuple(FINISHES[spec["finish"]].items()) if spec["finish"] and not plain else ()
        return Look(recipe, chosen, color is not None, finish, pattern, second if pattern else (0.8, 0.8, 0.8))

    usual = pick(family.materials)
    main_recipe = spec["material"] or usual
    main = look(main_recipe, spec["color"])
    looks = {}
    for region, made_of in family.looks.items():
        usual = made_of if isinstance(made_of, str) else pick(made_of)
        if usual.startswith("main or "):
            usual = "main" if spec["color"] or spec["material"] else usual.removeprefix("main or ")
        asked = spec["parts"].get(region, {})
        other = look(usual if usual != "main" else main_recipe, None, plain=True)
        if asked.get("material") or asked.get("color"):
            recipe = asked.get("material") or (main_recipe if usual == "main" else usual)
            looks[region] = look(recipe, asked.get("color"), plain=True)
        else:
            looks[region] = main if usual == "main" else other
    return looks


def pigment(color: Rgb) -> Rgb:
    """A colour word as a pigment can show it: lightness and chroma drawn into the range of real surfaces.

    Screen primaries reflect more, and purer, light than any glaze or paint; in Oklab, lightness is
    kept within 0.25..0.93 and chroma below 0.17, and no pure blue is as bright as a screen's.
    """
    from backend.language.colors import from_oklab, to_oklab
    light, a, b = to_oklab(color)
    chroma = float(np.hypot(a, b))
    shrink = min(1.0, 0.17 / chroma) if chroma > 0 else 1.0
    red, green, blue = from_oklab((float(np.clip(light, 0.25, 0.93)), a * shrink, b * shrink))
    limit = 0.24 + 0.2126 * red + 0.7152 * green + 0.0722 * blue
    dim = min(1.0, limit / blue) if blue > 0 else 1.0
    return (red * dim, green * dim, blue * dim)


def _contrast(color: Rgb) -> Rgb:
    """Cream on dark, deep brown on light."""
    luminance = 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2]
    return (0.66, 0.61, 0.50) if luminance < 0.3 else (0.055, 0.038, 0.028)


def _line_up(made: list[list[Mesh]]) -> None:
    """Set objects side by side along x with a gap, as a whole centred on the origin."""
    bounds = [(min(float(m.vertices[:, 0].min()) for m in each), max(float(m.vertices[:, 0].max()) for m in each))
              for each in made]
    gap = 0.35 * max(high - low for low, high in bounds)
    total = sum(high - low for low, high in bounds) + gap * (len(made) - 1)
    x = -total / 2
    for each, (low, high) in zip(made, bounds):
        for mesh in each:
            mesh.vertices = mesh.vertices + np.array([x - low, 0, 0], "<f4")
        x += high - low + gap


def _title(spec: Mapping[str, Any]) -> str:
    words = [spec["material"] or "", spec["category"]]
    return " ".join(word for word in words if word).capitalize()
