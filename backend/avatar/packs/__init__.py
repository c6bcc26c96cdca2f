# SPDX-License-Identifier: GPL-3.0-or-later
"""Asset packs of MakeHuman and MPFB: clothes, hair, skins and more in ``.mhclo``, ``.mhmat`` and ``.obj`` files.

A pack is a folder or a zip. It is copied into Troupe's data folder once (:mod:`.store`), its items are found by their
files and told apart by where on the body they lie (:mod:`.items`), fitted to any body (:mod:`.fitting`) and chosen by
words (:mod:`.matching`). Nothing of the importer is MakeHuman's: the formats are read as they are documented.
"""
