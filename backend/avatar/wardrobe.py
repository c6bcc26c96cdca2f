# SPDX-License-Identifier: GPL-3.0-or-later
"""The garments that can be worn: cut, place on the body and cloth of each kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from . import coordinates as c
from .cuts import APRON, JACKET_FRONT, LEGS, OPEN_FRONT, SKIRTS, SLEEVES, VEST_FRONT, Cut
from .patches import PATCHES
from .spec import Garment


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
    #: "top", "bottom", "full" (top and bottom), "outer" (over a top or a full garment), "over" (over all) or "feet".
    slot: str
    cut: Cut
    cloth: Cloth = COTTON
    sleeve: str = ""
    length: str = ""
    #: Worn without anything on the trunk, by grown men.
    bare: bool = False
    #: Worn without shoes unless some are named.
    barefoot: bool = False
    #: A belt is worn over it.
    belted: bool = False
    #: Colour of soles, belts and fasteners, linear; None for a darker main colour.
    accent: tuple[float, float, float] | None = None


_TOP = Cut(bottom=3.28, ease=0.010, straight=0.9, hang=0.85, folds=0.004, clearance=0.009)
_BOTTOM = Cut(top=c.WAIST + 0.12, bottom=0.78, ease=0.009, straight=1.22, hang=0.3, folds=0.0045, collar="none",
              clearance=0.005, waistband=True)
_DRESS = Cut(bottom=3.92, ease=0.006, straight=0.85, hang=0.1, folds=0.0015, clearance=0.008, neckline=0.012)
_SHOE = Cut(top=0.98, ease=0.005, shoe=True)
_OUTER = replace(_TOP, ease=0.014, straight=0.92, folds=0.004, clearance=0.012, neckline=0.010)
_JACKET = replace(_OUTER, bottom=3.06, collar="jacket", opening=JACKET_FRONT, fastener="jacket",
                  patches=("lapels", "facing", "flaps", "breast welt"))

#: Loose from the hips down, as worn by skaters.
_BAGGY = ((0.0, 0.95), (0.6, 1.08), (1.3, 1.08), (1.97, 1.02))
_SWIM = Cloth(fabric="nylon", roughness=0.5, sheen=0.05)

KINDS: dict[str, Kind] = {
    "t-shirt": Kind(title="T-shirt", slot="top", cut=_TOP, sleeve="short"),
    "polo": Kind(title="Polo shirt", slot="top", cut=replace(_TOP, collar="shirt"), sleeve="short"),
    "tunic": Kind(title="Tunic", slot="top", sleeve="long", length="tunic", cloth=FABRICS["linen"], belted=True,
                  cut=replace(_DRESS, skirt=2.42, ease=0.014, folds=0.0035, flare=0.14, collar="none", neck="v",
                              straight=0.9)),
    "tank-top": Kind(title="Tank top", slot="top", cut=replace(_TOP, neck="straps", straight=0.0), sleeve="none"),
    "shirt": Kind(title="Shirt", slot="top", sleeve="long",
                  cut=replace(_TOP, collar="shirt", cuffs=True, fastener="buttons", patches=("placket",))),
    "chef-jacket": Kind(title="Chef's jacket", slot="top", sleeve="long", cloth=replace(COTTON, sheen=0.03),
                        cut=replace(_TOP, ease=0.014, clearance=0.012, collar="stand", cuffs=True, fastener="chef",
                                    patches=("plastron",))),
    "sweater": Kind(title="Sweater", slot="top", cloth=KNIT, sleeve="long",
                    cut=replace(_TOP, ease=0.016, cuffs=True, folds=0.004, clearance=0.012)),
    "hoodie": Kind(title="Hoodie", slot="top", sleeve="long", cloth=replace(COTTON, sheen=0.12),
                   cut=replace(_TOP, ease=0.018, straight=1.1, cuffs=True, folds=0.005, clearance=0.013, collar="hood",
                               neckline=0.004, patches=("kangaroo",))),
    "vest": Kind(title="Waistcoat", slot="outer", sleeve="none",
                 cut=replace(_OUTER, bottom=3.44, ease=0.014, clearance=0.013, hang=0.5, collar="none",
                             opening=VEST_FRONT, fastener="vest", patches=("breast welt",))),
    "hi-vis": Kind(title="Hi-vis vest", slot="outer", sleeve="none", cloth=FABRICS["nylon"], accent=(0.6, 0.6, 0.6),
                   cut=replace(_OUTER, bottom=3.36, ease=0.018, clearance=0.015, hang=0.8, collar="none", neck="v",
                               fastener="zip", patches=("high band front", "high band back", "low band front",
                                                        "low band back"))),
    "cardigan": Kind(title="Cardigan", slot="outer", sleeve="long", cloth=KNIT,
                     cut=replace(_OUTER, opening=OPEN_FRONT, cuffs=True, collar="none")),
    "jacket": Kind(title="Jacket", slot="outer", sleeve="long", cut=_JACKET),
    "coat": Kind(title="Coat", slot="outer", sleeve="long",
                 cut=replace(_JACKET, bottom=3.92, skirt=2.16, clearance=0.016, opening=OPEN_FRONT, fastener="",
                             patches=("wide lapels", "breast welt", "patch pockets"))),
    "trousers": Kind(title="Trousers", slot="bottom", length="long",
                     cut=replace(_BOTTOM, crease=0.009, patches=("fly",))),
    "jeans": Kind(title="Jeans", slot="bottom", cloth=DENIM, length="long",
                  cut=replace(_BOTTOM, straight=1.06, patches=("fly", "back pockets"), seams=True)),
    "baggy-jeans": Kind(title="Baggy jeans", slot="bottom", cloth=DENIM, length="long",
                        cut=replace(_BOTTOM, wide=_BAGGY, patches=("fly", "back pockets"), seams=True)),
    "wide-trousers": Kind(title="Wide trousers", slot="bottom", length="long",
                          cut=replace(_BOTTOM, wide=((0.0, 1.0), (0.5, 1.12), (1.0, 1.28), (1.97, 1.55)),
                                      patches=("fly",))),
    "culottes": Kind(title="Culottes", slot="bottom", length="cropped",
                     cut=replace(_BOTTOM, wide=((0.0, 1.0), (0.5, 1.15), (1.0, 1.42), (1.97, 1.9)))),
    "cargo-trousers": Kind(title="Cargo trousers", slot="bottom", length="long",
                           cut=replace(_BOTTOM, wide=_BAGGY, patches=("fly", "cargo pockets", "cargo flaps"))),
    "harem-trousers": Kind(title="Harem trousers", slot="bottom", length="ankle", cloth=SILK,
                           cut=replace(_BOTTOM, wide=((0.0, 1.05), (0.5, 1.3), (1.2, 1.5), (1.6, 1.2), (1.8, 0.62)),
                                       cuffs=True)),
    "flared-trousers": Kind(title="Flared trousers", slot="bottom", length="long",
                            cut=replace(_BOTTOM, wide=((0.0, 0.8), (1.0, 0.72), (1.3, 0.9), (1.97, 1.55)),
                                        patches=("fly",))),
    "leggings": Kind(title="Leggings", slot="bottom", length="ankle",
                     cut=replace(_BOTTOM, straight=0.0, hang=0.0, ease=0.003, folds=0.0006, clearance=0.004,
                                 waistband=False)),
    "shorts": Kind(title="Shorts", slot="bottom", length="short",
                   cut=replace(_BOTTOM, straight=1.4, hang=0.3, waistband=False)),
    "denim-shorts": Kind(title="Denim shorts", slot="bottom", cloth=DENIM, length="short",
                         cut=replace(_BOTTOM, straight=1.3, patches=("fly", "back pockets"), seams=True)),
    "skirt": Kind(title="Skirt", slot="bottom", length="knee",
                  cut=Cut(top=c.WAIST, skirt=2.16, ease=0.006, folds=0.0028, flare=0.12, collar="none",
                          clearance=0.006)),
    "kilt": Kind(title="Kilt", slot="bottom", length="knee", cloth=FABRICS["wool"],
                 cut=Cut(top=c.WAIST, skirt=2.16, ease=0.008, folds=0.0020, flare=0.10, collar="none",
                         clearance=0.008)),
    "shendyt": Kind(title="Shendyt", slot="bottom", length="knee", cloth=FABRICS["linen"], bare=True,
                    cut=Cut(top=c.WAIST - 0.12, skirt=2.16, ease=0.008, folds=0.0026, flare=0.12, collar="none",
                            clearance=0.009)),
    "mawashi": Kind(title="Mawashi", slot="bottom", cloth=replace(COTTON, roughness=0.8), bare=True,
                    cut=Cut(top=4.02, bottom=2.6, brief=True, ease=0.014, clearance=0.012, folds=0.0012,
                            collar="none")),
    "trunks": Kind(title="Trunks", slot="bottom", cloth=replace(SILK, roughness=0.4), bare=True,
                   cut=Cut(top=3.78, bottom=2.6, brief=True, taut=True, clearance=0.0022, folds=0.0, collar="none")),
    "briefs": Kind(title="Swim briefs", slot="bottom", cloth=_SWIM, bare=True, barefoot=True,
                   cut=Cut(top=3.66, bottom=2.6, brief=True, taut=True, clearance=0.0022, folds=0.0, collar="none")),
    "hero-briefs": Kind(title="Hero's briefs", slot="over", cloth=replace(SILK, roughness=0.5),
                        cut=Cut(top=3.92, bottom=2.6, brief=True, taut=True, clearance=0.004, folds=0.0,
                                collar="none")),
    "swim-shorts": Kind(title="Swim shorts", slot="bottom", cloth=_SWIM, length="short", bare=True, barefoot=True,
                        # Thin cloth, close at the groin: a belly that a squat brings onto the thighs meets less of it.
                        cut=replace(_BOTTOM, top=c.WAIST - 0.1, straight=1.5, hang=0.0, ease=0.004, waistband=False,
                                    hidden_below=0.25)),
    "crop-top": Kind(title="Crop top", slot="top", sleeve="none", cloth=_SWIM,
                     cut=Cut(bottom=4.50, neck="straps", taut=True, clearance=0.0022, folds=0.0, collar="none")),
    "swimsuit": Kind(title="Swimsuit", slot="full", sleeve="none", cloth=_SWIM, barefoot=True,
                     cut=Cut(bottom=2.6, brief=True, taut=True, neck="straps", clearance=0.0022, folds=0.0,
                             collar="none")),
    "shorty": Kind(title="Swim shorty", slot="full", sleeve="short", length="knee", cloth=_SWIM, barefoot=True,
                   cut=Cut(bottom=1.95, ease=0.005, folds=0.0004, clearance=0.005, collar="stand", fastener="zip")),
    "apron": Kind(title="Apron", slot="over", cloth=FABRICS["linen"],
                  cut=Cut(top=5.06, bottom=3.92, skirt=2.06, ease=0.014, clearance=0.012, folds=0.0012, flare=0.14,
                          collar="none", panel=APRON, patches=("apron pocket",))),
    "dress": Kind(title="Dress", slot="full", cut=replace(_DRESS, skirt=2.16, flare=0.14, folds=0.0022),
                  sleeve="short", length="knee", cloth=replace(COTTON, roughness=0.7, sheen=0.08)),
    "gown": Kind(title="Gown", slot="full", sleeve="none", length="floor", cloth=replace(SILK, roughness=0.45),
                 cut=replace(_DRESS, skirt=1.1, flare=0.55, folds=0.0034, neck="off", collar="none", neckline=0.0)),
    "robe": Kind(title="Robe", slot="full", sleeve="long", length="long",
                 cut=replace(_DRESS, skirt=1.3, ease=0.02, folds=0.005, collar="none", neck="v", straight=1.3),
                 belted=True),
    "jumpsuit": Kind(title="Jumpsuit", slot="full", sleeve="long", length="long",
                     cut=Cut(bottom=0.78, ease=0.013, straight=1.2, hang=0.6, folds=0.006, collar="shirt", cuffs=True,
                             clearance=0.008, fastener="zip", patches=("chest pockets",)), belted=True),
    "turnout": Kind(title="Turnout gear", slot="full", sleeve="long", length="long", cloth=FABRICS["nylon"],
                    cut=Cut(bottom=0.95, ease=0.020, straight=1.35, hang=0.8, folds=0.007, collar="stand", cuffs=True,
                            clearance=0.012, fastener="zip",
                            patches=("high band front", "high band back", "hem band front", "hem band back",
                                     "leg band front", "leg band back", "arm band"))),
    "space-suit": Kind(title="Space suit", slot="full", sleeve="long", length="long", cloth=FABRICS["nylon"],
                       cut=Cut(bottom=1.05, ease=0.024, straight=1.25, hang=0.9, folds=0.0075, collar="none",
                               neckline=0.012, clearance=0.016)),
    "suit": Kind(title="Bodysuit", slot="full", sleeve="long", length="ankle", cloth=replace(SILK, roughness=0.5),
                 cut=Cut(bottom=1.1, ease=0.003, folds=0.0004, collar="stand", clearance=0.003), belted=True),
    "armour": Kind(title="Mail", slot="full", sleeve="long", length="ankle", cloth=MAIL,
                   cut=Cut(bottom=1.1, ease=0.002, folds=0.0, collar="stand", clearance=0.002, under=-1.0)),
    "robot-shell": Kind(title="Robot shell", slot="full", sleeve="long", length="ankle", cloth=RUBBER,
                        cut=Cut(bottom=1.1, ease=0.002, folds=0.0, collar="stand", clearance=0.002, under=-1.0)),
    "hero-armour": Kind(title="Hero armour", slot="full", sleeve="long", length="ankle", cloth=RUBBER,
                        cut=Cut(bottom=1.1, ease=0.002, folds=0.0, collar="stand", clearance=0.002, under=-1.0)),
    "bandages": Kind(title="Bandages", slot="full", sleeve="long", cloth=FABRICS["linen"], barefoot=True,
                     cut=Cut(bottom=0.80, ease=0.004, folds=0.0006, collar="stand", clearance=0.004,
                             patches=tuple(name for name in PATCHES if "wrap" in name))),
    "shoes": Kind(title="Shoes", slot="feet", cut=_SHOE, cloth=LEATHER, accent=(0.02, 0.02, 0.02)),
    "sneakers": Kind(title="Sneakers", slot="feet", cut=_SHOE, cloth=replace(RUBBER, roughness=0.7, coat=0.0),
                     accent=(0.75, 0.74, 0.7)),
    "heels": Kind(title="High heels", slot="feet", cloth=replace(LEATHER, roughness=0.32, coat=0.6),
                  cut=replace(_SHOE, heel=0.060, ease=0.0035)),
    "sandals": Kind(title="Sandals", slot="feet", cut=replace(_SHOE, straps=True, ease=0.0075), cloth=LEATHER,
                    accent=(0.09, 0.05, 0.028)),
    "boots": Kind(title="Boots", slot="feet", cut=replace(_SHOE, top=1.42, ease=0.012), cloth=LEATHER,
                  accent=(0.02, 0.02, 0.02)),
}
#: Fronts of outer garments by name of :data:`.spec.CLOSURES`: what of the cut they change.
_FRONTS: dict[str, dict[str, Any]] = {
    "open": {"opening": OPEN_FRONT, "fastener": ""},
    "tailored": {"opening": JACKET_FRONT, "fastener": "jacket", "collar": "jacket"},
    "buttons": {"opening": None, "fastener": "buttons", "collar": "shirt",
                "patches": ("placket", "chest pockets", "chest flaps")},
    "zip": {"opening": None, "fastener": "zip", "collar": "stand", "patches": ("flaps",)},
    "double": {"opening": None, "fastener": "double", "collar": "jacket", "neck": "v",
               "patches": ("wide lapels", "flaps")},
}
#: Necklines by name of :data:`.spec.NECKLINES`: what of a top's or a dress's cut they change.
_NECKS: dict[str, dict[str, Any]] = {
    "crew": {"neck": "round", "collar": "crew"},
    "v": {"neck": "v", "collar": "crew"},
    "scoop": {"neck": "scoop", "collar": "none"},
    "off": {"neck": "off", "collar": "none"},
    "straps": {"neck": "straps", "collar": "none"},
    "high": {"neck": "round", "collar": "high", "neckline": -0.002},
    "collar": {"neck": "round", "collar": "shirt"},
    "open": {"neck": "v", "collar": "none"},
}


def cut_for(garment: Garment) -> Cut:
    """The cut of a garment: its kind's own, changed by sleeves, length, neckline, front and wear."""
    each = KINDS[garment.kind]
    cut = each.cut
    if each.sleeve:
        cut = replace(cut, sleeve=SLEEVES.get(garment.sleeve, SLEEVES[each.sleeve]))
        cut = replace(cut, cuffs=cut.cuffs and cut.sleeve > 1.4)
    if cut.skirt is not None:
        length = garment.length or each.length
        cut = replace(cut, skirt=SKIRTS.get(length, cut.skirt))
    elif each.length:
        cut = replace(cut, bottom=LEGS.get(garment.length, LEGS[each.length]))
    if garment.closure and each.slot == "outer":
        cut = replace(cut, **_FRONTS[garment.closure])
        if garment.kind == "coat" and garment.closure in ("buttons", "zip"):
            cut = replace(cut, patches=(*cut.patches, "patch pockets"))
        if garment.kind == "cardigan":
            cut = replace(cut, collar="none", patches=())
    if garment.neckline and each.slot in ("top", "full") and cut.top > 8:
        cut = replace(cut, **_NECKS[garment.neckline])
        if garment.kind in ("shirt", "polo") and garment.neckline in ("v", "scoop", "off", "straps"):
            cut = replace(cut, fastener="", patches=())
    if garment.torn > 0:
        cut = replace(cut, torn=round(min(garment.torn, 1.0), 2), cuffs=False)
    return cut
