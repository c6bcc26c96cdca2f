# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract between Blender and the backend: typed assets, messages and the wire.

Needs only the standard library, numpy and pyzmq, and uses relative imports only,
because the extension vendors this package as it stands.
"""
