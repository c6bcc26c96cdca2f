# SPDX-License-Identifier: GPL-3.0-or-later
"""What a process of its own runs: CoACD over the meshes of a folder, one answer file each.

``request.npz`` holds vertices and triangles ("v0", "t0", "v1" ...); ``0.npz``, ``1.npz`` ... appear as they are done.
Imports nothing of the backend, so that it starts fast.
"""

import os
import sys

import coacd
import numpy as np

#: Concavity allowed, of the extent; the search is kept short: about a second for a mesh of some hundred triangles.
SETTINGS = {"threshold": 0.08, "preprocess_mode": "off", "resolution": 500, "mcts_nodes": 8, "mcts_iterations": 30,
            "mcts_max_depth": 2, "decimate": True, "seed": 1}


def main(folder, first, most_hulls, most_vertices):
    coacd.set_log_level("off")
    with np.load(os.path.join(folder, "request.npz"), allow_pickle=False) as request:
        meshes = [(request[f"v{number}"], request[f"t{number}"]) for number in range(len(request.files) // 2)]
    for number, (vertices, triangles) in list(enumerate(meshes))[int(first):]:
        parts = coacd.run_coacd(coacd.Mesh(vertices, triangles), max_convex_hull=int(most_hulls),
                                max_ch_vertex=int(most_vertices), **SETTINGS)
        partial = os.path.join(folder, f"{number}.partial.npz")
        np.savez(partial, allow_pickle=False, **{f"h{k}": np.asarray(part[0], float) for k, part in enumerate(parts)})
        os.replace(partial, os.path.join(folder, f"{number}.npz"))


if __name__ == "__main__":
    main(*sys.argv[1:5])
