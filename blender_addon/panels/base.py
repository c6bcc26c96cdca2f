# SPDX-License-Identifier: GPL-3.0-or-later
"""What all panels share."""


class SidebarPanel:
    """A panel of the "Troupe" tab in the 3D view's sidebar."""

    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "Troupe"
