# SPDX-License-Identifier: GPL-3.0-or-later
"""What a motion shall keep to beside its words: sentences over time, parts, paths, poses; see docs/motion-briefs.md."""
