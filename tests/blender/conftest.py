# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the extension as users get it: built, installed and enabled in the bpy module.

Run by a Python that has bpy: ``.venv/blender/bin/python -m pytest tests/blender``. Another
Blender version is tested by putting its unpacked bpy wheel first on PYTHONPATH.
"""

import atexit
import importlib
import importlib.util
import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULE = "bl_ext.user_default.troupe"

try:
    BPY = importlib.util.find_spec("bpy") is not None
except ImportError:
    BPY = False
if not BPY:
    collect_ignore_glob = ["test_*.py"]

# Before the tests import bpy: Blender reads this once.
HOME = tempfile.mkdtemp(prefix="troupe-blender-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ.update(BLENDER_USER_RESOURCES=HOME, TROUPE_CONNECTION=os.path.join(HOME, "connection.json"),
                  TROUPE_HOME=os.path.join(HOME, "backend"))


@pytest.fixture(scope="session")
def build_addon():
    """The build script as a module."""
    spec = importlib.util.spec_from_file_location("build_addon", ROOT / "build_addon.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def installed(build_addon):
    """Build, install and enable the extension once; the package name it is enabled under."""
    import bpy

    archive = build_addon.build(build_addon.this_platform(), Path(HOME) / "dist")
    bpy.ops.extensions.package_install_files(filepath=str(archive), repo="user_default", enable_on_install=True)
    assert MODULE in bpy.context.preferences.addons, "the extension was not enabled"
    return MODULE


@pytest.fixture
def troupe(installed):
    """The installed extension's modules, over an empty scene."""
    import bpy

    bpy.ops.wm.read_factory_settings(use_empty=True)
    if installed not in bpy.context.preferences.addons:
        bpy.ops.preferences.addon_enable(module=installed)
    # Rig maps are kept for rigs alike: every test begins without those of the others.
    shutil.rmtree(bpy.utils.extension_path_user(installed, path="rigs"), ignore_errors=True)

    def module(name):
        return importlib.import_module(f"{installed}.{name}")

    return SimpleNamespace(
        package=installed, module=module, assets=module("protocol.assets"), compat=module("compat"),
        **{name: module(f"builders.{name}") for name in (
            "action", "avatar", "encode", "image", "material", "mesh", "prop", "provenance", "skeleton", "world")})
