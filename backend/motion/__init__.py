# SPDX-License-Identifier: GPL-3.0-or-later
"""Motion: a sentence becomes a clip on the canonical skeleton or on any rig."""
