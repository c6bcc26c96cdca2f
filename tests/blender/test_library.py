# SPDX-License-Identifier: GPL-3.0-or-later
"""The library panel: searching, paging, pictures, adding a folder, applying and aiming.

The session is real but has no backend: questions are caught where they would leave, and answered by hand.
"""

import time
from types import SimpleNamespace

import bpy
import makers
import numpy as np
import pytest
from mathutils import Matrix


class Desk:
    """Where questions end up, and are answered from."""

    def __init__(self, troupe):
        self.runtime, self.library = troupe.module("runtime"), troupe.module("library")
        self.session = self.runtime.session()
        self.session.status, self.session.greetings = "online", 1
        self.session.open = lambda: None
        self.image = troupe.assets.Image

    @property
    def settings(self):
        return bpy.context.window_manager.troupe_library

    def asked(self):
        """(question, arguments) of every query since the last call."""
        found = []
        while not self.session._commands.empty():
            name, *values = self.session._commands.get_nowait()
            if name == "query" and values[0] in self.session.questions:
                found.append((self.session.questions[values[0]], values[1], values[2]))
        return found

    def turn(self, seconds=0.0):
        """Let the timer run; returns what it has asked."""
        self.runtime.pump(seconds)
        return {service: arguments for _, service, arguments in self._keep(self.asked())}

    def _keep(self, found):
        self.open = {service: question for question, service, _ in found}
        return found

    def answer(self, service, result, assets=()):
        """Answer the open question of a service, and let the answer arrive."""
        question = next(each for each in self.session.questions.values() if each.service == service)
        self.session._news.put(("answered", question.query_id, result, dict(assets)))
        return self.turn()

    def refuse(self, service, code, message):
        question = next(each for each in self.session.questions.values() if each.service == service)
        self.session._news.put(("unanswered", question.query_id, {"code": code, "message": message, "remedy": "Do."}))
        return self.turn()


def clip(number, **values):
    return {"id": f"clip{number}", "name": f"walk_{number:02d}", "caption": f"she walks, {number}", "duration": 2.5,
            "fps": 30.0, "looping": number % 2 == 0, "in_place": False, "source": "CMU", "licence": "free",
            "score": 0.9, "frames": 75, "missing": False, "tags": ["walk"], "path": "/x.bvh", "animation": ""} | values


@pytest.fixture
def desk(troupe):
    made = Desk(troupe)
    yield made
    bpy.ops.preferences.addon_disable(module=troupe.package)


RETRIEVAL = {
    "name": "retrieval", "modality": "motion", "title": "Library", "version": "1", "description": "", "licence": "",
    "weights": [], "inputs": {"target": "Skeleton"}, "rank": 5, "deterministic": True, "available": True, "reason": "",
    "remedy": "", "parameters": [
        {"name": "fps", "type": "int", "default": 30, "title": "Frame Rate", "help": "Frames a second.", "minimum": 10,
         "maximum": 120, "choices": (), "unit": "fps", "advanced": False}]}


def test_nothing_is_asked_until_the_panel_is_in_sight(desk):
    assert desk.turn(0.05) == {}
    desk.library.look()
    asked = desk.turn(0.05)
    assert asked["library.search"] == {"text": "", "filters": {}, "limit": 13, "offset": 0} and "library.info" in asked
    desk.library.look()
    assert desk.turn(0.05) == {}, "it asks but once"


def test_typing_searches_once_after_the_last_key_and_replaces_the_search_before(desk):
    for text in ("a", "an", "ang", "angry"):
        desk.settings.text = text
        assert desk.turn(0.05) == {}
    assert desk.turn(0.4)["library.search"]["text"] == "angry"
    first = desk.library.state.searching
    desk.settings.text = "angry walk"
    assert desk.turn(0.4)["library.search"]["text"] == "angry walk"
    assert first.query_id not in desk.session.questions, "nobody waits for the first any more"
    desk.session._news.put(("answered", first.query_id, {"hits": [clip(1)], "total": 1}, {}))
    desk.turn()
    assert desk.library.state.hits == []
    desk.answer("library.search", {"hits": [clip(2)], "total": 1})
    assert [each.id for each in desk.library.state.hits] == ["clip2"] and not desk.library.state.searching


def test_filters_and_pages_are_asked_for(desk):
    settings = desk.settings
    settings.looping, settings.in_place, settings.shortest, settings.longest = "YES", "NO", 1, 8
    settings.source, settings.text = "CMU", "walk"
    filters = {"looping": True, "in_place": False, "shortest": 1.0, "longest": 8.0, "sources": ["CMU"]}
    assert desk.turn(0.4)["library.search"] == {"text": "walk", "filters": filters, "limit": 13, "offset": 0}
    desk.answer("library.search", {"hits": [clip(each) for each in range(13)], "total": 300})
    assert len(desk.library.state.hits) == 12 and desk.library.state.more
    for by, offset, count in ((1, 12, 13), (1, 24, 6), (1, 24, 6), (-2, 0, 13), (-1, 0, 6)):
        assert bpy.ops.troupe.library_page(by=by) == {"FINISHED"}
        assert desk.turn(0.05)["library.search"]["offset"] == offset
        desk.answer("library.search", {"hits": [clip(each) for each in range(count)], "total": 300})
        assert desk.library.state.more == (count == 13)
    assert not bpy.ops.troupe.library_page.poll()
    bpy.ops.troupe.library_clear()
    assert desk.turn(0.05)["library.search"] == {"text": "", "filters": {}, "limit": 13, "offset": 0}


def test_pictures_are_asked_for_once_shown_the_right_way_up_and_freed(desk, troupe):
    bpy.ops.troupe.library_search(text="walk")
    desk.turn(0.05)
    asked = desk.answer("library.search", {"hits": [clip(1), clip(2), clip(3)], "total": 3})
    assert asked["library.thumbnails"]["ids"] == ["clip1", "clip2", "clip3"]
    pixels = np.zeros((3 * 4, 6, 4), np.uint8)
    pixels[:8, :, 3] = 255
    pixels[4, 0] = (255, 10, 0, 255)  # the upper left corner of the second; the third has none
    desk.answer("library.thumbnails", {}, {"thumbnails": desk.image(name="thumbnails", pixels=pixels)})
    shown = desk.library._pictures["clip2"]
    assert tuple(shown.image_size) == (6, 4) and set(desk.library._pictures) == {"clip1", "clip2"}
    colors = np.array(shown.image_pixels_float[:]).reshape(4, 6, 4)
    np.testing.assert_allclose(colors[3, 0], (1, 10 / 255, 0, 1), atol=1e-3)  # Blender counts rows from below
    assert colors[:, :, 3].min() == 1 and colors.sum() == pytest.approx(24 + 1 + 10 / 255)
    bpy.ops.troupe.library_search(text="walk")
    desk.turn(0.05)
    assert desk.answer("library.search", {"hits": [clip(1), clip(3)], "total": 2}) == {}, "no picture twice"
    bpy.ops.preferences.addon_disable(module=troupe.package)
    assert desk.library._pictures is None and not desk.library.state.hits


def test_a_fault_is_told_and_a_lost_backend_searched_again(desk):
    bpy.ops.troupe.library_search()
    desk.turn(0.05)
    desk.refuse("library.search", "bad_file", "The library is damaged.")
    assert desk.library.state.error["message"] == "The library is damaged." and not desk.library.state.searching
    desk.session._abandon(None)
    desk.session._commands.get_nowait()
    assert desk.library.state.searching is None and not bpy.ops.troupe.library_search.poll()
    desk.session._news.put(("online", "Troupe"))
    desk.library.look()
    assert "library.search" in desk.turn(0.05)
    desk.answer("library.search", {"hits": [], "total": 0})
    assert desk.library.state.error is None


def test_a_folder_is_added_with_progress_and_may_be_stopped(desk, tmp_path):
    assert bpy.ops.troupe.library_add(directory=str(tmp_path)) == {"FINISHED"}
    assert desk.turn() == {"library.add": {"paths": [str(tmp_path)]}}
    question = desk.library.state.adding
    desk.session._news.put(("working", question.query_id, 0.4, "Reading walk.bvh"))
    desk.turn()
    assert (question.fraction, question.stage) == (0.4, "Reading walk.bvh") and not bpy.ops.troupe.library_add.poll()
    asked = desk.answer("library.add", {"summary": "12 clips from 12 files", "failures": [
        {"path": "x.bvh", "message": "line 3: no joints", "remedy": "", "animation": ""}]})
    assert desk.library.state.added == "12 clips from 12 files"
    assert desk.library.state.unread == ["x.bvh: line 3: no joints"] and "library.search" in asked | desk.turn(0.05)
    bpy.ops.troupe.library_add(directory=str(tmp_path))
    desk.asked()
    bpy.ops.troupe.library_stop_adding()
    assert desk.session._commands.get_nowait()[0] == "abandon" and desk.library.state.adding is None


def rig(troupe, name, where=(0.0, 0.0, 0.0)):
    ob = troupe.avatar.build(makers.avatar(troupe.assets, name=name), bpy.context.collection)
    ob.location = where
    return ob


def test_a_clip_is_applied_to_the_selected_or_the_named_armature(desk, troupe):
    desk.session.engines, desk.session.engines_revision = [RETRIEVAL], 1
    bpy.context.scene.render.fps = 24
    one, two = rig(troupe, "One"), rig(troupe, "Two")
    bpy.context.view_layer.objects.active = one
    desk.library.state.hits = [desk.library.Hit.from_json(clip(7))]
    orders = []
    for options in ({}, {"target": two.name}):
        known = set(desk.session.jobs)
        assert bpy.ops.troupe.library_apply(clip="clip7", **options) == {"FINISHED"}
        orders += [job for job_id, job in desk.session.jobs.items() if job_id not in known]
    assert [job.delivery.target for job in orders] == [one.name, two.name]
    order = orders[0].order
    assert (order.engine, order.parameters) == ("retrieval", {"fps": 24})
    assert order.spec == {"clip": "clip7", "in_place": None, "loop": None}
    assert desk.library.Hit.from_json(clip(8, in_place=True)).spec(cyclic=True) == {
        "clip": "clip8", "in_place": True, "loop": True}
    assert order.prompt == "she walks, 7" and type(orders[0].inputs["target"]).__name__ == "Skeleton"
    with pytest.raises(RuntimeError, match="Select the armature"):
        bpy.ops.troupe.library_apply(clip="clip7", target="nobody")
    desk.session.engines = []
    assert not bpy.ops.troupe.library_apply.poll() and not bpy.ops.troupe.library_drag.poll()


def test_the_armature_of_a_mesh_is_found_by_parent_or_modifier(desk, troupe):
    aim = troupe.module("aim")
    one, two = rig(troupe, "One"), rig(troupe, "Two")
    mesh = next(child for child in one.children if child.type == "MESH")
    assert aim.armature_of(mesh) is one and aim.armature_of(one) is one
    loose = bpy.data.objects.new("loose", mesh.data)
    assert aim.armature_of(loose) is None and aim.armature_of(None) is None
    loose.modifiers.new("Armature", "ARMATURE").object = two
    assert aim.armature_of(loose) is two
    hat = bpy.data.objects.new("hat", None)
    hat.parent, hat.parent_type, hat.parent_bone = one, "BONE", "bone.1"
    assert aim.armature_of(hat) is one


class View:
    """A camera-less view from -Y, as a 3D view's region has it: orthographic, 4 m wide and high, 400 pixels."""

    width = height = 400
    is_perspective, view_perspective = False, "ORTHO"

    def __init__(self):
        turn = Matrix(((1, 0, 0, 0), (0, 0, 1, 0), (0, -1, 0, 0), (0, 0, 0, 1)))
        self.view_matrix = Matrix.Translation((0, 0, -10)) @ turn
        window = Matrix.Diagonal((0.5, 0.5, -0.01, 1))
        self.window_matrix = window
        self.perspective_matrix = window @ self.view_matrix
        self.view_location = self.view_matrix.inverted().translation


def test_bones_are_aimed_at_where_they_are_drawn(desk, troupe):
    aim, view = troupe.module("aim"), View()
    ob = rig(troupe, "One", (0.5, 0.0, 0.25))
    bpy.context.view_layer.update()
    heads, _ = aim.bones_on_screen(ob, view, view)
    place = ob.matrix_world @ ob.pose.bones["bone.0"].head
    np.testing.assert_allclose(heads[0], (200 + 100 * place.x, 200 + 100 * place.z), atol=1e-3)
    assert aim._distance(heads, heads, *heads[0]) == pytest.approx(0, abs=1e-3)
    assert aim._distance(np.array([[0.0, 0.0]]), np.array([[10.0, 0.0]]), 5, 3) == pytest.approx(3)
    assert aim._distance(heads[:0], heads[:0], 1, 1) == float("inf")


def test_a_surface_is_aimed_at_through_what_nobody_wears(desk, troupe):
    aim, view = troupe.module("aim"), View()
    near, far = rig(troupe, "Near", (0.0, -2.0, 0.0)), rig(troupe, "Far", (0.0, 2.0, 0.0))
    for ob in (near, far):  # the grid lies in XY: stand it up to face the viewer
        ob.rotation_euler = (np.pi / 2, 0, 0)
    bpy.ops.mesh.primitive_plane_add(size=4, location=(0, -3, 0), rotation=(np.pi / 2, 0, 0))
    bpy.context.view_layer.update()
    assert aim._by_surface(bpy.context, view, view, 207, 213) is near
    near.children[0].hide_set(True)
    bpy.context.view_layer.update()
    assert aim._by_surface(bpy.context, view, view, 207, 213) is far
    assert aim._by_surface(bpy.context, view, view, 20, 20) is None


ICONS = set(bpy.types.UILayout.bl_rna.functions["label"].parameters["icon"].enum_items.keys())


class Paper:
    """A layout that notes its texts and operators, and refuses what Blender would refuse."""

    def __init__(self, notes=None):
        self.notes = [] if notes is None else notes

    def _part(self, **_):
        return Paper(self.notes)

    row = column = box = grid_flow = _part

    def label(self, text="", icon="NONE"):
        assert icon in ICONS
        self.notes.append(text)

    def prop(self, owner, name, text=None, icon="NONE", expand=False):
        assert name in owner.bl_rna.properties and icon in ICONS
        self.notes.append(name)

    def operator(self, name, text=None, icon="NONE"):
        assert icon in ICONS and getattr(bpy.ops.troupe, name.removeprefix("troupe.")).get_rna_type()
        self.notes += [name, text or ""]
        return SimpleNamespace()

    def progress(self, factor, text, type):
        self.notes.append(text)

    def template_icon(self, icon, scale):
        self.notes.append(f"picture {icon}")


def drawn(troupe):
    paper = SimpleNamespace(layout=Paper())
    panel = troupe.module("panels.library").TROUPE_PT_library
    for name in dir(panel):
        if name.startswith("_draw"):
            setattr(paper, name, getattr(panel, name))
    panel.draw(paper, SimpleNamespace(
        region=SimpleNamespace(width=300), preferences=SimpleNamespace(system=SimpleNamespace(ui_scale=1.0)),
        window_manager=bpy.context.window_manager, scene=bpy.context.scene, view_layer=bpy.context.view_layer))
    return " ".join(paper.layout.notes)


def test_the_panel_says_what_is_the_matter_and_what_to_do(desk, troupe):
    state = desk.library.state
    desk.session.status = "offline"
    assert "start it to search" in drawn(troupe) and "troupe.start_backend" in drawn(troupe)
    desk.session.status = "online"
    assert "Searching" in drawn(troupe)
    bpy.ops.troupe.library_search()
    desk.turn(0.05)
    desk.answer("library.info", {"clips": 0, "sources": {}})
    desk.answer("library.search", {"hits": [], "total": 0})
    assert "The library is empty" in drawn(troupe) and "troupe.library_add" in drawn(troupe)
    desk.settings.text = "nonsense"
    desk.turn(0.4)
    desk.answer("library.search", {"hits": [], "total": 7})
    assert "None of the 7 clips" in drawn(troupe) and "troupe.library_clear" in drawn(troupe)
    desk.settings.show_filters = True
    bpy.ops.troupe.library_search(text="walk")
    desk.turn(0.05)
    desk.answer("library.search", {"hits": [clip(1), clip(2)], "total": 7, "notice": "Without the language model"})
    seen = drawn(troupe)
    assert all(each in seen for each in ("walk 01", "2.5 s", "troupe.library_drag", "1-2", "longest", "Without the"))
    assert "Select an armature" in seen
    bpy.ops.troupe.library_add(directory="/motions")
    state.adding.stage = "Reading walk.bvh"
    assert "Reading walk.bvh" in drawn(troupe) and "troupe.library_stop_adding" in drawn(troupe)
    state.adding, state.added, state.unread = None, "1 clips added", ["x.bvh: line 3"]
    assert "1 clips added" in drawn(troupe) and "x.bvh: line 3" in drawn(troupe)
    state.error = {"code": "bad_file", "message": "It is damaged.", "remedy": "Mend it."}
    assert "It is damaged." in drawn(troupe) and "Mend it." in drawn(troupe)


def test_a_clip_tells_all_about_itself_under_the_mouse(desk, troupe):
    desk.library.state.hits = [desk.library.Hit.from_json(clip(2))]
    told = troupe.module("operators.library_apply").TROUPE_OT_library_apply.description(
        bpy.context, SimpleNamespace(clip="clip2"))
    titles = [desk.library.Hit(id="x", name=name, caption=caption).title() for name, caption in (
        ("walk_35_a", "someone walks"), ("07_11", "someone goes for a walk"), ("07_11", ""), ("跑步", ""))]
    assert titles == ["walk 35 a", "someone goes for a walk", "07 11", "跑步"]
    assert told.startswith("she walks, 2\n2.5 s · looping\nFrom CMU, free\n") and "armature" in told


def test_a_session_that_is_replaced_leaves_no_search_hanging(desk):
    bpy.ops.troupe.library_search(text="walk")
    desk.turn(0.05)
    assert desk.library.state.searching
    desk.session.questions.clear()
    desk.turn()
    assert desk.library.state.searching is None


def test_the_panel_never_waits(desk):
    """Turning the timer with a thousand clips found costs next to nothing."""
    bpy.ops.troupe.library_search(text="walk")
    desk.turn(0.05)
    desk.answer("library.search", {"hits": [clip(each) for each in range(12)], "total": 1000})
    pixels = np.ones((12 * 128, 128, 4), np.uint8)
    started = time.perf_counter()
    desk.answer("library.thumbnails", {}, {"thumbnails": desk.image(name="x", pixels=pixels)})
    assert len(desk.library._pictures) == 12
    assert time.perf_counter() - started < 0.5
