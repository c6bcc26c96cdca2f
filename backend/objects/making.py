# SPDX-License-Identifier: GPL-3.0-or-later
"""An ObjectSpec and a seed to a Prop: build the shape, bring it to size, choose the looks, bake."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from backend.engine import Progress
from backend.objects.arranging import arrange
from backend.objects.bake import Look, Part, meshes
from backend.objects.body import Body
from backend.objects.families import Draw, Family, catalogue
from backend.objects.materials import FINISHES, RECIPES, Rgb
from backend.objects.wear import RUSTING
from protocol.assets import Mesh, Prop

_AXES = {"width": 0, "depth": 1, "height": 2}


#: Individuals modelled of one object; further ones are these again, turned.
MOST_DIFFERENT = 4


def make(spec: Mapping[str, Any], seed: int, parameters: Mapping[str, Any],
         progress: Progress) -> tuple[Prop, list[str]]:
    """What a checked spec describes, standing on z = 0 around the origin, and what had to be done otherwise than
    asked."""
    objects = spec.get("objects", [spec])
    relations = spec.get("relations", [])
    groups = []
    for number, each in enumerate(objects):
        step = progress.part(0.9 * number / len(objects), 0.9 * (number + 1) / len(objects))
        # Chairs around a table are a set.
        alike = any(number in relation["of"] and relation["is"] == "around" for relation in relations)
        groups.append(_individuals(each, number, seed, parameters, step, 1 if alike else MOST_DIFFERENT))
    notes = [f"Nothing of the {each['category'].replace('_', ' ')} can rust." for each in objects
             if each["wear"].get("rust") and not _rusts(each)]
    if len(objects) > 1 or len(groups[0]) > 1:
        random = np.random.Generator(np.random.PCG64([seed, 77]))
        notes += arrange(groups, relations, [each["layout"] for each in objects], random, progress.part(0.9, 0.97))
    meshes = [mesh for group in groups for body in group for mesh in body.placed(_label(body, group, objects))]
    return Prop(name=_title(objects), category=objects[0]["category"], meshes=meshes), notes


def _individuals(spec: Mapping[str, Any], number: int, seed: int, parameters: Mapping[str, Any],
                 progress: Progress, most: int) -> list[Body]:
    """The individuals of one object of the spec, each at the origin; at most ``most`` differ."""
    family = catalogue()[spec["category"]]
    kind = zlib.crc32(family.name.encode())  # a vase and a bowl of one seed need not match
    count = spec["count"]
    different = min(count, most)
    resolution = int(parameters.get("texture_size", "1024"))
    made: list[list[Mesh]] = []
    for index in range(different):
        step = progress.part(index / different, (index + 1) / different)
        step.update(0.02, f"Modelling the {family.name.replace('_', ' ')}")
        # Shape and looks have their own numbers: asking for another colour keeps the shape.
        shape, palette = (np.random.Generator(np.random.PCG64([seed, kind, index + 64 * number, use]))
                          for use in (1, 2))
        parts = _shape(family, spec, shape, float(parameters.get("detail", 1.0)),
                       float(parameters.get("size_scale", 1.0)))
        looks = _looks(family, spec, palette)
        made.append(meshes(parts, looks, resolution, seed + index, step.part(0.1, 0.98),
                           bool(parameters.get("normal_maps", False))))
    return [Body(number, index, family.name, made[index % different]) for index in range(count)]


def _rusts(spec: Mapping[str, Any]) -> bool:
    family = catalogue()[spec["category"]]
    made_of = [spec["material"], *(family.materials if not spec["material"] else ()),
               *(name for each in family.looks.values() for name in ([each] if isinstance(each, str) else each)),
               *(part.get("material") for part in spec["parts"].values())]
    return any(name and name.removeprefix("main or ") in RUSTING for name in made_of)


def _label(body: Body, group: list[Body], objects: list[Mapping[str, Any]]) -> str:
    """How the meshes of a body are named, "{}" being the part."""
    number = f" {body.index + 1}" if len(group) > 1 else ""
    if len(objects) == 1:
        return f"{{}}{number}" if number else ""
    again = sum(each["category"] == body.category for each in objects[:body.number])
    kind = body.category.replace("_", " ") + (f" {chr(65 + again)}" if again else "")
    return f"{kind}{number}: {{}}"


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
        return Look(recipe, chosen, color is not None, finish, pattern, second if pattern else (0.8, 0.8, 0.8),
                    tuple(sorted(spec["wear"].items())))

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


def _title(objects: list[Mapping[str, Any]]) -> str:
    """"Ceramic vase"; "Apple and bowl"."""
    names = []
    for spec in objects[:3]:
        name = spec["category"].replace("_", " ")
        names.append(f"{spec['material']} {name}" if spec["material"] and len(objects) == 1 else name)
    return " and ".join(names).capitalize()
