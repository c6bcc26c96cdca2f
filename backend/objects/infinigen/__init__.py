# SPDX-License-Identifier: GPL-3.0-or-later
"""Infinigen's generators as an engine: a Python of its own, a process a job, and what comes of it as a Prop.

Infinigen is BSD-3, in parts GPL-3, and imports Blender; it is run as a separate program.
"""
