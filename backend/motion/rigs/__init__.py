# SPDX-License-Identifier: GPL-3.0-or-later
"""Which bone of a rig plays which joint: told from names, from how the bones hang together, from their places."""
