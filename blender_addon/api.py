# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripting interface: ``blender -b``, the bpy module, and scripts in the text editor.

Every call waits for its result and returns Blender datablocks::

    from bl_ext.user_default.troupe import api

    hero = api.avatar("a tall and fat man in an orange jumpsuit", seed=7)
    api.motion("he is running", target=hero)
    api.environment("a wooden dock on a lake in the late afternoon")
    api.object("a blue ceramic vase", location=(1, 0, 0))
    api.library_apply(api.library_search("angry walk")[0], target=hero)

A running backend is used, else one is started, which ends with this process. Errors are
:class:`TroupeError` with ``code``, ``message`` and ``remedy``. See docs/scripting.md.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import bpy

from . import backend, compat, delivery, preferences
from .backend import Finding
from .builders import provenance, rigid, skeleton
from .builders.simplify import Tolerance as Simplify
from .controls import brief, edits
from .jobs import Delivery
from .library import ENGINE as LIBRARY_ENGINE
from .library import Hit
from .people import fields
from .people.properties import PARTS as PERSON_PARTS
from .protocol.assets import Asset
from .protocol.client import Client, Event
from .protocol.connection import is_loopback, load
from .protocol.errors import BackendLost, ConnectionFileError, JobCancelled, JobFailed, TroupeError
from .recipes import ordering as recipes
from .recipes import path as paths
from .recipes import reading
from .rigs import recognition, rigmap

__all__ = ["BackendLost", "Event", "JobCancelled", "JobFailed", "Simplify", "TroupeError", "avatar", "avatar_edit",
           "avatar_mix", "build", "close", "connect", "doctor", "engines", "environment", "generate", "library_add",
           "library_apply", "library_search", "motion", "motion_between", "motion_brief", "motion_extend",
           "motion_loop", "motion_script", "object", "query", "rig_map"]

#: Called with every progress event: ``event.fraction`` (0..1), ``event.stage``, ``event.eta`` (seconds or None).
Progress = Callable[[Event], None]

#: What helps when a map names what is not there, and when an armature cannot be moved.
_MAP_REMEDY = "Bones are named as in armature.data.bones; joints as in the rig map of any avatar: rig_map(avatar)."
_TARGET_REMEDY = "Pass an armature that has the bones of a person; rig_map(armature, roles) tells which they are."

_client: Client | None = None
_backend: backend.Backend | None = None


def connect(connection: str | Path | None = None, *, command: str = "", start: bool | None = None,
            timeout: float = 30.0) -> str:
    """Connect to a backend, and return its name and version.

    ``connection`` is a connection file (default: the add-on's preference, else the user's own
    backend). When none runs there, one is started with ``command`` (default: the preference, else
    searched for) if ``start`` is true; by default, only where no connection file was named.
    Called by the other functions when needed.
    Raises :class:`TroupeError`.
    """
    global _client, _backend
    close()
    atexit.register(close)
    path = Path(connection) if connection is not None else preferences.connection_path()
    start = connection is None if start is None else start
    try:
        found = load(path)
    except ConnectionFileError as error:
        if not start or error.code not in ("no_connection", "stale_connection"):
            raise
        _backend = backend.Backend(backend.find(command or preferences.get().command), path, compat.program())
        try:
            found = _backend.wait(timeout)
        except TroupeError:
            close()
            raise
    if not is_loopback(found.address) and not compat.online_access():
        raise TroupeError("offline", f"The backend is on another computer ({found.address}).",
                          "Allow Online Access in Preferences > System > Network, or start Blender with --online-mode.")
    _client = Client(path, name="Blender script")
    try:
        _client.connect(timeout)
    except TroupeError:
        close()
        raise
    return _client.server.server if _client.server else ""


def close() -> None:
    """Leave the backend, and stop it if it was started here. Safe to call twice."""
    global _client, _backend
    if _client is not None:
        _client.close()
    if _backend is not None:
        _backend.stop()
    _client = _backend = None
    atexit.unregister(close)


def engines(modality: str | None = None) -> list[dict[str, Any]]:
    """The engines' declarations: name, title, parameters, whether available and, if not, the remedy."""
    found = _connected().describe().engines
    return [each for each in found if modality in (None, each["modality"])]


def doctor() -> list[Finding]:
    """What the backend's doctor finds: ``name``, ``level`` ("ok", "note", "fault"), ``detail``, ``remedy``."""
    return backend.doctor(backend.find(preferences.get().command))


def avatar(prompt: str, *, collection: bpy.types.Collection | None = None,
           location: Sequence[float] = (0.0, 0.0, 0.0), **options: Any) -> bpy.types.Object:
    """A character: its armature object, with the skinned meshes as children.

    ``options`` of all four: ``seed`` (int), ``engine`` (name; default: the best available),
    ``parameters`` (a mapping, see :func:`engines`), ``spec`` (an edited reading of the prompt),
    ``progress`` (called with events) and ``scene``.
    """
    return _make("avatar", prompt, _where(options, collection, location), **options)


def avatar_edit(avatar: bpy.types.Object, changes: Mapping[str, Any], **options: Any) -> bpy.types.Object:
    """The avatar with ``changes`` to its spec (see docs/avatar-spec.md), such as {"height_m": 1.9, "hair_style":
    "long"}. Only what has changed is made anew; transform, pose and actions of the armature object stay.

    ``options`` are ``parameters`` and ``progress``. Raises :class:`TroupeError`.
    """
    record = _avatar_record(avatar)
    spec = {**fields.spec_of(avatar), **changes}
    chosen = options.pop("parameters", None) or {}
    only = "all" if chosen else fields.only(fields.spec_of(avatar), spec)
    return avatar if only is None else _remade(avatar, record, spec, only, chosen, options)


def avatar_mix(first: bpy.types.Object, second: bpy.types.Object, shares: float | Mapping[str, float] = 0.5, *,
               in_place: bool = False, **options: Any) -> bpy.types.Object:
    """A person between two avatars: ``shares`` is how much of the ``second`` one, 0 to 1, for all parts or for each
    (head, torso, arms, hands, legs, feet, skin, eyes, hair, top, bottom, shoes, accessories).

    A new avatar (``options`` are those of :func:`avatar`), or the first one changed ``in_place``.
    """
    record = _avatar_record(first)
    _avatar_record(second)
    if not isinstance(shares, Mapping):
        shares = {part: float(shares) for part, _ in PERSON_PARTS}
    spec = fields.mixed(first, second, shares)
    if in_place:
        return _remade(first, record, spec, "all", options.pop("parameters", None) or {}, options)
    origin = record["provenance"]
    options = {"seed": int(origin.get("seed", 0)), "engine": origin.get("engine"), "location": first.location,
               **options}
    options["parameters"] = {**origin.get("parameters", {}), "only": "all", **(options.get("parameters") or {})}
    return avatar(f"{first.name} and {second.name}", spec=spec, **options)


def _avatar_record(ob: bpy.types.Object) -> dict[str, Any]:
    record = fields.record_of(ob)
    if record is None:
        raise TroupeError("wrong_target", f"{getattr(ob, 'name', ob)} is no avatar of Troupe's.",
                          "Pass the armature object of one.")
    return record


def _remade(ob: bpy.types.Object, record: Mapping[str, Any], spec: dict[str, Any], only: str,
            chosen: Mapping[str, Any], options: dict[str, Any]) -> bpy.types.Object:
    where = _where(options)
    where.replace, where.only = ob.name, only
    origin = record["provenance"]
    return _make("avatar", str(origin.get("prompt", "")), where, engine=origin.get("engine"),
                 seed=int(origin.get("seed", 0)), spec=spec,
                 parameters={**origin.get("parameters", {}), **chosen, "only": only}, **options)


def motion(prompt: str, *, target: bpy.types.Object, start: float | None = None, cyclic: bool = False,
           fit_scene: bool = True, bake: str = "action", simplify: bool | Simplify = False, blend: float = 0.0,
           **options: Any) -> bpy.types.Action:
    """An action for the armature object ``target``, bound to it.

    ``start`` is the frame of the first key (default: the scene's first), ``cyclic`` repeats a looping
    motion for ever, ``fit_scene`` sets the scene's range. Keys fall on whole frames: an engine that
    takes a frame rate is given the scene's, unless ``parameters`` name one.
    ``bake="nla"`` puts the action on a new track above all others, crossfading over ``blend`` frames with
    what lies below. ``simplify`` leaves out keys that are not needed: True, or a :class:`Simplify` with
    ``angle`` (radians), ``distance`` (metres) and ``linear``. ``inputs`` are further assets by name.
    """
    inputs = options.pop("inputs", None) or {}
    where = _keys(target, options, start=start, cyclic=cyclic, fit_scene=fit_scene, bake=bake, simplify=simplify,
                  blend=blend)
    scene = bpy.data.scenes[where.scene]
    options["parameters"] = _with_frame_rate(scene, options.get("engine"), options.get("parameters") or {})
    return _make("motion", prompt, where, inputs={**inputs, "target": _target(target)}, **options)


def motion_script(segments: Sequence[str | Mapping[str, Any]], *, target: bpy.types.Object,
                  path: bpy.types.Object | Sequence[Sequence[float]] | None = None,
                  recipe: Mapping[str, Any] | None = None, **options: Any) -> bpy.types.Action:
    """Several movements one after the other, or at the same time: an action for the armature ``target``.

    Each segment is a sentence, or a mapping as in docs/motion-recipes.md (``text``, ``seconds``, ``transition``,
    ``seed``, ...) with ``part`` for a movement of one part of the body and ``action`` for an action of the target
    to be used as it is. ``path`` is a curve object or points in metres that the character follows. ``recipe``
    gives further keys of the recipe, such as ``frame`` or ``constraints``. ``options`` are those of :func:`motion`.
    """
    _require_armature(target)
    spec: dict[str, Any] = {"recipe": reading.VERSION, **(recipe or {})}
    actions: list[bpy.types.Action] = []
    try:
        spec["tracks"] = reading.tracks(segments, actions)
        inputs = recipes.clips(target, actions)
        if isinstance(path, bpy.types.Object):
            points, closed = paths.points(path, target)
            spec["path"] = {**(spec.get("path") or {}), "points": points, "closed": closed}
        elif path is not None:
            spec["path"] = {**(spec.get("path") or {}), "points": [list(map(float, each)) for each in path]}
    except ValueError as error:
        raise TroupeError("wrong_recipe", str(error)) from error
    flags = {name: True for name in ("loop", "in_place") if spec.get(name)}
    options["parameters"] = {**flags, **(options.get("parameters") or {})}
    words = ". ".join(str(each.get("text", "")).rstrip(".") for track in spec["tracks"] for each in track["segments"])
    made = motion(words, target=target, inputs=inputs, **{"engine": reading.ENGINE, "spec": spec, **options})
    if actions:
        provenance.amend(made, clips=recipes.names(actions))
    return made


def motion_brief(segments: Sequence[str | Mapping[str, Any]], *, target: bpy.types.Object,
                 path: bpy.types.Object | Sequence[Sequence[float]] | None = None, poses: bool = False,
                 loop: bool = False, **options: Any) -> bpy.types.Action:
    """A motion that keeps to more than its words: an action for the armature ``target``.

    ``segments`` are sentences, or mappings with ``text``, ``seconds`` and ``parts`` (see docs/motion-briefs.md).
    ``path`` is a curve object or points in metres, ``poses``: through the poses that the target's action keys from
    the first frame on. An engine that cannot do what is asked for is helped by one that edits what it makes.
    ``options`` are those of :func:`motion` but ``spec`` and ``inputs``, which the brief says itself.
    """
    told = [{"text": each} if isinstance(each, str) else each for each in segments]

    def make(scene: bpy.types.Scene, where: Delivery, engine: Any, seed: int, found: Any) -> edits.Edit:
        wanted = brief.gathered([brief.segment(str(each.get("text", "")), each.get("seconds"), each.get("parts"))
                                 for each in told], target, scene, where.start, path=path, keyed=poses, loop=loop)
        where.edit = wanted.edit
        order = brief.order(scene, wanted, engine, seed, options.get("engine") is None, found)
        return edits.Edit(order, wanted.inputs, where)

    return _edited(make, target, options)


def motion_extend(text: str, *, target: bpy.types.Object, seconds: float | None = 3.0,
                  **options: Any) -> bpy.types.Action:
    """The action of ``target`` carried on after its last key as ``text`` says: a new action with both."""
    return _edited(lambda scene, where, engine, seed, found: edits.extended(
        scene, target, text, seconds, engine, seed, where, options.get("engine") is None, None, found), target, options)


def motion_between(first: float, last: float, *, target: bpy.types.Object, text: str = "",
                   **options: Any) -> bpy.types.Action:
    """What ``target`` does between two frames of its action made anew, with words or without: a new action."""
    return _edited(lambda scene, where, engine, seed, found: edits.filled(
        scene, target, first, last, text, engine, seed, where, options.get("engine") is None, found), target, options)


def motion_loop(*, target: bpy.types.Object, **options: Any) -> bpy.types.Action:
    """The action of ``target`` as a loop, its best cycle closed: a new action."""
    return _edited(lambda scene, where, engine, seed, found: edits.looped(scene, target, seed, where, found),
                   target, options)


def _edited(make: Callable[..., edits.Edit], target: bpy.types.Object, options: Mapping[str, Any]) -> bpy.types.Action:
    """Make the motion of an :class:`~.controls.edits.Edit`, and build it."""
    options = dict(options)
    seed, name, progress = int(options.pop("seed", 0)), options.pop("engine", None), options.pop("progress", None)
    chosen = options.pop("parameters", None) or {}
    where = _keys(target, options, **{each: options.pop(each) for each in _LAYOUT if each in options})
    if options:
        raise TypeError(f"unknown options: {', '.join(options)}")
    scene = bpy.data.scenes[where.scene]
    found = sorted(engines("motion"), key=lambda each: (not each["available"], -each["rank"], each["name"]))
    engine = next((each for each in found if name in (None, each["name"])), None)
    if name is not None and engine is None:
        raise TroupeError("unknown_engine", f"There is no engine {name!r:.60} for motions.",
                          f"Choose one of {', '.join(each['name'] for each in found)}.")
    try:
        edit = make(scene, where, engine, seed, found)
    except ValueError as error:
        raise TroupeError("wrong_brief", str(error)) from error
    order = edit.order
    return _make("motion", order.prompt, edit.delivery, progress=progress, engine=order.engine, seed=order.seed,
                 parameters={**order.parameters, **chosen}, spec=order.spec,
                 inputs={**edit.inputs, "target": _target(target)})


def rig_map(armature: bpy.types.Object, roles: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which bone of an armature object plays which joint: {"pelvis": "Hips", "left_hip": "LeftUpLeg", ...}.

    With ``roles``, those become the map: it is kept on the armature and for other copies of the same rig;
    ``{}`` forgets it. Without, the map in force; where there is none the backend recognises the rig, and its
    answer is kept. Raises :class:`TroupeError` for bones that do not exist and rigs in which no person is seen.
    """
    _require_armature(armature)
    try:
        if roles is not None and not roles:
            rigmap.reset(armature.data)
        elif roles is not None:
            rigmap.set_roles(armature.data, roles, "edited")
        elif not rigmap.of(armature.data).roles:
            answer, _ = _connected().query(recognition.SERVICE, inputs={"skeleton": recognition.question(armature)})
            recognition.keep(armature.data, answer)
        return dict(rigmap.of(armature.data).roles)
    except ValueError as error:
        raise TroupeError("unknown_rig", str(error), _MAP_REMEDY) from error


def environment(prompt: str, *, set_exposure: bool = True, **options: Any) -> bpy.types.World:
    """The world of the scene, with its sun as a lamp. ``set_exposure`` sets the view's exposure to suit."""
    where = _where(options)
    where.set_exposure = set_exposure
    return _make("environment", prompt, where, **options)


def object(prompt: str, *, collection: bpy.types.Collection | None = None,
           location: Sequence[float] = (0.0, 0.0, 0.0), rigid_body: str = "", **options: Any) -> bpy.types.Object:
    """An object standing on its base: a mesh object, or an empty that carries several parts.

    ``rigid_body`` "active" or "passive" makes it one, its shape the collision hulls, its mass that of its materials.
    """
    where = _where(options, collection, location)
    if rigid_body:
        if rigid_body.upper() not in rigid.KINDS:
            raise TroupeError("wrong_rigid_body", f"There is no rigid body {rigid_body!r:.40}.",
                              'Use "active" or "passive".')
        where.rigid_body = rigid_body.upper()
        options["parameters"] = {"colliders": True, **(options.get("parameters") or {})}
    return _make("object", prompt, where, **options)


def library_search(text: str = "", *, limit: int = 20, offset: int = 0, **filters: Any) -> list[Hit]:
    """Clips of the motion library that fit the words, best first; without words, all of them.

    ``filters``: ``looping`` and ``in_place`` (bool), ``shortest`` and ``longest`` (seconds), lists of ``sources``,
    ``licences`` and ``tags``. A hit has ``id``, ``name``, ``caption``, ``duration`` (seconds), ``fps``, ``looping``,
    ``in_place``, ``source``, ``licence`` and ``score`` (0..1).
    """
    result, _ = query("library.search", {"text": text, "limit": limit, "offset": offset, "filters": filters})
    return [Hit.from_json(each) for each in result["hits"]]


def library_apply(hit: Hit | str, *, target: bpy.types.Object, start: float | None = None, cyclic: bool = False,
                  fit_scene: bool = True, **options: Any) -> bpy.types.Action:
    """An action with a clip of the library, a hit or its id, for the armature object ``target``; the rest as in
    :func:`motion`."""
    found = hit if isinstance(hit, Hit) else Hit(id=hit, name=hit)
    return motion(found.caption or found.title(), target=target, start=start, cyclic=cyclic, fit_scene=fit_scene,
                  engine=LIBRARY_ENGINE, spec=found.spec(cyclic), **options)


def library_add(path: str | Path, *, progress: Progress | None = None, seconds: float = 86_400.0) -> dict[str, Any]:
    """Add a file, or every motion in a folder, to the library: how many ``clips`` it brought, how many files were
    ``added``, ``changed`` and ``unchanged``, the ``failures`` (path, message) and a ``summary`` of all that.
    The path is that of the backend's computer."""
    result, _ = query("library.add", {"paths": [str(path)]}, seconds=seconds, progress=progress)
    return result


def query(service: str, arguments: Mapping[str, Any] | None = None, inputs: Mapping[str, Asset] | None = None, *,
          seconds: float = 30.0, progress: Progress | None = None) -> tuple[dict[str, Any], Mapping[str, Asset]]:
    """Ask a service of the backend (see docs/engines.md): its result and assets."""
    return _connected().query(service, arguments, inputs, seconds=seconds, on_progress=progress)


def generate(modality: str, prompt: str, *, progress: Progress | None = None, **options: Any) -> Asset:
    """The asset alone, without building it: arrays as described in protocol/assets.py."""
    return _connected().run(modality, prompt, on_progress=progress, **options)


def build(asset: Asset, *, collection: bpy.types.Collection | None = None,
          location: Sequence[float] = (0.0, 0.0, 0.0), target: bpy.types.Object | None = None) -> bpy.types.ID:
    """Build an asset in the scene. A Motion needs a ``target`` with its bones."""
    where = _where({}, collection, location)
    where.target = target.name if target is not None else ""
    where.start = float(bpy.data.scenes[where.scene].frame_start)
    return _built(asset, where)


def _connected() -> Client:
    if _client is None:
        connect()
    assert _client is not None
    return _client


def _make(modality: str, prompt: str, where: Delivery, *, progress: Progress | None = None,
          **options: Any) -> Any:
    made = _built(generate(modality, prompt, progress=progress, **options), where)
    if options.get("spec") is not None:
        provenance.amend(made, edited=True)  # making it again starts from the spec, not from the words
    return made


def _built(asset: Asset, where: Delivery) -> Any:
    try:
        return delivery.build(asset, where)
    except ValueError as error:
        raise TroupeError("import_failed", str(error)) from error


def _where(options: dict[str, Any], collection: bpy.types.Collection | None = None,
           location: Sequence[float] = (0.0, 0.0, 0.0)) -> Delivery:
    scene = options.pop("scene", None) or bpy.context.scene
    if len(location) != 3:
        raise TroupeError("wrong_location", "A location has three coordinates.", "Pass (x, y, z) in metres.")
    own = collection is None or collection == scene.collection
    return Delivery(scene=scene.name, collection="" if own else collection.name,
                    location=tuple(float(each) for each in location))


#: Options of motions that say how their keys are laid out.
_LAYOUT = ("start", "cyclic", "fit_scene", "bake", "simplify", "blend")


def _keys(target: bpy.types.Object, options: dict[str, Any], *, start: float | None = None, cyclic: bool = False,
          fit_scene: bool = True, bake: str = "action", simplify: bool | Simplify = False,
          blend: float = 0.0) -> Delivery:
    """Where the keys of a motion for ``target`` go; takes what it needs out of ``options``."""
    _require_armature(target)
    if bake.upper() not in ("ACTION", "NLA"):
        raise TroupeError("wrong_bake", f"A motion cannot be baked to {bake!r:.40}.", 'Use "action" or "nla".')
    where = _where(options)
    where.bake, where.blend = bake.upper(), float(blend)
    where.simplify = Simplify() if simplify is True else simplify or None
    where.target, where.cyclic, where.fit_scene = target.name, cyclic, fit_scene
    where.start = float(bpy.data.scenes[where.scene].frame_start if start is None else start)
    return where


def _require_armature(ob: Any) -> None:
    if getattr(ob, "type", None) != "ARMATURE":
        raise TroupeError("wrong_target", f"{getattr(ob, 'name', ob)} is not an armature.", "Pass the armature object.")


def _target(ob: bpy.types.Object) -> Asset:
    try:
        return skeleton.of_target(ob)
    except ValueError as error:
        raise TroupeError("wrong_target", str(error), _TARGET_REMEDY) from error


def _with_frame_rate(scene: bpy.types.Scene, name: str | None, chosen: Mapping[str, Any]) -> dict[str, Any]:
    declared = sorted((each for each in engines("motion") if name in (None, each["name"]) and each["available"]),
                      key=lambda each: (-each["rank"], each["name"]))
    rate = scene.render.fps / scene.render.fps_base
    for parameter in declared[0]["parameters"] if declared else ():
        if parameter["unit"] == "fps" and parameter["name"] not in chosen:
            low, high = parameter["minimum"], parameter["maximum"]
            if (low is None or low <= rate) and (high is None or rate <= high):
                return {**chosen, parameter["name"]: round(rate) if parameter["type"] == "int" else rate}
    return dict(chosen)
