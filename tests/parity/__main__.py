# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m tests.parity DIR...``: compare every fixture below the folders.

Prints the largest relative error of each fixture. Exit code 0: all that are implemented agree; 1: one does not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.parity import humanml3d, motion_networks, text2light
from tests.parity.report import Report

#: File name without extension -> comparison.
CHECKS: dict[str, Callable[[Path], Report]] = {
    "humanml3d_codec": humanml3d.check,
    "motiondiffuse_denoiser": motion_networks.check_denoiser,
    "motiondiffuse_diffusion": motion_networks.check_diffusion,
    "remodiffuse_denoiser": motion_networks.check_remodiffuse,
    "text2light_gpt_global": text2light.check_global,
    "text2light_gpt_local": text2light.check_local,
    "text2light_retrieval": text2light.check_retrieval,
    "text2light_sritmo": text2light.check_itmo,
    "text2light_vq": text2light.check_codebook,
    "text2light_vqcir": text2light.check_codebook,
}


def main(folders: list[str]) -> int:
    if not folders:
        print(__doc__)
        return 2
    paths = sorted(path for folder in folders for path in Path(folder).rglob("*.npz"))
    if not paths:
        print("No fixtures (.npz) were found.")
        return 2
    code = 0
    for path in paths:
        check = CHECKS.get(path.stem)
        if check is None:
            print(f"{path.stem:28} not yet implemented here")
            continue
        report = check(path)
        name, error, limit = report.worst
        print(f"{path.stem:28} {'agrees' if report.good else 'DIFFERS'}: {len(report.errors)} comparisons, largest "
              f"{error:.2e} of {limit:.0e} in {name}")
        for wrong in report.wrong:
            error, limit = report.errors[wrong]
            print(f"  {wrong}: {error:.2e}, allowed {limit:.0e}")
        for missing in sorted(report.missing):
            print(f"  {missing}: not compared")
        code |= not report.good
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
