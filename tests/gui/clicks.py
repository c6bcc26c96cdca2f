# SPDX-License-Identifier: GPL-3.0-or-later
"""Run by Blender with a window: what an animator does in the sidebar, by simulated mouse and keys.

A script is a generator; a timer resumes it whenever the time it yielded has passed, so that Blender
draws and handles events in between, as it does for a person. Screenshots go to /troupe/shots.
"""

import subprocess
import traceback

import bpy

SHOTS = "/troupe/shots"
#: Blender's own time-out for the whole session is the caller's; this is for one wait.
PATIENCE = 120.0
TICK = 0.1

window = bpy.context.window_manager.windows[0]
results: list[tuple[str, str]] = []


def session():
    from bl_ext.user_default.troupe import runtime
    return runtime.session()


def view():
    area = next(area for area in window.screen.areas if area.type == "VIEW_3D")
    return area, next(region for region in area.regions if region.type == "UI")


def shot(name: str) -> None:
    with bpy.context.temp_override(window=window):
        bpy.ops.wm.redraw_timer(type="DRAW_WIN_SWAP", iterations=2)
    subprocess.run(["import", "-window", "root", f"{SHOTS}/{name}.png"], check=True)


def click(down: int, across: float = 0.5, **modifiers):
    """Click in the sidebar, ``down`` pixels under its top and ``across`` of its width."""
    _, region = view()
    yield from click_at(region.x + int(region.width * across), region.y + region.height - down, **modifiers)


def click_at(x: int, y: int, **modifiers):
    """Click at a point of the window."""
    move(x, y)
    yield 0.15
    window.event_simulate(type="LEFTMOUSE", value="PRESS", x=x, y=y, **modifiers)
    window.event_simulate(type="LEFTMOUSE", value="RELEASE", x=x, y=y, **modifiers)
    yield 0.3


def move(x: int, y: int) -> None:
    window.event_simulate(type="MOUSEMOVE", value="NOTHING", x=x, y=y)


def press(key: str, **modifiers):
    area, _ = view()
    x, y = area.x + area.width // 3, area.y + area.height // 3
    window.event_simulate(type="MOUSEMOVE", value="NOTHING", x=x, y=y)
    yield 0.1
    window.event_simulate(type=key, value="PRESS", x=x, y=y, **modifiers)
    window.event_simulate(type=key, value="RELEASE", x=x, y=y, **modifiers)
    yield 0.3


def write(down: int, text: str):
    """Replace the text of the field at ``down``: double-click, select all, type, Enter."""
    _, region = view()
    x, y = region.x + region.width // 2, region.y + region.height - down
    window.event_simulate(type="MOUSEMOVE", value="NOTHING", x=x, y=y)
    yield 0.1
    for value in ("PRESS", "RELEASE", "DOUBLE_CLICK", "RELEASE"):
        if value != "DOUBLE_CLICK":
            window.event_simulate(type="LEFTMOUSE", value=value, x=x, y=y)
        yield 0.05
    window.event_simulate(type="A", value="PRESS", ctrl=True, x=x, y=y)
    window.event_simulate(type="A", value="RELEASE", ctrl=True, x=x, y=y)
    yield 0.1
    for letter in text:
        key = "SPACE" if letter == " " else letter.upper()
        window.event_simulate(type=key, value="PRESS", unicode=letter, x=x, y=y)
        window.event_simulate(type=key, value="RELEASE", x=x, y=y)
    yield 0.2
    window.event_simulate(type="RET", value="PRESS", x=x, y=y)
    window.event_simulate(type="RET", value="RELEASE", x=x, y=y)
    yield 0.3


def until(what: str, condition):
    """Wait for a condition; a wait past PATIENCE fails the session, naming it."""
    waited = 0.0
    while not condition():
        if waited > PATIENCE:
            raise AssertionError(f"waited {PATIENCE:.0f} s for {what}")
        yield TICK
        waited += TICK


def play(script, done):
    """Resume ``script`` from a timer until it ends; then ``done(error)``."""
    def resume():
        try:
            return next(script)
        except StopIteration:
            done(None)
        except Exception as error:
            traceback.print_exc()
            done(error)
        return None
    bpy.app.timers.register(resume, first_interval=1.0)


# Distances from the sidebar's top, in pixels at Blender's default scale. Each click is followed by a check
# of what it should have done, so a layout that moves is noticed at once.
KINDS = {"avatar": (72, 0.27), "motion": (72, 0.7), "environment": (98, 0.27), "object": (98, 0.7)}
PROMPT, GENERATE, JOB = 132, 220, 256
JOB_CANCEL = 0.815
#: The header of the library among the panels, and its parts once it is the only open one.
LIBRARY_CLOSED, SEARCH, FIRST_CLIP, FIRST_DRAG = 440, 73, 244, 266


def settings():
    return window.scene.troupe


def choose(modality: str):
    down, across = KINDS[modality]
    yield from click(down, across)
    check(f"clicking {modality} chooses it", settings().modality == modality)


def check(what: str, true: bool) -> None:
    results.append((what, bool(true)))
    print(f"{'ok' if true else 'FAIL'} {what}", flush=True)
    if not true:
        raise AssertionError(what)


def ordered(rig: str) -> bool:
    """A job is on its way, or a quick one has delivered its action already."""
    data = rig_of(rig).animation_data
    return len(session().jobs) == 1 or bool(data and data.action)


def story():
    bpy.ops.preferences.addon_enable(module="bl_ext.user_default.troupe")
    bpy.data.objects.remove(bpy.data.objects["Cube"])  # the avatar would stand in it
    area, region = view()
    area.spaces.active.show_region_ui = True
    yield 0.5
    region.active_panel_category = "Troupe"
    area.tag_redraw()
    yield from until("the backend", lambda: session().status == "online")
    yield 1.0
    print("sidebar", region.x, region.y, region.width, region.height, flush=True)
    shot("01-sidebar")

    yield from choose("environment")
    yield from write(PROMPT, "sunset over the sea")
    check("typing fills the prompt", settings().prompt_environment == "sunset over the sea")
    world = window.scene.world.name
    yield from click(GENERATE)
    check("Generate starts one job", len(session().jobs) == 1)
    job = next(iter(session().jobs.values()))
    yield from until("progress", lambda: job.state == "running" and job.fraction > 0.02)
    yield 0.5
    shot("02-progress")
    yield from click(JOB, JOB_CANCEL)
    yield from until("the job to be cancelled", lambda: not session().jobs)
    yield 0.5
    check("a cancelled environment leaves the world alone", window.scene.world.name == world)
    shot("03-cancelled")

    yield from choose("avatar")
    yield from write(PROMPT, "a young woman in a green dress")
    before = set(bpy.data.objects.keys())
    yield from click(GENERATE)
    yield from until("the avatar", lambda: any(each.type == "ARMATURE" for each in bpy.data.objects))
    yield 1.5
    made = set(bpy.data.objects.keys()) - before
    kinds = {bpy.data.objects[each].type for each in made}
    check("the avatar is an armature with meshes", kinds >= {"ARMATURE", "MESH"})
    check("the job has left the list", not session().jobs)
    with bpy.context.temp_override(window=window, area=area, region=next(
            each for each in area.regions if each.type == "WINDOW")):
        bpy.ops.view3d.view_selected()
        area.spaces.active.shading.type = "MATERIAL"
        area.spaces.active.overlay.show_bones = False
    yield 3.0
    shot("04-avatar")
    area.spaces.active.shading.type = "SOLID"
    yield 0.5

    yield from press("Z", ctrl=True)
    yield 1.0
    check("one undo takes the whole avatar away", set(bpy.data.objects.keys()) == before)
    shot("05-undone")
    yield from press("Z", ctrl=True, shift=True)
    yield 1.0
    check("redo brings it back", made <= set(bpy.data.objects.keys()))
    yield from library_story()


def library_story():
    """Search, apply and drag a clip; the avatar of the story before is there."""
    from bl_ext.user_default.troupe import library

    area, _ = view()
    main = next(each for each in area.regions if each.type == "WINDOW")
    rig = next(each.name for each in bpy.data.objects if each.type == "ARMATURE")
    yield from click(LIBRARY_CLOSED, 0.3, ctrl=True)
    yield from until("the empty library", lambda: library.state.clips == 0)
    yield 0.5
    shot("06-empty")
    with open("/troupe/motions.txt") as file:
        bpy.ops.troupe.library_add(directory=file.read().strip())
    yield from until("the library", lambda: len(library.state.hits) == 2 and not library.state.picturing)
    yield 0.7
    shot("07-library")
    yield from click(SEARCH, 0.83)
    yield 0.5
    check("the filters open", bpy.context.window_manager.troupe_library.show_filters)
    shot("08-filters")
    yield from click(SEARCH, 0.83)
    check("the filters close", not bpy.context.window_manager.troupe_library.show_filters)
    yield from write(SEARCH, "walks")
    yield from until("the search", lambda: library.state.hits and not library.state.searching
                     and "walks" in library.state.hits[0].name)
    yield 0.7
    shot("09-found")
    yield from click(FIRST_CLIP, 0.25)
    check("clicking a clip orders it for the armature", ordered(rig))
    yield from until("the motion", lambda: rig_of(rig).animation_data and rig_of(rig).animation_data.action)
    yield 0.7
    check("the action says which clip it is", '"clip"' in rig_of(rig).animation_data.action["troupe"])
    shot("10-applied")
    yield from press("Z", ctrl=True)
    yield 0.7
    check("one undo takes the motion away", rig_of(rig).animation_data is None
          or rig_of(rig).animation_data.action is None)

    yield from click(FIRST_DRAG, 0.41)
    yield 0.3
    x, y = main.x + main.width // 3, main.y + main.height // 2
    places = [(main.x + 150, main.y + 80), *((x + step, y) for step in range(0, 420, 40))]
    for place in places:
        move(*place)
        yield 0.2
        if library.aim._open and library.aim._open[0].target is not None:
            break
    check("the armature under the mouse is aimed at", library.aim._open and library.aim._open[0].target is not None)
    yield 0.4
    shot("11-dragging")
    yield from click_at(*place)
    check("dropping it orders it", ordered(rig) and not library.aim._open)
    yield from until("the motion", lambda: rig_of(rig).animation_data and rig_of(rig).animation_data.action)
    yield 0.7
    shot("12-dropped")
    yield from click(FIRST_DRAG, 0.41)
    yield 0.2
    check("a clip is carried", len(library.aim._open) == 1)
    move(*place)
    yield 0.2
    window.event_simulate(type="ESC", value="PRESS", x=place[0], y=place[1])
    window.event_simulate(type="ESC", value="RELEASE", x=place[0], y=place[1])
    yield 0.3
    check("Esc puts it back", not library.aim._open and not session().jobs)


def rig_of(name: str):
    """The armature; undo replaces what Python holds."""
    return bpy.data.objects[name]


def done(error):
    failed = sum(not good for _, good in results) or int(error is not None)
    if error is not None:
        shot("99-failed")
    print(f"{sum(good for _, good in results)} passed, {failed} failed", flush=True)
    bpy.ops.wm.quit_blender()


# Before the first redraw, which would show the splash screen over everything.
bpy.context.preferences.view.show_splash = False
play(story(), done)
