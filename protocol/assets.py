# SPDX-License-Identifier: GPL-3.0-or-later
# ruff: noqa: RUF009 (`array` is a field declaration)
"""Typed assets: what engines return and builders turn into Blender datablocks.

Conventions, everywhere: metres, seconds, radians; right-handed, Z up, characters face -Y;
quaternions (w, x, y, z); colours scene-linear unless an :class:`Image` says ``sRGB``.

Each asset is a dataclass of numpy arrays, plain JSON values and further assets. Array fields are
declared with :func:`array`, which states the dtype and the shape in named dimensions::

    vertices: np.ndarray = array("f4", "V", 3)

``validate()`` checks dtypes and shapes, binds the named dimensions across one asset, and then the
meaning (indices in range, weights finite). The codec in :mod:`.codec` validates on both sides.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

import numpy as np

__all__ = [
    "ASSET_TYPES", "Asset", "AssetError", "Avatar", "Environment", "Figure", "Image", "Material", "Mesh",
    "Motion", "Preview", "Prop", "Provenance", "ShapeKeys", "Skeleton", "Sun", "array",
]

#: dtypes that may travel. Little endian, plain numbers; nothing that could hold an object.
DTYPES = ("<f4", "<f2", "<f8", "<i4", "<u4", "<u2", "|u1")

ASSET_TYPES: dict[str, type[Asset]] = {}
_DIMENSION = re.compile(r"([A-Z][A-Za-z]*)([+-]\d+)?$")


class AssetError(ValueError):
    """An asset that breaks its own declaration: a wrong dtype, shape, index or value."""


def array(dtype: str, *shape: str | int, optional: bool = False, since: int = 0) -> Any:
    """Declare an array field.

    ``dtype`` is a short numpy name ("f4") or several separated by "|" ("u1|f2|f4").
    ``shape`` mixes integers and named dimensions ("V", "F+1") bound across the asset. ``since`` is the
    minor of the protocol that the field came with: it is not sent to a side of an earlier one.
    """
    declared = tuple(np.dtype(name).newbyteorder("<").str for name in dtype.split("|"))
    metadata = {"dtypes": declared, "shape": shape, "optional": optional, "since": since}
    if optional:
        return field(default=None, metadata=metadata)
    return field(metadata=metadata)


@dataclass(kw_only=True)
class Asset:
    """Base of everything that travels. Subclasses register themselves by class name."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        ASSET_TYPES[cls.__name__] = cls

    def validate(self) -> None:
        """Raise :class:`AssetError` naming the field at fault; return quietly when sound."""
        bound: dict[str, int] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            where = f"{type(self).__name__}.{item.name}"
            if "shape" in item.metadata:
                _check_array(where, value, item.metadata, bound)
            else:
                _check_value(where, value, item)
        self.check()

    def check(self) -> None:
        """Checks of meaning, after types and shapes are known to be right. Overridden."""


def _check_array(where: str, value: Any, metadata: Any, bound: dict[str, int]) -> None:
    if value is None:
        if metadata["optional"]:
            return
        raise AssetError(f"{where} is missing")
    if not isinstance(value, np.ndarray):
        raise AssetError(f"{where} is {type(value).__name__}, not an array")
    if value.dtype.str not in metadata["dtypes"]:
        raise AssetError(f"{where} has dtype {value.dtype.str}, expected {' or '.join(metadata['dtypes'])}")
    shape = metadata["shape"]
    if value.ndim != len(shape):
        raise AssetError(f"{where} has shape {value.shape}, expected {shape}")
    for size, expected in zip(value.shape, shape):
        if isinstance(expected, int):
            if size != expected:
                raise AssetError(f"{where} has shape {value.shape}, expected {shape}")
            continue
        match = _DIMENSION.match(expected)
        assert match, expected
        base = size - int(match[2] or 0)
        if base < 0 or bound.setdefault(match[1], base) != base:
            raise AssetError(
                f"{where} has shape {value.shape}, expected {shape} with {match[1]} = {bound.get(match[1])}")


_PLAIN: dict[str, Any] = {"str": str, "bool": bool, "int": int, "float": (int, float), "dict": dict, "list": list}


def _check_value(where: str, value: Any, item: Any) -> None:
    """Check a non-array field against its annotation, kept to the few forms used below."""
    annotation = item.type if isinstance(item.type, str) else getattr(item.type, "__name__", "")
    if annotation.endswith("| None"):
        if value is None:
            return
        annotation = annotation[:-len("| None")].strip()
    if annotation.startswith("list[") and annotation[5:-1] in ASSET_TYPES:
        if not isinstance(value, list):
            raise AssetError(f"{where} is {type(value).__name__}, not a list")
        for index, each in enumerate(value):
            _check_asset(f"{where}[{index}]", each, annotation[5:-1])
    elif annotation in ASSET_TYPES:
        _check_asset(where, value, annotation)
    elif annotation.startswith("tuple["):
        count = annotation.count("float")
        if (not isinstance(value, (tuple, list)) or len(value) != count
                or not all(_is_number(v) for v in value)):
            raise AssetError(f"{where} must be {count} finite numbers, got {value!r:.80}")
    else:
        kind = _PLAIN[annotation.split("[")[0]]
        if not isinstance(value, kind) or (isinstance(value, bool) and annotation != "bool"):
            raise AssetError(f"{where} is {type(value).__name__}, expected {annotation}")
        if annotation == "float" and not math.isfinite(value):
            raise AssetError(f"{where} is not finite")
        strings = {"list[str]": lambda: value, "dict[str, str]": lambda: value.values()}.get(annotation)
        if strings is not None and not all(isinstance(each, str) for each in strings()):
            raise AssetError(f"{where} may only hold strings")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _check_asset(where: str, value: Any, name: str) -> None:
    if not isinstance(value, ASSET_TYPES[name]):
        raise AssetError(f"{where} is {type(value).__name__}, expected {name}")
    value.validate()


#: Values checked at a time, about a megabyte: what a core's cache holds.
_BLOCK = 1 << 18


def _require_finite(where: str, values: np.ndarray) -> float:
    """Raise unless all values are finite; return the least of them (0 of none)."""
    if not values.size:
        return 0.0
    # Minimum and maximum pass NaN on; the two together take half the time of isfinite. Block by block,
    # so that the second finds in the cache what the first has read.
    flat = values.reshape(-1)
    blocks = (flat[start:start + _BLOCK] for start in range(0, flat.size, _BLOCK))
    extremes = np.array([(block.min(), block.max()) for block in blocks], np.float64)
    least, most = float(extremes[:, 0].min()), float(extremes[:, 1].max())
    if not (math.isfinite(least) and math.isfinite(most)):
        raise AssetError(f"{where} holds values that are not finite")
    return least


def _require_range(where: str, indices: np.ndarray, limit: int) -> None:
    if indices.size and (int(indices.min()) < 0 or int(indices.max()) >= limit):
        raise AssetError(f"{where} holds an index outside 0..{limit - 1}")


@dataclass(kw_only=True)
class Provenance(Asset):
    """Where an asset came from. The same provenance gives the same asset on the same device."""

    engine: str
    engine_version: str
    prompt: str
    seed: int
    #: Digest of the weights used, "" for an engine without any.
    weights: str = ""
    #: Every parameter as used, defaults filled in.
    parameters: dict[str, Any] = field(default_factory=dict)
    #: How the prompt was understood: the modality's spec, editable and accepted back.
    spec: dict[str, Any] = field(default_factory=dict)
    #: What was assumed, in sentences for the user.
    assumptions: list[str] = field(default_factory=list)
    #: Words of the prompt that were not understood.
    unparsed: list[str] = field(default_factory=list)
    #: ISO 8601, UTC. Empty until the backend stores the result.
    created: str = ""
    licence: str = ""


@dataclass(kw_only=True)
class Image(Asset):
    """An image, first row at the top. ``u1`` is 0..255, floats are linear values."""

    name: str
    pixels: np.ndarray = array("u1|f2|f4", "H", "W", "C")
    #: "sRGB", "Linear" (scene-linear Rec.709) or "Non-Color" (data: normals, roughness).
    colorspace: str = "sRGB"

    def check(self) -> None:
        if self.colorspace not in ("sRGB", "Linear", "Non-Color"):
            raise AssetError(f"Image.colorspace {self.colorspace!r} is not sRGB, Linear or Non-Color")
        if self.pixels.shape[2] not in (1, 3, 4) or 0 in self.pixels.shape:
            raise AssetError(f"Image.pixels has shape {self.pixels.shape}; channels must be 1, 3 or 4")


@dataclass(kw_only=True)
class Figure(Asset):
    """A moving stick figure: what a motion looks like while it is being made. Since 1.2 of the protocol.

    In the target's upright space, as a :class:`Motion`'s root is: metres, Z up.
    """

    fps: float
    places: np.ndarray = array("f4", "T", "J", 3)
    #: The joint each one hangs from; the root's is -1.
    parents: np.ndarray = array("i4", "J")

    def check(self) -> None:
        if not 0 < self.fps <= 1000:
            raise AssetError(f"Figure.fps is {self.fps}, expected 0 < fps <= 1000")
        if 0 in self.places.shape:
            raise AssetError("Figure.places needs at least one frame and one joint")
        _require_finite("Figure.places", self.places)
        if (self.parents < -1).any() or (self.parents >= np.arange(len(self.parents))).any():
            raise AssetError("Figure.parents must come before their children")


#: What may travel with a progress.
Preview = Image | Figure


@dataclass(kw_only=True)
class Material(Asset):
    """A Principled BSDF. Lengths in metres, colours scene-linear; images multiply nothing:
    an image, when present, replaces the scalar of the same name."""

    name: str
    base_color: tuple[float, float, float, float] = (0.8, 0.8, 0.8, 1.0)
    metallic: float = 0.0
    roughness: float = 0.5
    ior: float = 1.5
    transmission: float = 0.0
    subsurface: float = 0.0
    subsurface_radius: tuple[float, float, float] = (1.0, 0.35, 0.2)
    #: Scale of subsurface_radius.
    subsurface_scale: float = 0.01
    sheen: float = 0.0
    sheen_roughness: float = 0.5
    coat: float = 0.0
    coat_roughness: float = 0.03
    emission_color: tuple[float, float, float] = (1.0, 1.0, 1.0)
    emission_strength: float = 0.0
    alpha: float = 1.0
    base_color_image: Image | None = None
    roughness_image: Image | None = None
    metallic_image: Image | None = None
    normal_image: Image | None = None
    normal_strength: float = 1.0
    #: Optional procedural detail for Blender, e.g. {"bump": {"type": "noise", "scale": 400.0,
    #: "detail": 4.0, "strength": 0.1, "distance": 0.001}, "color_variation": {"scale": 8.0,
    #: "amount": 0.1}}, "density" (kg/m3, of what becomes a rigid body) and "kind" ("wood", "metal" ...: the node group
    #: it is built as). Builders ignore entries they do not know.
    procedural: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class ShapeKeys(Asset):
    """Sparse shape keys: key ``s`` moves ``indices[o[s]:o[s+1]]`` by the same rows of ``deltas``."""

    names: list[str]
    offsets: np.ndarray = array("i4", "S+1")
    indices: np.ndarray = array("i4", "N")
    deltas: np.ndarray = array("f4", "N", 3)

    def check(self) -> None:
        if len(self.names) != len(self.offsets) - 1 or len(set(self.names)) != len(self.names):
            raise AssetError("ShapeKeys.names must be distinct, one for each key")
        _check_offsets("ShapeKeys.offsets", self.offsets, len(self.indices), least=0)
        _require_finite("ShapeKeys.deltas", self.deltas)


def _check_offsets(where: str, offsets: np.ndarray, total: int, least: int) -> None:
    if offsets[0] != 0 or offsets[-1] != total or (np.diff(offsets.astype(np.int64)) < least).any():
        raise AssetError(f"{where} must rise from 0 to {total} in steps of at least {least}")


@dataclass(kw_only=True)
class Mesh(Asset):
    """Polygons with any number of corners (quads stay quads).

    V vertices, F faces, C face corners, K joint influences a vertex.
    """

    name: str
    vertices: np.ndarray = array("f4", "V", 3)
    corner_vertices: np.ndarray = array("i4", "C")
    face_offsets: np.ndarray = array("i4", "F+1")
    #: One coordinate a corner, origin at the lower left (Blender's).
    uvs: np.ndarray | None = array("f4", "C", 2, optional=True)
    material_index: np.ndarray | None = array("u2", "F", optional=True)
    materials: list[Material] = field(default_factory=list)
    smooth: bool = True
    #: Joint indices into the skeleton's names, and their weights, which sum to 1 a vertex.
    #: Unused slots have weight 0.
    joints: np.ndarray | None = array("u2", "V", "K", optional=True)
    weights: np.ndarray | None = array("f4", "V", "K", optional=True)
    shape_keys: ShapeKeys | None = None
    #: Linear RGBA a vertex.
    colors: np.ndarray | None = array("f4", "V", 4, optional=True)
    #: 1 where a vertex is covered (skin under a garment): builders mask it out of sight.
    hidden: np.ndarray | None = array("u1", "V", optional=True)
    #: What it is: "body", "eyes", "garment", "hair", "part" ...
    role: str = "part"

    def check(self) -> None:
        _require_finite("Mesh.vertices", self.vertices)
        _require_range("Mesh.corner_vertices", self.corner_vertices, len(self.vertices))
        _check_offsets("Mesh.face_offsets", self.face_offsets, len(self.corner_vertices), least=3)
        if self.uvs is not None:
            _require_finite("Mesh.uvs", self.uvs)
        if self.material_index is not None:
            _require_range("Mesh.material_index", self.material_index, max(1, len(self.materials)))
        if (self.joints is None) != (self.weights is None):
            raise AssetError("Mesh.joints and Mesh.weights come together")
        if self.weights is not None:
            _require_finite("Mesh.weights", self.weights)
            if (self.weights < 0).any() or np.abs(self.weights.sum(axis=1) - 1).max(initial=0) > 1e-3:
                raise AssetError("Mesh.weights must be positive and sum to 1 for each vertex")
        if self.shape_keys is not None:
            _require_range("Mesh.shape_keys.indices", self.shape_keys.indices, len(self.vertices))


@dataclass(kw_only=True)
class Skeleton(Asset):
    """Joints as bones in the rest pose, parents before children, in armature space.

    The rest frame of a bone is Blender's: Y along head -> tail, Z as near to ``z_axes`` as that
    allows, X = Y x Z.
    """

    name: str
    names: list[str]
    parents: np.ndarray = array("i4", "J")
    heads: np.ndarray = array("f4", "J", 3)
    tails: np.ndarray = array("f4", "J", 3)
    #: The bone's Z axis, which fixes its roll (``EditBone.align_roll``).
    z_axes: np.ndarray = array("f4", "J", 3)
    #: Rig naming: "troupe22", "game_engine", "mixamo", "makehuman", "cmu_mb", "custom" ...
    convention: str = "custom"
    #: Canonical body joint (see backend.motion.skeleton) -> name of the bone that plays it.
    roles: dict[str, str] = field(default_factory=dict)
    #: Half the width of the trunk between hips and ribs, clothes included, metres: how far out the arms
    #: must hang. 0 when unknown.
    girth: float = 0.0

    #: Not a field: bones shorter than this cannot exist in Blender.
    MINIMUM_LENGTH: ClassVar[float] = 1e-5

    def check(self) -> None:
        count = len(self.parents)
        if len(self.names) != count or len(set(self.names)) != count:
            raise AssetError("Skeleton.names must be distinct, one for each joint")
        if (self.parents >= np.arange(count)).any() or (self.parents < -1).any():
            raise AssetError("Skeleton.parents must be -1 or the index of an earlier joint")
        for label in ("heads", "tails", "z_axes"):
            _require_finite(f"Skeleton.{label}", getattr(self, label))
        lengths = np.linalg.norm(self.tails.astype(np.float64) - self.heads, axis=1)
        if (lengths < self.MINIMUM_LENGTH).any():
            raise AssetError(f"Skeleton bone {self.names[int(lengths.argmin())]!r} has no length")
        if not 0 <= self.girth < 1e3:
            raise AssetError(f"Skeleton.girth is {self.girth}, expected metres")
        unknown = set(self.roles.values()) - set(self.names)
        if unknown:
            raise AssetError(f"Skeleton.roles names bones that do not exist: {sorted(unknown)}")

    def rest_rotations(self) -> np.ndarray:
        """Rest frames in armature space, (J, 3, 3) f8, columns X, Y, Z: ``bone.matrix_local``."""
        y = (self.tails - self.heads).astype(np.float64)
        y /= np.linalg.norm(y, axis=1, keepdims=True)
        x = np.cross(y, self.z_axes.astype(np.float64))
        length = np.linalg.norm(x, axis=1, keepdims=True)
        if (length < 1e-9).any():
            raise AssetError("Skeleton.z_axes must not be parallel to the bone")
        x /= length
        return np.stack([x, y, np.cross(x, y)], axis=2)


@dataclass(kw_only=True)
class Motion(Asset):
    """A clip on its own skeleton: T frames of J joints.

    ``rotations`` are local to the parent in the rest pose's frame: a pose bone's
    ``matrix_basis``. ``root_translation`` moves joint ``root_joint`` from its rest place, in
    armature space.
    """

    name: str
    fps: float
    skeleton: Skeleton
    rotations: np.ndarray = array("f4", "T", "J", 4)
    root_translation: np.ndarray = array("f4", "T", 3)
    #: 1 while it touches the ground: left ankle, left toe, right ankle, right toe.
    contacts: np.ndarray | None = array("u1", "T", 4, optional=True)
    #: Index of the joint that carries root_translation.
    root_joint: int = 0
    #: The last frame leads back into the first (root travel apart).
    loop: bool = False
    caption: str = ""
    provenance: Provenance | None = None

    def check(self) -> None:
        if not 0 < self.fps <= 1000:
            raise AssetError(f"Motion.fps is {self.fps}, expected 0 < fps <= 1000")
        if self.rotations.shape[1] != len(self.skeleton.names) or not len(self.rotations):
            raise AssetError("Motion.rotations needs at least one frame and one quaternion a joint")
        _require_range("Motion.root_joint", np.array([self.root_joint]), len(self.skeleton.names))
        _require_finite("Motion.root_translation", self.root_translation)
        norms = np.linalg.norm(self.rotations, axis=2)
        if not np.isfinite(norms).all() or np.abs(norms - 1).max() > 1e-3:
            raise AssetError("Motion.rotations must be unit quaternions")


@dataclass(kw_only=True)
class Avatar(Asset):
    """A skinned character standing on z = 0 at the origin, facing -Y."""

    name: str
    skeleton: Skeleton
    #: Body first; every mesh skinned to the skeleton.
    meshes: list[Mesh]
    #: Standing height without shoes, metres.
    height: float
    provenance: Provenance | None = None

    def check(self) -> None:
        for mesh in self.meshes:
            if mesh.joints is None:
                raise AssetError(f"Avatar mesh {mesh.name!r} has no skin weights")
            _require_range(f"Avatar mesh {mesh.name!r} joints", mesh.joints, len(self.skeleton.names))


@dataclass(kw_only=True)
class Sun(Asset):
    """A sun taken out of an environment map, for a lamp."""

    #: Unit vector from the scene towards the sun.
    direction: tuple[float, float, float]
    #: Irradiance on a surface facing the sun, linear RGB, in the same units as the map
    #: (a map of radiance L lights a surface with the integral of L cos).
    irradiance: tuple[float, float, float]
    #: Angular diameter, radians.
    angle: float = 0.00925

    def check(self) -> None:
        if abs(math.sqrt(sum(v * v for v in self.direction)) - 1) > 1e-3:
            raise AssetError("Sun.direction must be a unit vector")
        if min(self.irradiance) < 0 or not 0 <= self.angle <= math.pi:
            raise AssetError("Sun.irradiance must be positive and the angle within 0..pi")


@dataclass(kw_only=True)
class Environment(Asset):
    """An equirectangular map of scene-linear radiance, first row at the zenith.

    Column centre ``u`` in 0..1 looks along azimuth ``atan2(y, x) = pi (1 - 2 u)``, as Blender's
    Environment Texture does: the middle of the image is +X, a quarter in is +Y, three quarters
    in is -Y.

    An engine that knows the place may say how far away everything is, and what it is: ``depth`` and
    ``mask``, of one size, at most the map's, laid out as the map is.
    """

    #: Not fields: the classes of the mask.
    SKY: ClassVar[int] = 0
    GROUND: ClassVar[int] = 1
    WATER: ClassVar[int] = 2
    THING: ClassVar[int] = 3

    name: str
    pixels: np.ndarray = array("f4", "H", "W", 3)
    sun: Sun | None = None
    #: Suggested exposure for a viewer, in stops.
    exposure: float = 0.0
    #: Mean albedo of the ground, linear RGB, for a ground plane beside the map.
    ground_color: tuple[float, float, float] = (0.2, 0.2, 0.2)
    provenance: Provenance | None = None
    #: Distance from the eye to what is seen, along its direction, metres; infinite for the sky (since 1.3).
    depth: np.ndarray | None = array("f4", "Rows", "Columns", optional=True, since=3)
    #: What is seen: 0 sky, 1 ground (hills too), 2 water, 3 what stands there, such as trees and walls (since 1.3).
    mask: np.ndarray | None = array("u1", "Rows", "Columns", optional=True, since=3)

    def check(self) -> None:
        self._check_layers()
        height, width, _ = self.pixels.shape
        if width != 2 * height or height < 2:
            raise AssetError(f"Environment.pixels is {width} x {height}; width must be twice the height")
        # The bits of floats that are finite and not negative are integers up to these: one pass
        # over what may be 100 MB. Anything else, such as -0, is looked at properly.
        if int(self.pixels.view("<u4").max()) <= 0x7F7FFFFF:
            return
        if _require_finite("Environment.pixels", self.pixels) < 0:
            raise AssetError("Environment.pixels holds negative radiance")

    def _check_layers(self) -> None:
        """Depth and mask: their sizes, and what their values may be."""
        for label, layer in (("depth", self.depth), ("mask", self.mask)):
            if layer is None:
                continue
            height, width = layer.shape
            if width != 2 * height or not 2 <= height <= len(self.pixels):
                raise AssetError(f"Environment.{label} is {width} x {height}; width must be twice the height, and "
                                 "no larger than the map")
        if self.depth is not None and not (self.depth > 0).all():  # not so of NaN either
            raise AssetError("Environment.depth must be positive, and infinite for the sky")
        if self.mask is not None and int(self.mask.max()) > self.THING:
            raise AssetError(f"Environment.mask holds the class {int(self.mask.max())}; there are 0 to {self.THING}")


@dataclass(kw_only=True)
class Prop(Asset):
    """An object standing on z = 0, its base centred on the origin, front towards -Y."""

    name: str
    category: str
    #: Named parts, all in the same space.
    meshes: list[Mesh]
    provenance: Provenance | None = None
    #: Coarser versions of the meshes, in their order, once for each level: role "lod1", "lod2" ... (since 1.2)
    lods: list[Mesh] = field(default_factory=list, metadata={"since": 2})
    #: Convex hulls to collide with, role "collider" (since 1.2).
    colliders: list[Mesh] = field(default_factory=list, metadata={"since": 2})

    def check(self) -> None:
        if not self.meshes:
            raise AssetError("Prop.meshes is empty")


