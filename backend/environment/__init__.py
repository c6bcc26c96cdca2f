# SPDX-License-Identifier: GPL-3.0-or-later
"""Words to light: physical skies, clouds and ground as equirectangular radiance maps, and their sun."""
