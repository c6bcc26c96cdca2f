# SPDX-License-Identifier: GPL-3.0-or-later
"""The world of a scene while an environment is made: what there is so far, and afterwards the result or its own."""

import bpy
import numpy as np
import pytest
from test_session import generate, link, pytestmark, setup, site  # noqa: F401


@pytest.fixture
def live(troupe):
    return troupe.module("builders.stand_in")


@pytest.fixture
def mine(troupe):
    """The scene's own world."""
    world = bpy.context.scene.world = bpy.data.worlds.new("Mine")
    return world


def shown():
    """The picture the stand-in shows, (H, W, 4), first row at the top; None where there is none."""
    world = bpy.context.scene.world
    if world is None or "troupe_live" not in world:
        return None
    image = next(node.image for node in world.node_tree.nodes if node.type == "TEX_ENVIRONMENT")
    pixels = np.empty(image.size[0] * image.size[1] * 4, "f4")
    image.pixels.foreach_get(pixels)
    return pixels.reshape(image.size[1], image.size[0], 4)[::-1]


def clean():
    return not [each for each in (*bpy.data.worlds, *bpy.data.images) if each.name.startswith("Troupe Preview")]


def started(troupe, link, **parameters):  # noqa: F811
    # Some seconds: what a test leaves running on a backend that goes on is over before the next one waits for it.
    setup(**{"steps": 300, "pause": 0.02, "preview": True} | parameters)
    job = generate(link)
    assert troupe.module("runtime").pump(30, lambda: shown() is not None), (job, link.error)
    return job


def test_previews_light_the_scene_and_the_result_takes_their_place(troupe, link, mine):  # noqa: F811
    job = started(troupe, link, steps=60)
    np.testing.assert_allclose(shown()[..., :3], 7 / 255 / 12.92, rtol=1e-3)
    assert bpy.context.scene.world["troupe_before"] == mine
    assert troupe.module("runtime").pump(30, lambda: not job.active) and job.state == "done"
    assert bpy.context.scene.world.name == job.made and clean()
    assert mine.use_fake_user  # kept, as by any new environment


@pytest.mark.parametrize("own", [True, False])
def test_cancel_brings_the_own_world_back(troupe, link, own):  # noqa: F811
    before = bpy.context.scene.world = bpy.data.worlds.new("Mine") if own else None
    job = started(troupe, link)
    if own:
        before.name = "Renamed"
    assert bpy.ops.troupe.cancel(job_id=job.job_id) == {"FINISHED"}
    assert troupe.module("runtime").pump(10, lambda: not job.active)
    assert bpy.context.scene.world == before and clean()


def test_a_failure_on_the_way_brings_the_own_world_back(troupe, link, mine):  # noqa: F811
    job = started(troupe, link)
    assert bpy.ops.troupe.stop_backend() == {"FINISHED"}
    assert troupe.module("runtime").pump(20, lambda: job.state == "failed")
    assert troupe.module("runtime").pump(2, lambda: bpy.context.scene.world == mine) and clean()


def test_files_are_saved_with_their_own_world(troupe, link, mine, tmp_path):  # noqa: F811
    job = started(troupe, link)
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "saved.blend"), copy=True)
    with bpy.data.libraries.load(str(tmp_path / "saved.blend")) as (inside, _):
        assert inside.worlds == ["Mine"]
    assert troupe.module("runtime").pump(10, lambda: shown() is not None)  # and goes on afterwards
    link.cancel(job.job_id)
    assert troupe.module("runtime").pump(10, lambda: not job.active)


def test_undo_leaves_no_stand_in_behind(troupe, link, mine):  # noqa: F811
    job = started(troupe, link)
    bpy.ops.ed.undo_push(message="amid the preview")
    link.cancel(job.job_id)
    runtime = troupe.module("runtime")
    assert runtime.pump(10, lambda: not job.active) and bpy.context.scene.world.name == "Mine"
    bpy.ops.ed.undo_push(message="after")
    bpy.ops.ed.undo()
    assert runtime.pump(2, clean)
    assert bpy.context.scene.world.name == "Mine"


def test_it_can_be_switched_off(troupe, link, mine):  # noqa: F811
    bpy.context.preferences.addons[troupe.package].preferences.live_world = False
    setup(steps=20, pause=0.02, preview=True)
    job = generate(link)
    seen = []
    assert troupe.module("runtime").pump(20, lambda: seen.append(shown() is None) or not job.active)
    assert all(seen) and job.state == "done"
    bpy.context.preferences.addons[troupe.package].preferences.live_world = True


def test_linear_previews_are_shown_as_they_are(troupe, live):
    pixels = np.random.default_rng(0).uniform(0, 40, (4, 8, 3)).astype("f2")
    live.show(bpy.context.scene, troupe.assets.Image(name="preview", pixels=pixels, colorspace="Linear"))
    np.testing.assert_allclose(shown()[..., :3], pixels.astype("f4"), rtol=1e-6)
    live.show(bpy.context.scene, troupe.assets.Image(name="preview", pixels=pixels[:2, :4], colorspace="Linear"))
    assert shown().shape == (2, 4, 4) and len(bpy.data.worlds) == 1
    live.restore()
    assert bpy.context.scene.world is None and clean()
