# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts of movements: several sentences with timings, tracks by body part, paths and constraints.

:mod:`.recipe` is the format (documented in docs/motion-recipes.md), :mod:`.reading` makes a recipe from
a prompt with the help of :mod:`.timing` and :mod:`.clauses`, :mod:`.directions` turns the viewer's
directions into the character's, :mod:`.sources` makes the clip of one segment and :mod:`.assembly`
puts them together.
"""
