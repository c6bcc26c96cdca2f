# SPDX-License-Identifier: GPL-3.0-or-later
"""Hair of strips as Blender's hair curves, rooted on the skin, and back.

Each lock is a strip whose rows are three vertices (left, raised middle, right); strands run along it, spread over its
width. The strips are hidden meanwhile, not changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import bpy
import numpy as np
from mathutils import Vector
from mathutils.bvhtree import BVHTree
from mathutils.interpolate import poly_3d_calc

from .. import compat
from ..builders import avatar
from . import fields, levels

#: Custom properties of a curves object: the strips it stands for, and how those were shown.
STRIPS, _SHOWN = "troupe_strips", "troupe_strips_shown"
#: Of a body whose rest positions are stored for curves.
_REST = "troupe_rest_position"
_NODES, _MATERIAL = "Troupe Hair on Skin", "Troupe Hair Curves"
#: Metres: a lock that starts nearer to the skin starts on it; one that is tied away from it gets a root there.
_NEAR = 0.004
#: Share of the hair's colour that a strand has.
_DEPTH = 0.6
#: Strands at most: what a viewport still likes to draw.
_MOST = 60_000


@dataclass(frozen=True, eq=False)
class Strands:
    """Strands of one strip object: N strands, P points in all."""

    #: (N,) points of each strand, from the root on.
    sizes: np.ndarray
    #: (P, 3) f4 places and (P,) f4 radii, metres, in the object's own space.
    places: np.ndarray
    radii: np.ndarray
    #: (N, 2) f4 where the roots are on the skin's UV map.
    uvs: np.ndarray


def curves_of(rig: bpy.types.Object) -> list[bpy.types.Object]:
    """The curves objects of an avatar."""
    return [ob for ob in rig.children_recursive if isinstance(ob.get(STRIPS), bpy.types.Object)]


def convert(rig: bpy.types.Object, strands: int = 8) -> list[bpy.types.Object]:
    """Curves in place of the hair of an avatar, ``strands`` for each lock, with a Principled Hair material, attached to
    the skin. Raises ``ValueError`` with a sentence for the user, and then nothing has changed."""
    if curves_of(rig):
        raise ValueError(f"The hair of {rig.name} is curves already.")
    levels.show(rig, 0)
    hair = [ob for ob in avatar.parts(rig) if ob[avatar.ROLE] == "hair"]
    body = next((ob for ob in avatar.parts(rig) if ob[avatar.ROLE] == "body"), None)
    if not hair or body is None:
        raise ValueError(f"{rig.name} has no hair to convert.")
    if body.data.uv_layers.active is None:
        raise ValueError(f"The skin of {rig.name} has no UV map, by which curves hold on to it.")
    skin = _Skin(body)
    rng = np.random.default_rng(11)
    found = [_strands(ob, skin, strands, rng) for ob in hair]
    material = _material(rig)
    if not body.add_rest_position_attribute:
        body[_REST] = True
        body.add_rest_position_attribute = True
    return [_object(ob, each, body, material) for ob, each in zip(hair, found)]


def revert(rig: bpy.types.Object) -> int:
    """The strips again, as they were, and the curves away; how many objects that were."""
    found = curves_of(rig)
    for ob in found:
        strips = ob[STRIPS]
        strips.hide_viewport, strips.hide_render = (bool(each) for each in ob[_SHOWN])
        data = ob.data
        materials = list(data.materials)
        bpy.data.objects.remove(ob)
        if data.users == 0:
            bpy.data.hair_curves.remove(data)
        for each in materials:
            if each is not None and each.users == 0:
                bpy.data.materials.remove(each)
    for ob in avatar.parts(rig):
        if _REST in ob:
            ob.add_rest_position_attribute = False
            del ob[_REST]
    if (nodes := bpy.data.node_groups.get(_NODES)) is not None and nodes.users == 0:
        bpy.data.node_groups.remove(nodes)
    return len(found)


class _Skin:
    """The undeformed skin, to find roots on."""

    def __init__(self, body: bpy.types.Object) -> None:
        mesh = body.data
        points = _places(mesh).tolist()
        self.vectors = [Vector(each) for each in points]
        self.faces = [tuple(each.vertices) for each in mesh.polygons]
        self.starts = [each.loop_start for each in mesh.polygons]
        flat = np.empty(2 * len(mesh.loops), np.float32)
        mesh.uv_layers.active.uv.foreach_get("vector", flat)
        self.uvs = flat.reshape(-1, 2)
        self.tree = BVHTree.FromPolygons(points, self.faces)

    def root(self, place: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
        """The place on the skin (1, 3) nearest to one, its UV (2,), and how far it is."""
        found, _, face, away = self.tree.find_nearest(place)
        corners = self.faces[face]
        weights = poly_3d_calc([self.vectors[each] for each in corners], found)
        start = self.starts[face]
        return np.array([found]), np.array(weights) @ self.uvs[start:start + len(corners)], away


def _places(mesh: bpy.types.Mesh) -> np.ndarray:
    flat = np.empty(3 * len(mesh.vertices), np.float32)
    source = mesh.shape_keys.key_blocks[0].data if mesh.shape_keys else mesh.vertices
    source.foreach_get("co", flat)
    return flat.reshape(-1, 3).astype(np.float64)


def _locks(ob: bpy.types.Object) -> list[np.ndarray]:
    """Every strip as rows (R, 3, 3): left, middle, right, from the root on."""
    mesh = ob.data
    places = _places(mesh)
    edges = np.empty(2 * len(mesh.edges), np.int32)
    mesh.edges.foreach_get("vertices", edges)
    # Vertices of a strip follow one another: a new one begins where no edge leads across.
    low, high = np.sort(edges.reshape(-1, 2), axis=1).T
    reach = np.zeros(len(places) + 1, np.int64)
    np.add.at(reach, low + 1, 1)
    np.add.at(reach, high + 1, -1)
    starts = np.append(np.flatnonzero(np.cumsum(reach[:-1]) == 0), len(places))
    sizes = np.diff(starts)
    step = high - low
    rows = ((step == 1) & (low % 3 < 2)) | (step == 3)
    if not rows.all() or len(places) % 3 or not len(sizes) or (sizes % 3).any() or (sizes < 6).any():
        raise ValueError(f"{ob.name} is not made of strips as Troupe's own hair is: it cannot become curves.")
    return [places[start:start + size].reshape(-1, 3, 3) for start, size in zip(starts, sizes)]


def _strands(ob: bpy.types.Object, skin: _Skin, count: int, rng: np.random.Generator) -> Strands:
    locks = _locks(ob)
    count = max(1, min(count, _MOST // len(locks)))
    sizes, places, radii, uvs = [], [], [], []
    tapers: dict[int, np.ndarray] = {}
    for rows in locks:
        width = float(np.linalg.norm(rows[:, 2] - rows[:, 0], axis=1).max())
        across = (np.arange(count) + rng.uniform(0.2, 0.8, count)) / count * 2 - 1
        outer = np.where(across[:, None, None] < 0, rows[None, :, 0], rows[None, :, 2])
        # The strip is raised in its middle: strands lie on its two slopes, a little above and below.
        lines = rows[None, :, 1] + np.abs(across)[:, None, None] * (outer - rows[None, :, 1])
        lines = lines + rng.normal(0, 0.05 * width, (count, 1, 3))
        kept = np.maximum(2, np.round(len(rows) * rng.uniform(0.82, 1.0, count))).astype(int)
        thick = min(max(0.42 * width / count, 8e-5), 4e-4)
        for line, length in zip(lines, kept.tolist()):
            root, uv, away = skin.root(line[0])
            line = np.concatenate([root, line[1 if away < _NEAR else 0:length]])
            if len(line) not in tapers:
                tapers[len(line)] = 1 - 0.75 * np.linspace(0, 1, len(line)) ** 2
            sizes.append(len(line))
            places.append(line)
            radii.append(thick * tapers[len(line)])
            uvs.append(uv)
    return Strands(np.array(sizes, np.int32), np.concatenate(places).astype(np.float32),
                   np.concatenate(radii).astype(np.float32), np.array(uvs, np.float32))


def _object(strips: bpy.types.Object, strands: Strands, body: bpy.types.Object,
            material: bpy.types.Material) -> bpy.types.Object:
    curves = bpy.data.hair_curves.new(f"{strips.name} Curves")
    compat.add_curves(curves, strands.sizes.tolist())
    curves.position_data.foreach_set("vector", strands.places.ravel())
    for name, kind, domain, values in (("radius", "FLOAT", "POINT", strands.radii),
                                       ("surface_uv_coordinate", "FLOAT2", "CURVE", strands.uvs)):
        layer = curves.attributes.get(name) or curves.attributes.new(name, kind, domain)
        layer.data.foreach_set("vector" if kind == "FLOAT2" else "value", values.ravel())
    curves.materials.append(material)
    curves.surface, curves.surface_uv_map = body, body.data.uv_layers.active.name
    ob = bpy.data.objects.new(curves.name, curves)
    strips.users_collection[0].objects.link(ob)
    ob.parent = body
    ob[STRIPS], ob[_SHOWN] = strips, [int(strips.hide_viewport), int(strips.hide_render)]
    strips.hide_viewport = strips.hide_render = True
    modifier = ob.modifiers.new("Follow Skin", "NODES")
    modifier.node_group = _nodes()
    return ob


def _nodes() -> bpy.types.NodeTree:
    """Geometry nodes that let the roots follow the deformed skin."""
    if (found := bpy.data.node_groups.get(_NODES)) is not None:
        return found
    tree = bpy.data.node_groups.new(_NODES, "GeometryNodeTree")
    tree.is_modifier = True
    for way in ("INPUT", "OUTPUT"):
        tree.interface.new_socket("Geometry", in_out=way, socket_type="NodeSocketGeometry")
    start, deform, end = (tree.nodes.new(each) for each in (
        "NodeGroupInput", "GeometryNodeDeformCurvesOnSurface", "NodeGroupOutput"))
    for number, node in enumerate((start, deform, end)):
        node.location = (240 * number, 0)
    tree.links.new(start.outputs[0], deform.inputs[0])
    tree.links.new(deform.outputs[0], end.inputs[0])
    return tree


def _material(rig: bpy.types.Object) -> bpy.types.Material:
    # Light goes on from strand to strand, which makes hair brighter than its colour.
    color = [*(_DEPTH * each for each in fields.spec_of(rig).get("hair_color") or (0.06, 0.035, 0.02)), 1.0]
    material = bpy.data.materials.new(_MATERIAL)
    material.diffuse_color = color
    tree = compat.use_nodes(material)
    tree.nodes.clear()
    hair, out = tree.nodes.new("ShaderNodeBsdfHairPrincipled"), tree.nodes.new("ShaderNodeOutputMaterial")
    hair.parametrization = "COLOR"
    for name, value in (("Color", color), ("Roughness", 0.32), ("Radial Roughness", 0.45), ("Random Color", 0.12),
                        ("Random Roughness", 0.1)):
        if name in hair.inputs:
            hair.inputs[name].default_value = value
    hair.location, out.location = (-280, 0), (0, 0)
    tree.links.new(hair.outputs[0], out.inputs["Surface"])
    return material
