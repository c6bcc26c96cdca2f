# SPDX-License-Identifier: GPL-3.0-or-later
"""What a kind of material is described by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Recipe:
    """A kind of material. ``palette`` holds what it comes in when no colour is asked for."""

    title: str
    palette: tuple[Rgb, ...]
    words: tuple[str, ...] = ()
    texture: str = ""
    principled: dict[str, Any] = field(default_factory=dict)
    procedural: dict[str, Any] = field(default_factory=dict)
    #: An asked colour is a coat of paint (metals): these values replace the bare ones.
    painted: dict[str, Any] | None = None
    #: How far an asked colour is drawn towards white, for what is seen through.
    tint: float = 0.0


def bump(scale: float, distance: float, strength: float = 0.3, detail: float = 3.0) -> dict[str, Any]:
    return {"bump": {"type": "noise", "scale": scale, "detail": detail, "strength": strength, "distance": distance}}


#: By a recipe's texture, the kind of node group that Blender draws such a material with.
_KINDS = {
    "wood": "wood", "cut wood": "wood", "metal": "metal", "glaze": "ceramic", "porcelain": "ceramic",
    "earthenware": "plaster", "plaster": "plaster", "paper": "plaster", "stone": "stone", "boulder": "stone",
    "marble": "marble", "leather": "leather", "fabric": "fabric",
}


def kind(name: str, recipe: Recipe) -> str:
    """The node group's kind of the recipe called ``name``; "" for one that none fits."""
    if recipe.texture:
        return _KINDS.get(recipe.texture, "")
    return "plastic" if any(word in name for word in ("plastic", "rubber", "paint", "lacquer", "toy")) else ""
