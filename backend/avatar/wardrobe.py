# SPDX-License-Identifier: GPL-3.0-or-later
"""The garments that can be worn: cut, place on the body and cloth of each kind."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import coordinates as c
from .patterns import LEGS, SKIRTS, SLEEVES, Cut


@dataclass(frozen=True, kw_only=True)
class Cloth:
    """Look of a fabric. ``fabric`` names its weave in :mod:`.textures`; ``relief`` scales its normals."""

    fabric: str = "cotton"
    roughness: float = 0.85
    sheen: float = 0.06
    sheen_roughness: float = 0.4
    coat: float = 0.0
    coat_roughness: float = 0.25
    metallic: float = 0.0
    relief: float = 1.0


COTTON = Cloth()
DENIM = Cloth(fabric="denim", roughness=0.9, sheen=0.08)
KNIT = Cloth(fabric="knit", roughness=0.95, sheen=0.15, sheen_roughness=0.6)
SILK = Cloth(fabric="silk", roughness=0.38, sheen=0.1, sheen_roughness=0.25)
LEATHER = Cloth(fabric="leather", roughness=0.48, sheen=0.0, coat=0.25)
RUBBER = Cloth(fabric="rubber", roughness=0.45, sheen=0.0, coat=0.35, coat_roughness=0.2)
#: Chain mail beneath plates: rings, darker than the plates.
MAIL = Cloth(fabric="knit", roughness=0.42, sheen=0.0, metallic=1.0, relief=0.8)
METAL = Cloth(fabric="metal", roughness=0.28, sheen=0.0, metallic=1.0)
#: What a garment of a named fabric looks like, instead of its kind's own cloth.
FABRICS: dict[str, Cloth] = {
    "cotton": COTTON, "denim": DENIM, "knit": KNIT, "leather": LEATHER, "silk": SILK, "rubber": RUBBER, "metal": METAL,
    "wool": Cloth(fabric="wool", roughness=0.95, sheen=0.14, sheen_roughness=0.6),
    "velvet": Cloth(fabric="velvet", roughness=0.85, sheen=0.6, sheen_roughness=0.3),
    "linen": Cloth(fabric="linen", roughness=0.92, sheen=0.03),
    "corduroy": Cloth(fabric="corduroy", roughness=0.92, sheen=0.2),
    "nylon": Cloth(fabric="nylon", roughness=0.45, sheen=0.03),
}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of garment: where it is worn, its cloth, its cut and the lengths it takes."""

    title: str
    #: "top", "bottom", "full" (top and bottom) or "feet".
    slot: str
    cut: Cut
    cloth: Cloth = COTTON
    sleeve: str = ""
    length: str = ""
    #: A belt is worn over it.
    belted: bool = False
    #: Colour of soles, belts and fasteners, linear; None for a darker main colour.
    accent: tuple[float, float, float] | None = None


_TOP = Cut(bottom=3.28, ease=0.010, straight=0.9, hang=0.85, folds=0.004, clearance=0.009)
_BOTTOM = Cut(top=c.WAIST + 0.12, bottom=0.78, ease=0.006, straight=0.85, hang=0.3, folds=0.005, collar="none",
              clearance=0.004)
_DRESS = Cut(bottom=3.92, ease=0.006, straight=0.85, hang=0.1, folds=0.0015, clearance=0.008, neckline=0.012)
_SHOE = Cut(top=0.98, ease=0.005, shoe=True)

KINDS: dict[str, Kind] = {
    "t-shirt": Kind(title="T-shirt", slot="top", cut=_TOP, sleeve="short"),
    "tank-top": Kind(title="Tank top", slot="top", cut=replace(_TOP, neckline=0.02, straight=0.0), sleeve="none"),
    "shirt": Kind(title="Shirt", slot="top", cut=replace(_TOP, collar="fold", cuffs=True, fastener=True),
                  sleeve="long"),
    "sweater": Kind(title="Sweater", slot="top", cloth=KNIT, sleeve="long",
                    cut=replace(_TOP, ease=0.016, cuffs=True, folds=0.004, clearance=0.012)),
    "jacket": Kind(title="Jacket", slot="top", sleeve="long",
                   cut=replace(_TOP, ease=0.02, collar="fold", cuffs=True, fastener=True, folds=0.005,
                               clearance=0.014)),
    "coat": Kind(title="Coat", slot="top", sleeve="long",
                 cut=replace(_TOP, bottom=3.92, skirt=1.8, ease=0.02, collar="fold", cuffs=True, fastener=True,
                             clearance=0.016), belted=True),
    "trousers": Kind(title="Trousers", slot="bottom", cut=_BOTTOM, length="long"),
    "jeans": Kind(title="Jeans", slot="bottom", cloth=DENIM, cut=replace(_BOTTOM, straight=0.72), length="long"),
    "leggings": Kind(title="Leggings", slot="bottom", length="ankle",
                     cut=replace(_BOTTOM, straight=0.0, hang=0.0, ease=0.003, folds=0.0006)),
    "shorts": Kind(title="Shorts", slot="bottom", cut=replace(_BOTTOM, straight=1.25, hang=0.3), length="short"),
    "denim-shorts": Kind(title="Denim shorts", slot="bottom", cloth=DENIM, length="short",
                         cut=replace(_BOTTOM, straight=1.15)),
    "skirt": Kind(title="Skirt", slot="bottom", length="knee",
                  cut=Cut(top=c.WAIST, skirt=1.95, ease=0.006, folds=0.002, collar="none", clearance=0.006)),
    "dress": Kind(title="Dress", slot="full", cut=replace(_DRESS, skirt=1.95), sleeve="short", length="knee",
                  cloth=replace(COTTON, roughness=0.7, sheen=0.08)),
    "robe": Kind(title="Robe", slot="full", sleeve="long", length="long",
                 cut=replace(_DRESS, skirt=1.3, ease=0.02, folds=0.005, collar="fold"), belted=True),
    "jumpsuit": Kind(title="Jumpsuit", slot="full", sleeve="long", length="long",
                     cut=Cut(bottom=0.78, ease=0.013, straight=0.95, hang=0.6, folds=0.006, collar="fold", cuffs=True,
                             clearance=0.008), belted=True),
    "suit": Kind(title="Bodysuit", slot="full", sleeve="long", length="ankle", cloth=replace(SILK, roughness=0.5),
                 cut=Cut(bottom=1.1, ease=0.003, folds=0.0004, collar="stand", clearance=0.003), belted=True),
    "armour": Kind(title="Mail", slot="full", sleeve="long", length="ankle", cloth=MAIL,
                   cut=Cut(bottom=1.1, ease=0.002, folds=0.0, collar="stand", clearance=0.002, under=-1.0)),
    "shoes": Kind(title="Shoes", slot="feet", cut=_SHOE, cloth=LEATHER, accent=(0.02, 0.02, 0.02)),
    "sneakers": Kind(title="Sneakers", slot="feet", cut=_SHOE, cloth=replace(RUBBER, roughness=0.7, coat=0.0),
                     accent=(0.75, 0.74, 0.7)),
    "boots": Kind(title="Boots", slot="feet", cut=replace(_SHOE, top=1.42, ease=0.012), cloth=LEATHER,
                  accent=(0.02, 0.02, 0.02)),
}


def cut_for(kind: str, sleeve: str = "", length: str = "") -> Cut:
    """The cut of a garment with these sleeves and this length; unknown words keep the kind's own."""
    each = KINDS[kind]
    cut = each.cut
    if each.sleeve:
        cut = replace(cut, sleeve=SLEEVES.get(sleeve, SLEEVES[each.sleeve]))
        cut = replace(cut, cuffs=cut.cuffs and cut.sleeve > 1.4)
    if cut.skirt is not None:
        cut = replace(cut, skirt=SKIRTS.get(length, cut.skirt))
    elif each.length:
        cut = replace(cut, bottom=LEGS.get(length, LEGS[each.length]))
    return cut
