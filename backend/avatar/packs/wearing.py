# SPDX-License-Identifier: GPL-3.0-or-later
"""The items a spec names, on its person, in the place of what is made here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from backend.avatar.wardrobe import KINDS
from backend.engine import EngineError

from . import items, mhmat
from .matching import TAKES

if TYPE_CHECKING:
    from backend.avatar.spec import Person

    from .fitting import Fitted


def fitted_all(person: Person, vertices: np.ndarray, rig: str) -> list[Fitted]:
    """Every item of the spec on a body (19158, 3). Raises :class:`EngineError`: an item that is not there, two for one
    place, a damaged file."""
    if not person.assets:
        return []
    from backend.avatar.drape import Body

    from .fitting import fitted

    body = Body(vertices)
    found: list[Fitted] = []
    taken: dict[str, str] = {}
    for id in person.assets:
        item = items.get(id)
        for place in TAKES.get(item.place, {item.place}):
            if place in taken and item.place != "accessory":
                raise EngineError(f"{taken[place]} and {id} take the same place.",
                                  "Take one of them out of the assets.", "invalid_spec")
        taken[item.place] = id
        found.append(_skin(item) if item.place == "skin" else fitted(item, body, rig, person.hair_color))
    return found


def _skin(item: items.Item) -> Fitted:
    """A skin: a picture alone, on a mesh without surface that is never built."""
    from backend.avatar.surface import Surface
    from backend.body import data
    from protocol.assets import Mesh

    from .fitting import Fitted

    look = mhmat.material(mhmat.read_look(item.path), item.path.parent, item.root)
    if look.base_color_image is None:
        raise EngineError(f"{item.path.name} names no picture that its pack holds.", "Get the pack again.", "bad_file")
    mesh = Mesh(name=item.name, vertices=np.full((3, 3), 1e3, np.float32), materials=[look],
                corner_vertices=np.arange(3, dtype=np.int32), face_offsets=np.array([0, 3], np.int32))
    return Fitted(item, mesh, np.zeros(data.VERTEX_COUNT, bool), Surface(None, []))


def without_taken(person: Person, worn: list[Fitted]) -> Person:
    """The person without what the items replace: garments of their places, grown hair, painted brows, hats."""
    places = {each.item.place for each in worn}
    if not places:
        return person
    from backend.avatar.everyday import PLAIN
    from backend.avatar.resolve import clothe

    slots = set().union(*(TAKES.get(place, {place}) for place in places))
    if "full" in places:
        slots.add("outer")
    outfit = [each for each in person.outfit if KINDS[each.kind].slot not in slots]
    # Whoever wears a pack's shirt instead of a dress wears trousers too.
    dressed, _ = clothe(replace(person, outfit=outfit), PLAIN)
    outfit = [each for each in dressed if KINDS[each.kind].slot not in slots]
    changes: dict = {"outfit": outfit}
    if "hair" in places:
        changes["hair_style"] = "bald"
    if "eyebrows" in places:
        changes["brows"] = 0.0
    if "hat" in places:
        from backend.avatar.worn import PLACES

        changes["accessories"] = [each for each in person.accessories if each.kind not in PLACES[0]]
    return replace(person, **changes)
