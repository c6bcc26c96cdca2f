# SPDX-License-Identifier: GPL-3.0-or-later
"""Every fixture that is here agrees; and a comparison that should fail does."""

from __future__ import annotations

import pytest

from tests.parity.__main__ import CHECKS, main
from tests.shared_data import shared


@pytest.mark.parametrize("name", CHECKS)
def test_our_networks_and_codecs_agree_with_the_published_ones(name):
    folder = "text2light" if name.startswith("text2light") else "motion"
    report = CHECKS[name](shared("parity", folder, f"{name}.npz"))
    assert not report.missing
    assert report.good, report.wrong


def test_the_runner_fails_where_a_number_differs(tmp_path, capsys):
    import numpy as np

    source = shared("parity", "motion", "motiondiffuse_denoiser.npz")
    arrays = dict(np.load(source))
    arrays["full/output"] = arrays["full/output"] * 1.001
    np.savez(tmp_path / source.name, **arrays)
    (tmp_path / source.with_suffix(".json").name).write_bytes(source.with_suffix(".json").read_bytes())
    assert main([str(tmp_path)]) == 1
    assert "full/output" in capsys.readouterr().out
    assert main([str(tmp_path / "nothing")]) == 2
