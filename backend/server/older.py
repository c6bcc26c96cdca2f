# SPDX-License-Identifier: GPL-3.0-or-later
"""Results for clients of an earlier minor of the protocol: without the fields that it does not have."""

from __future__ import annotations

import dataclasses
from typing import Any

from protocol.assets import ASSET_TYPES
from protocol.transfer import Layout

from .ledger import Stored


def for_minor(result: Stored, minor: int) -> Stored:
    """``result`` as a client of ``minor`` knows it: itself, where it has nothing newer.

    What is left out takes along the arrays that only it uses. The digests of the chunks of what remains are not
    known (none are given); hashing all of it here would keep the broker from its other clients.
    """
    tree, dropped = _known(result.manifest.tree, minor)
    if not dropped:
        return result
    kept = sorted(_used(tree))
    places = {index: place for place, index in enumerate(kept)}
    arrays = [result.arrays[index] for index in kept]
    manifest = dataclasses.replace(result.manifest, tree=_renumbered(tree, places), chunk_digests=(),
                                   blobs=tuple(result.manifest.blobs[index] for index in kept))
    layout = dataclasses.replace(Layout.of(arrays), chunk_bytes=result.layout.chunk_bytes)
    return Stored(manifest, arrays, layout, tuple(result.files[index] for index in kept))


def _known(tree: Any, minor: int) -> tuple[Any, bool]:
    """A tree without the fields that came later than ``minor``, and whether there were any."""
    if isinstance(tree, list):
        pairs = [_known(each, minor) for each in tree]
        return [each for each, _ in pairs], any(dropped for _, dropped in pairs)
    if not isinstance(tree, dict):
        return tree, False
    kind = ASSET_TYPES.get(tree.get("$type", ""))
    later = set() if kind is None else {
        item.name for item in dataclasses.fields(kind) if item.metadata.get("since", 0) > minor}
    found = {name: _known(value, minor) for name, value in tree.items() if name not in later}
    dropped = bool(later & set(tree)) or any(dropped for _, dropped in found.values())
    return {name: value for name, (value, _) in found.items()}, dropped


def _used(tree: Any) -> set[int]:
    """The arrays a tree refers to."""
    if isinstance(tree, list):
        return set().union(*map(_used, tree))
    if not isinstance(tree, dict):
        return set()
    return {tree["$array"]} if "$array" in tree else set().union(*map(_used, tree.values()))


def _renumbered(tree: Any, places: dict[int, int]) -> Any:
    if isinstance(tree, list):
        return [_renumbered(each, places) for each in tree]
    if not isinstance(tree, dict):
        return tree
    if "$array" in tree:
        return {"$array": places[tree["$array"]]}
    return {name: _renumbered(value, places) for name, value in tree.items()}
