# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipe of a motion as a list to edit: what docs/motion-recipes.md describes, as Blender properties."""
