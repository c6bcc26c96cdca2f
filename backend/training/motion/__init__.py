# SPDX-License-Identifier: GPL-3.0-or-later
"""Training of the embedded motion model: data, augmentation, the training itself. See ``troupe train motion``."""
