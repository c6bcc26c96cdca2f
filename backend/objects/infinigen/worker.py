# SPDX-License-Identifier: GPL-3.0-or-later
"""What Infinigen's own Python runs: one factory, one asset, told by a folder. Imports nothing of the backend.

The folder holds ``request.json``: module, factory, seed, faces, resolution, normals. This leaves ``answer.json`` and
``answer.npz`` there: vertices (V, 3) f4, triangles (T, 3) i4, uvs (3T, 2) f4, and images (N, N, C) u1, first row at the
top. How far it is stands in ``progress``. Needs Infinigen 1.15 and bpy 4.2.
"""

import importlib
import json
import os
import sys
import time
import traceback
from pathlib import Path

#: Bytes of memory for data: a factory that grows too far ends itself, not the machine.
MEMORY = 16 << 30


def main():
    folder = Path(sys.argv[1])
    request = json.loads((folder / "request.json").read_text("utf-8"))
    _limit_memory()
    try:
        answer, arrays = make(request, lambda done: _write(folder / "progress", f"{done:.3f}"))
        import numpy as np
        with (folder / "answer.npz").open("wb") as file:
            np.savez(file, **arrays)
    except Exception as error:
        traceback.print_exc()
        answer = {"error": f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"}
    _write(folder / "answer.json", json.dumps(answer))
    sys.stdout.flush()
    # bpy's own clean-up can crash after all is done.
    os._exit(0)


def make(request, tell):
    """(answer, arrays) of one asset."""
    started = time.perf_counter()
    import bpy  # first: a Python with the bpy package sets itself up by it
    bpy.context.preferences.system.use_online_access = False
    import gin
    tell(0.02)
    gin.clear_config()
    with gin.unlock_config():
        from infinigen.assets import materials  # first: some factories import it in a circle
        from infinigen.core import init
        from infinigen.core.util import blender as butil
        from infinigen.core.util.math import FixedSeed
        module = importlib.import_module(f"infinigen.assets.objects.{request['module']}")
    del materials
    root = Path(init.__file__).parents[2] / "infinigen_examples"
    init.apply_gin_configs([root / "configs_indoor", root / "configs_nature"], configs=[], overrides=[],
                           skip_unknown=True)
    init.configure_blender()
    butil.clear_scene()
    tell(0.1)
    seed = request["seed"]
    with FixedSeed(seed):
        factory = getattr(module, request["factory"])(seed)
        made = factory.spawn_asset(seed)
        factory.finalize_assets([made])
    spawned = time.perf_counter()
    tell(0.4)
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    import baking
    shapes = baking.evaluated(made)
    if not shapes:
        raise ValueError("the factory made no mesh")
    count = sum(len(each.data.vertices) for each in shapes)
    low = baking.simplified(shapes, request["faces"])
    tell(0.5)
    arrays = baking.arrays_of(low)
    answer = {"vertices": count, "spawned": round(spawned - started, 2), "transmission": baking.transmission(shapes)}
    if request["resolution"]:
        arrays |= baking.baked(shapes, low, request["resolution"], request["normals"],
                               lambda done: tell(0.5 + 0.5 * done))
    return answer | {"seconds": round(time.perf_counter() - started, 2)}, arrays


def _write(path, text):
    """In one step: what is there is whole."""
    part = path.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(path)


def _limit_memory():
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY if most < 0 else min(MEMORY, most), most))


if __name__ == "__main__":
    main()
