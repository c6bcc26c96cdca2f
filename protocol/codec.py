# SPDX-License-Identifier: GPL-3.0-or-later
"""Assets to (JSON tree, list of arrays) and back, driven by their dataclass declarations.

An asset becomes ``{"$type": "Mesh", field: value, ...}``, an array field ``{"$array": index}``.
Fields that are None are left out. Keys that start with "$" are reserved, so plain JSON fields may
not use them. Both directions validate; decoded arrays are the arrays given, not copies.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .assets import ASSET_TYPES, Asset, AssetError
from .wire import check_json

#: Deepest nesting of assets, and of the plain JSON inside one.
ASSET_DEPTH = 8
JSON_DEPTH = 16
#: Most assets in one tree.
ASSET_COUNT = 20_000


def encode(asset: Asset) -> tuple[dict[str, Any], list[np.ndarray]]:
    """The tree and the arrays (contiguous, little endian) of a valid ``asset``.

    An array used by several fields is listed once. Raises :class:`AssetError`.
    """
    trees, arrays = encode_all({"asset": asset})
    return trees["asset"], arrays


def decode(tree: Any, arrays: Sequence[np.ndarray]) -> Asset:
    """The asset of ``tree``, valid, its arrays being those given. Raises :class:`AssetError`."""
    return decode_all({"asset": tree}, arrays)["asset"]


def encode_all(assets: Mapping[str, Asset]) -> tuple[dict[str, dict[str, Any]], list[np.ndarray]]:
    """Named assets over one list of arrays, such as the inputs of a job."""
    encoder = _Encoder()
    return {name: encoder.tree(asset) for name, asset in assets.items()}, encoder.arrays


def decode_all(trees: Mapping[str, Any], arrays: Sequence[np.ndarray]) -> dict[str, Asset]:
    """The inverse of :func:`encode_all`; every array must be used."""
    decoder = _Decoder(arrays)
    assets = {name: decoder.asset(tree, name, ASSET_DEPTH) for name, tree in trees.items()}
    if len(decoder.used) != len(arrays):
        raise AssetError(f"{len(arrays) - len(decoder.used)} arrays belong to no field")
    for asset in assets.values():
        asset.validate()
    return assets


class _Encoder:
    def __init__(self) -> None:
        self.arrays: list[np.ndarray] = []
        #: id of an array given -> (index, the array itself, kept alive so that its id stays its own).
        self._known: dict[int, tuple[int, np.ndarray]] = {}

    def tree(self, asset: Asset) -> dict[str, Any]:
        if not isinstance(asset, Asset):
            raise AssetError(f"{type(asset).__name__} is not an asset")
        asset = _normalised(asset, ASSET_DEPTH)
        asset.validate()
        return self._tree(asset)

    def _tree(self, asset: Asset) -> dict[str, Any]:
        made: dict[str, Any] = {"$type": type(asset).__name__}
        for item in dataclasses.fields(asset):
            value = getattr(asset, item.name)
            # What is empty by default is left out, so that a field of a later minor troubles no earlier one.
            if value is not None and (item.default_factory not in (list, dict) or value):
                made[item.name] = self._value(f"{type(asset).__name__}.{item.name}", value)
        return made

    def _value(self, where: str, value: Any) -> Any:
        if isinstance(value, Asset):
            return self._tree(value)
        if isinstance(value, np.ndarray):
            index, _ = self._known.setdefault(id(value), (len(self.arrays), value))
            if index == len(self.arrays):
                self.arrays.append(value)
            return {"$array": index}
        if isinstance(value, list) and value and isinstance(value[0], Asset):
            return [self._tree(each) for each in value]
        value = list(value) if isinstance(value, tuple) else value
        _check_plain(where, value)
        return value


def _normalised(asset: Asset, depth: int, cache: dict[int, Any] | None = None) -> Asset:
    """A shallow copy of ``asset`` with contiguous little-endian arrays, sharing kept."""
    if depth == 0:
        raise AssetError("assets are nested too deeply")
    cache = {} if cache is None else cache

    def normalise(value: Any) -> Any:
        if isinstance(value, Asset):
            return _normalised(value, depth - 1, cache)
        if isinstance(value, np.ndarray):
            # The original is kept beside its copy: ids are unique only among living objects.
            return cache.setdefault(id(value), (value, _plain_array(value)))[1]
        if isinstance(value, list) and value and isinstance(value[0], Asset):
            return [normalise(each) for each in value]
        return value

    return dataclasses.replace(
        asset, **{item.name: normalise(getattr(asset, item.name)) for item in dataclasses.fields(asset)})


def _plain_array(value: np.ndarray) -> np.ndarray:
    if value.dtype.hasobject:
        raise AssetError("an array may not hold objects")
    return np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))


class _Decoder:
    def __init__(self, arrays: Sequence[np.ndarray]) -> None:
        self.used: set[int] = set()
        self._arrays = arrays
        self._count = 0

    def asset(self, tree: Any, where: str, depth: int) -> Asset:
        if depth == 0:
            raise AssetError(f"{where} is nested too deeply")
        self._count += 1
        if self._count > ASSET_COUNT:
            raise AssetError(f"{where}: more than {ASSET_COUNT} assets in one tree")
        if not isinstance(tree, dict) or not isinstance(tree.get("$type"), str):
            raise AssetError(f"{where} is not an asset")
        kind = ASSET_TYPES.get(tree["$type"])
        if kind is None:
            raise AssetError(f"{where} has the unknown type {tree['$type']!r:.40}; the other side may be newer")
        declared = {item.name: item for item in dataclasses.fields(kind)}
        unknown = sorted(set(tree) - set(declared) - {"$type"})
        if unknown:
            raise AssetError(f"{kind.__name__} has no field {unknown[0]!r:.40}; the other side may be newer")
        missing = [name for name, item in declared.items() if name not in tree and _required(item)]
        if missing:
            raise AssetError(f"{kind.__name__}.{missing[0]} is missing")
        return kind(**{
            name: self._field(declared[name], value, f"{kind.__name__}.{name}", depth)
            for name, value in tree.items() if name != "$type"})

    def _field(self, item: Any, value: Any, where: str, depth: int) -> Any:
        if "shape" in item.metadata:
            return self._array(value, where)
        annotation = str(item.type)
        inner = annotation.removesuffix("| None").strip()
        if inner in ASSET_TYPES:
            return None if value is None and inner != annotation else self.asset(value, where, depth - 1)
        if inner.startswith("list[") and inner[5:-1] in ASSET_TYPES:
            if not isinstance(value, list):
                raise AssetError(f"{where} is not a list")
            return [self.asset(each, f"{where}[{index}]", depth - 1) for index, each in enumerate(value)]
        _check_plain(where, value)
        return tuple(value) if inner.startswith("tuple[") and isinstance(value, list) else value

    def _array(self, value: Any, where: str) -> np.ndarray:
        index = value.get("$array") if isinstance(value, dict) and len(value) == 1 else None
        if type(index) is not int or not 0 <= index < len(self._arrays):
            raise AssetError(f"{where} does not refer to an array")
        self.used.add(index)
        return self._arrays[index]


def _required(item: Any) -> bool:
    return item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING


def _check_plain(where: str, value: Any) -> None:
    try:
        check_json(value, JSON_DEPTH)
    except ValueError as error:
        raise AssetError(f"{where}: {error}") from error
    _refuse_reserved(where, value)


def _refuse_reserved(where: str, value: Any) -> None:
    if isinstance(value, dict):
        for name, each in value.items():
            if name.startswith("$"):
                raise AssetError(f"{where} has the reserved key {name!r:.40}")
            _refuse_reserved(where, each)
    elif isinstance(value, list):
        for each in value:
            _refuse_reserved(where, each)
