# SPDX-License-Identifier: GPL-3.0-or-later
"""Published diffusion pipelines (diffusers): opened from folders of the user's, watched while they work."""
