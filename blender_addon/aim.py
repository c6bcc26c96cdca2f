# SPDX-License-Identifier: GPL-3.0-or-later
"""Which armature is under the mouse, and showing it: for a clip that is carried to a character."""

from __future__ import annotations

import contextlib
from typing import Any

import bpy
import numpy as np
from bpy_extras import view3d_utils

#: A bone this near to the mouse is meant, pixels at Blender's default scale.
REACH = 40.0
#: Surfaces without an armature that a ray may pass.
_LAYERS = 16
_COLOR, _BACK = (1.0, 0.65, 0.1, 1.0), (0.0, 0.0, 0.0, 0.6)

#: Every aim that is open: disabling the add-on must take their drawings away.
_open: list[Aim] = []


def armature_of(ob: bpy.types.Object | None) -> bpy.types.Object | None:
    """The armature that moves an object: itself, its modifier's, or one among its parents."""
    while ob is not None:
        if ob.type == "ARMATURE":
            return ob if ob.data.bones else None
        for modifier in ob.modifiers:
            if modifier.type == "ARMATURE" and modifier.object is not None:
                return modifier.object
        ob = ob.parent
    return None


def under(context: bpy.types.Context, space: Any, region: Any, x: float, y: float) -> bpy.types.Object | None:
    """The armature at a point of a 3D view's region: that of the first skinned surface there, else
    that of the nearest bone within reach."""
    return _by_surface(context, region, space.region_3d, x, y) or _by_bone(context, space, region, x, y)


def _by_surface(context: bpy.types.Context, region: Any, view: Any, x: float, y: float) -> bpy.types.Object | None:
    origin = view3d_utils.region_2d_to_origin_3d(region, view, (x, y))
    direction = view3d_utils.region_2d_to_vector_3d(region, view, (x, y))
    graph = context.evaluated_depsgraph_get()
    for _ in range(_LAYERS):
        hit, place, _, _, ob, _ = context.scene.ray_cast(graph, origin, direction)
        if not hit:
            return None
        if (armature := armature_of(ob.original)) is not None:
            return armature
        origin = place + direction * 1e-4
    return None


def _by_bone(context: bpy.types.Context, space: Any, region: Any, x: float, y: float) -> bpy.types.Object | None:
    reach = REACH * context.preferences.system.ui_scale
    best, nearest = None, reach
    for ob in context.view_layer.objects:
        if ob.type == "ARMATURE" and ob.pose is not None and ob.pose.bones and ob.visible_get(viewport=space):
            distance = _distance(*bones_on_screen(ob, region, space.region_3d), x, y)
            if distance < nearest:
                best, nearest = ob, distance
    return best


def bones_on_screen(ob: bpy.types.Object, region: Any, view: Any) -> tuple[np.ndarray, np.ndarray]:
    """Heads and tails of the posed bones in front of the viewer, (N, 2) pixels in the region each."""
    ends = np.array([(*bone.head, 1.0, *bone.tail, 1.0) for bone in ob.pose.bones], np.float64).reshape(-1, 4)
    clip = ends @ np.array(view.perspective_matrix @ ob.matrix_world, np.float64).T
    depth = clip[:, 3].reshape(-1, 2)
    seen = (depth > 1e-6).all(axis=1)
    points = clip[:, :2].reshape(-1, 2, 2)[seen] / depth[seen][:, :, None]
    points = (points + 1) / 2 * (region.width, region.height)
    return points[:, 0], points[:, 1]


def _distance(heads: np.ndarray, tails: np.ndarray, x: float, y: float) -> float:
    """The distance of a point from the nearest of some segments, infinite without any."""
    if not len(heads):
        return float("inf")
    along, point = tails - heads, np.array((x, y))
    length = np.maximum((along ** 2).sum(axis=1), 1e-9)
    share = np.clip(((point - heads) * along).sum(axis=1) / length, 0, 1)
    return float(np.linalg.norm(heads + share[:, None] * along - point, axis=1).min())


class Aim:
    """What is aimed at while a thing called ``title`` is carried: told in the status bar and drawn in the view."""

    def __init__(self, context: bpy.types.Context, title: str) -> None:
        self._target = ""
        self._title, self._window, self._workspace = title, context.window, context.workspace
        self._region: Any = None
        self._space: Any = None
        self._at = (0, 0)
        self._drawing = bpy.types.SpaceView3D.draw_handler_add(self._draw, (), "WINDOW", "POST_PIXEL")
        self._window.cursor_modal_set("HAND")
        _open.append(self)

    @property
    def target(self) -> bpy.types.Object | None:
        """The armature under the mouse. Found by name: Python's hold of it may not outlast an undo."""
        return bpy.data.objects.get(self._target) if self._target else None

    def at(self, context: bpy.types.Context, x: int, y: int) -> None:
        """The mouse is at a point of the window."""
        space, region = self._place(x, y)
        self._space, self._region, self._target = space, region, ""
        if region is not None:
            self._at = (x - region.x, y - region.y)
            found = under(context, space, region, *self._at)
            self._target = found.name if found is not None else ""
        name = f"onto {self._target or 'a character in a 3D view'}"
        self._workspace.status_text_set(f"{self._title}: click to drop it {name}      Esc: put it back")
        self._redraw()

    def close(self) -> None:
        """Stop showing anything. Safe to call twice."""
        if self not in _open:
            return
        _open.remove(self)
        bpy.types.SpaceView3D.draw_handler_remove(self._drawing, "WINDOW")
        with contextlib.suppress(ReferenceError):  # the window may have been closed
            self._window.cursor_modal_restore()
            self._workspace.status_text_set(None)
            self._redraw()

    def _place(self, x: int, y: int) -> tuple[Any, Any]:
        """The 3D view's main region at a point of the window, unless another region lies over it."""
        for area in self._window.screen.areas:
            if area.type != "VIEW_3D" or not _inside(area, x, y):
                continue
            over = [each for each in area.regions if each.type not in ("WINDOW", "XR") and _inside(each, x, y)
                    and each.width > 1 and each.height > 1]
            region = next((each for each in area.regions if each.type == "WINDOW" and _inside(each, x, y)), None)
            if region is not None and not any(each.type != "HUD" for each in over):
                return area.spaces.active, region
        return None, None

    def _redraw(self) -> None:
        for area in self._window.screen.areas:
            if area.type == "VIEW_3D":
                area.tag_redraw()

    def _draw(self) -> None:
        region = bpy.context.region
        if self._region is None or region != self._region:
            return
        import blf
        import gpu
        from gpu_extras.batch import batch_for_shader

        scale = bpy.context.preferences.system.ui_scale
        target = self.target
        label = f"{self._title} → {target.name}" if target is not None else self._title
        gpu.state.blend_set("ALPHA")
        flat = gpu.shader.from_builtin("UNIFORM_COLOR")
        if target is not None:
            heads, tails = bones_on_screen(target, region, self._space.region_3d)
            line = gpu.shader.from_builtin("POLYLINE_UNIFORM_COLOR")
            line.bind()
            line.uniform_float("viewportSize", (region.width, region.height))
            line.uniform_float("lineWidth", 2.5 * scale)
            line.uniform_float("color", _COLOR)
            points = np.stack([heads, tails], axis=1).reshape(-1, 2)
            points = np.concatenate([points, np.zeros((len(points), 1))], axis=1)
            if len(points):
                batch_for_shader(line, "LINES", {"pos": points.astype(np.float32)}).draw(line)
        blf.size(0, 13 * scale)
        width, height = blf.dimensions(0, label)
        left, low, pad = self._at[0] + 18 * scale, self._at[1] - 26 * scale, 6 * scale
        right, high = left + width + pad, low + height + pad
        corners = [(left - pad, low - pad, 0.0), (right, low - pad, 0.0), (right, high, 0.0), (left - pad, high, 0.0)]
        flat.bind()
        flat.uniform_float("color", _BACK)
        batch_for_shader(flat, "TRIS", {"pos": corners}, indices=[(0, 1, 2), (0, 2, 3)]).draw(flat)
        blf.position(0, left, low, 0)
        blf.color(0, *(_COLOR if target is not None else (1.0, 1.0, 1.0, 1.0)))
        blf.draw(0, label)
        gpu.state.blend_set("NONE")


def close_all() -> None:
    """Take every drawing away: the add-on is being disabled."""
    for each in list(_open):
        each.close()


def _inside(place: Any, x: int, y: int) -> bool:
    return place.x <= x < place.x + place.width and place.y <= y < place.y + place.height
