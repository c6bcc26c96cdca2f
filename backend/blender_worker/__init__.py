# SPDX-License-Identifier: GPL-3.0-or-later
"""A separate program: headless Blender, for the file formats that only Blender knows well.

:mod:`.run` starts it, :mod:`.inside` is what it runs, :mod:`.scene` and :mod:`.actions` are what that needs.
Requests and answers are JSON and npz files in a temporary folder; no code travels, and nothing is evaluated.
"""
