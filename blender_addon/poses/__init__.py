# SPDX-License-Identifier: GPL-3.0-or-later
"""The pose library: poses as joint angles, which every rig with a rig map can take."""
