# SPDX-License-Identifier: GPL-3.0-or-later
"""Assets to Blender datablocks. The only code that writes scene data.

Builders run on the main thread, take an asset (and a collection to link into), and return the
datablocks they made. Nothing here knows about sockets, jobs or the sidebar.
"""
