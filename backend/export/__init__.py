# SPDX-License-Identifier: GPL-3.0-or-later
"""Assets to files that other programs read."""
