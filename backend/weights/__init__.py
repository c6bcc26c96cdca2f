# SPDX-License-Identifier: GPL-3.0-or-later
"""Weights: what exists (manifest), what is here (store), and how it comes here with the user's word.

Trust is by content: a file is used only when its size and SHA-256 are those of the manifest.
"""
