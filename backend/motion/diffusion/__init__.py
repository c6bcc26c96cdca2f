# SPDX-License-Identifier: GPL-3.0-or-later
"""Motion from text by diffusion: MotionDiffuse and ReMoDiffuse, written from their papers and published layouts."""
