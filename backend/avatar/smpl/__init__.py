# SPDX-License-Identifier: GPL-3.0-or-later
"""People on the licensed body models SMPL, SMPL-H and SMPL-X, with the user's own model files."""
