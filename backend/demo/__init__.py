# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration: the whole path from sentences to a rendered scene."""
