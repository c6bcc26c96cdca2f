# SPDX-License-Identifier: GPL-3.0-or-later
"""From any triangles to a clean asset: reading, repair, simplification, charts, baked textures, a report."""
