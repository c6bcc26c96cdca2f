# SPDX-License-Identifier: GPL-3.0-or-later
"""Mesh construction: curves, skinned sections, boxes, chart packing and texture baking.

Everything is closed (watertight), outward facing, in metres, with UV charts in metres by
construction, so that texel density is the same everywhere before packing.
"""
