# SPDX-License-Identifier: GPL-3.0-or-later
"""Put Troupe's objects onto surfaces: one under the mouse, or many scattered over what is selected."""

import random
from math import pi

import bpy
import numpy as np
from bpy.props import BoolProperty, FloatProperty, IntProperty
from bpy_extras import view3d_utils
from mathutils import Matrix, Quaternion, Vector

from ..builders import prop
from .prop_edit import found_prop


def upright(normal: Vector, angle: float, align: bool) -> Quaternion:
    """Z along ``normal`` (or up), turned by ``angle`` radians about it."""
    up = normal.to_track_quat("Z", "Y") if align else Quaternion()
    return up @ Quaternion((0.0, 0.0, 1.0), angle)


class TROUPE_OT_prop_place(bpy.types.Operator):
    """Move the selected object along the surface under the mouse. Click to leave it there; the wheel turns it"""

    bl_idname = "troupe.prop_place"
    bl_label = "Place on Surface"
    bl_options = {"REGISTER", "UNDO"}

    align: BoolProperty(name="Align", description="Stand square to the surface instead of upright", default=True)

    @classmethod
    def poll(cls, context):
        if found_prop(context) is None:
            cls.poll_message_set("Select an object that Troupe has made")
            return False
        return context.mode == "OBJECT"

    def invoke(self, context, _event):
        if context.space_data is None or context.space_data.type != "VIEW_3D":
            self.report({"ERROR"}, "Use this in the 3D view.")
            return {"CANCELLED"}
        self.root, _ = found_prop(context)
        self.before, self.angle = self.root.matrix_world.copy(), 0.0
        context.window_manager.modal_handler_add(self)
        context.workspace.status_text_set("Click: place   Wheel: turn   Esc: as it was")
        return {"RUNNING_MODAL"}

    def modal(self, context, event):
        if event.type in ("ESC", "RIGHTMOUSE"):
            self.root.matrix_world = self.before
            return self._end(context, {"CANCELLED"})
        if event.type == "LEFTMOUSE" and event.value == "PRESS":
            return self._end(context, {"FINISHED"})
        if event.type in ("WHEELUPMOUSE", "WHEELDOWNMOUSE"):
            self.angle += pi / 12 if event.type == "WHEELUPMOUSE" else -pi / 12
        if event.type in ("MOUSEMOVE", "WHEELUPMOUSE", "WHEELDOWNMOUSE"):
            where = event.mouse_region_x, event.mouse_region_y
            origin = view3d_utils.region_2d_to_origin_3d(context.region, context.region_data, where)
            way = view3d_utils.region_2d_to_vector_3d(context.region, context.region_data, where)
            onto_surface(context, self.root, origin, way, self.angle, self.align)
        return {"RUNNING_MODAL"}

    @staticmethod
    def _end(context, result):
        context.workspace.status_text_set(None)
        return result


def onto_surface(context, root, origin, way, angle=0.0, align=True):
    """Stand ``root`` where the ray meets the scene, itself left out; False where it meets nothing."""
    own = set(prop.parts(root))
    depsgraph = context.evaluated_depsgraph_get()
    for _ in range(64):
        hit, location, normal, _, ob, _ = context.scene.ray_cast(depsgraph, origin, way)
        if not hit:
            return False
        if ob.original not in own:
            break
        origin = location + 1e-4 * Vector(way).normalized()
    else:
        return False
    scale = root.matrix_world.to_scale()
    root.matrix_world = Matrix.LocRotScale(location, upright(normal, angle, align), scale)
    return True


class TROUPE_OT_prop_scatter(bpy.types.Operator):
    """Scatter copies of the selected Troupe objects over the active mesh. Of several, each copy is one of them"""

    bl_idname = "troupe.prop_scatter"
    bl_label = "Scatter on Active"
    bl_options = {"REGISTER", "UNDO"}

    count: IntProperty(name="Count", description="Copies at most", min=1, max=5000, default=30)
    distance: FloatProperty(name="Apart", description="Least distance between two copies", unit="LENGTH", min=0.0,
                            default=0.0)
    align: BoolProperty(name="Align", description="Stand square to the surface instead of upright", default=True)
    variation: FloatProperty(name="Size Varies", description="Share by which sizes differ", min=0.0, max=0.9,
                             default=0.1, subtype="FACTOR")
    seed: IntProperty(name="Seed", description="Another number is another scattering", min=0)

    @classmethod
    def poll(cls, context):
        ob = context.view_layer.objects.active
        if ob is None or ob.type != "MESH" or not cls._props(context):
            cls.poll_message_set("Select objects that Troupe has made, then, with Shift, the mesh to scatter them on")
            return False
        return context.mode == "OBJECT"

    @staticmethod
    def _props(context):
        from ..builders import provenance

        surface, roots = context.view_layer.objects.active, []
        for ob in context.selected_objects:
            for each in (ob, ob.parent):
                record = provenance.read(each)
                if each not in (None, surface) and record and record["modality"] == "object" and each not in roots:
                    roots.append(each)
        return roots

    def execute(self, context):
        surface, roots = context.view_layer.objects.active, self._props(context)
        places = spread(context, surface, self.count, self.distance, self.seed)
        if not places:
            self.report({"ERROR"}, f"{surface.name} has no faces.")
            return {"CANCELLED"}
        home = bpy.data.collections.new(f"{roots[0].name} on {surface.name}")
        context.scene.collection.children.link(home)
        chance = random.Random(self.seed)
        for location, normal in places:
            size = 1 + self.variation * chance.uniform(-1, 1)
            turn = upright(normal, chance.uniform(0, 2 * pi), self.align)
            self._copy(chance.choice(roots), home, Matrix.LocRotScale(location, turn, Vector((size,) * 3)))
        self.report({"INFO"}, f"{len(places)} copies.")
        return {"FINISHED"}

    @staticmethod
    def _copy(root, home, matrix):
        """A copy that shares its meshes with ``root``."""
        made = {}
        for ob in prop.parts(root):
            if ob.hide_render or (ob != root and any(each.hide_render for each in ob.users_collection)):
                continue
            made[ob] = ob.copy()
            home.objects.link(made[ob])
        for ob, copy in made.items():
            copy.parent = made.get(ob.parent) if ob != root else None
        made[root].matrix_world = matrix @ Matrix.LocRotScale(None, None, root.matrix_world.to_scale())


def spread(context, surface, count, distance, seed):
    """At most ``count`` points of the evaluated ``surface`` with normals, by area, no two nearer than ``distance``."""
    evaluated = surface.evaluated_get(context.evaluated_depsgraph_get())
    mesh = evaluated.to_mesh()
    mesh.calc_loop_triangles()
    number = len(mesh.loop_triangles)
    corners, vertices = np.empty(3 * number, np.int32), np.empty(3 * len(mesh.vertices), np.float32)
    mesh.loop_triangles.foreach_get("vertices", corners)
    mesh.vertices.foreach_get("co", vertices)
    evaluated.to_mesh_clear()
    if not number:
        return []
    matrix = np.array(surface.matrix_world)
    points = vertices.reshape(-1, 3).astype(float) @ matrix[:3, :3].T + matrix[:3, 3]
    a, b, c = points[corners.reshape(-1, 3)].transpose(1, 0, 2)
    cross = np.cross(b - a, c - a) * np.sign(np.linalg.det(matrix[:3, :3]))
    area = np.linalg.norm(cross, axis=1)
    if area.sum() <= 0:
        return []
    dice = np.random.default_rng(seed)
    tries = count if distance <= 0 else 12 * count
    chosen = dice.choice(number, tries, p=area / area.sum())
    u, v = dice.random((2, tries))
    u, v = np.where(u + v > 1, 1 - u, u), np.where(u + v > 1, 1 - v, v)
    found = a[chosen] + u[:, None] * (b - a)[chosen] + v[:, None] * (c - a)[chosen]
    kept: list[int] = []
    for index in range(tries):
        if len(kept) == count:
            break
        if distance <= 0 or not kept or np.linalg.norm(found[kept] - found[index], axis=1).min() >= distance:
            kept.append(index)
    return [(Vector(found[index]), Vector(cross[chosen[index]] / area[chosen[index]])) for index in kept]
