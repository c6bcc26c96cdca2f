# SPDX-License-Identifier: GPL-3.0-or-later
"""The materials objects are made of: Principled values, palettes, textures and the words for them.

Metal colours are reflectances at normal incidence measured from spectral data (physicallybased.info,
linear Rec.709); the palettes of the others are our own.
"""

from __future__ import annotations

from backend.objects.materials_creatures import CREATURE_RECIPES
from backend.objects.materials_gear import GEAR_RECIPES
from backend.objects.materials_organic import ORGANIC_RECIPES
from backend.objects.materials_wares import WARE_RECIPES
from backend.objects.recipe import Recipe, Rgb
from backend.objects.recipe import bump as _bump

__all__ = ["FINISHES", "FINISH_WORDS", "MATERIAL_WORDS", "RECIPES", "Recipe", "Rgb"]

_ENAMEL = {"metallic": 0.0, "roughness": 0.3, "coat": 0.6, "coat_roughness": 0.08}


def _metal(title: str, color: Rgb, *words: str, roughness: float = 0.25) -> Recipe:
    return Recipe(title, (color,), words, "metal", {"metallic": 1.0, "roughness": roughness},
                  _bump(180, 0.0002, 0.05), painted=_ENAMEL)


def _wood(title: str, color: Rgb, *words: str) -> Recipe:
    return Recipe(title, (color,), words, "wood", {"roughness": 0.42, "coat": 0.12, "coat_roughness": 0.35},
                  _bump(300, 0.0003, 0.12))


RECIPES: dict[str, Recipe] = {
    **ORGANIC_RECIPES,
    **CREATURE_RECIPES,
    **WARE_RECIPES,
    **GEAR_RECIPES,
    "ceramic": Recipe(
        "Glazed ceramic",
        ((0.020, 0.075, 0.235), (0.300, 0.420, 0.335), (0.700, 0.640, 0.520), (0.035, 0.024, 0.020),
         (0.055, 0.210, 0.215), (0.330, 0.055, 0.028), (0.420, 0.265, 0.085), (0.180, 0.235, 0.300),
         (0.560, 0.520, 0.470)),
        ("ceramic", "ceramics", "glazed", "pottery", "stoneware", "faience", "glazed ceramic"), "glaze",
        {"roughness": 0.30, "coat": 1.0, "coat_roughness": 0.05}, _bump(55, 0.0006, 0.10, 2.0)),
    "porcelain": Recipe("Porcelain", ((0.80, 0.79, 0.76), (0.76, 0.78, 0.79)), ("porcelain", "china", "bone china"),
                        "porcelain", {"roughness": 0.22, "coat": 1.0, "coat_roughness": 0.03,
                                      "subsurface": 0.15, "subsurface_scale": 0.003}),
    "terracotta": Recipe("Terracotta", ((0.42, 0.155, 0.070), (0.50, 0.23, 0.12)),
                         ("terracotta", "clay", "earthenware", "earthen", "unglazed"), "earthenware",
                         {"roughness": 0.82}, _bump(260, 0.0008, 0.35)),
    "oak": _wood("Oak", (0.42, 0.255, 0.125), "oak", "oaken"),
    "walnut": _wood("Walnut", (0.125, 0.062, 0.032), "walnut"),
    "pine": _wood("Pine", (0.58, 0.385, 0.200), "pine"),
    "mahogany": _wood("Mahogany", (0.185, 0.055, 0.028), "mahogany", "rosewood"),
    "ebony": _wood("Ebony", (0.022, 0.017, 0.015), "ebony"),
    "birch": _wood("Birch", (0.62, 0.47, 0.29), "birch", "maple", "ash", "beech", "bamboo"),
    "teak": _wood("Teak", (0.31, 0.155, 0.060), "teak", "cherry", "cherrywood"),
    "wood": Recipe("Wood", ((0.42, 0.255, 0.125), (0.125, 0.062, 0.032), (0.31, 0.155, 0.060), (0.55, 0.37, 0.20)),
                   ("wood", "wooden", "timber", "plywood"), "wood",
                   {"roughness": 0.42, "coat": 0.12, "coat_roughness": 0.35}, _bump(300, 0.0003, 0.12)),
    "bark": Recipe("Bark", ((0.085, 0.048, 0.022),), (), "wood", {"roughness": 0.8}, _bump(400, 0.0006)),
    "steel": _metal("Steel", (0.60, 0.58, 0.555), "steel", "metal", "metallic", "stainless steel", "stainless", "tin",
                    "aluminium", "aluminum", "zinc", "galvanised", "galvanized"),
    "iron": _metal("Iron", (0.14, 0.135, 0.13), "iron", "cast iron", "wrought iron", roughness=0.5),
    "chrome": _metal("Chrome", (0.65, 0.66, 0.67), "chrome", "chromed", roughness=0.06),
    "gold": _metal("Gold", (1.0, 0.773, 0.307), "gold", "golden", "gilded", "gilt", roughness=0.18),
    "silver": _metal("Silver", (0.96, 0.95, 0.91), "silver", "pewter", roughness=0.16),
    "copper": _metal("Copper", (0.932, 0.623, 0.522), "copper", roughness=0.22),
    "brass": _metal("Brass", (0.910, 0.778, 0.423), "brass"),
    "bronze": _metal("Bronze", (0.62, 0.42, 0.23), "bronze", roughness=0.32),
    "glass": Recipe("Glass", ((0.97, 0.985, 0.98),), ("glass", "crystal", "transparent", "ice"), "",
                    {"transmission": 1.0, "roughness": 0.01, "ior": 1.5}, tint=0.35),
    "plastic": Recipe("Plastic", ((0.62, 0.05, 0.035), (0.045, 0.16, 0.42), (0.70, 0.68, 0.64), (0.72, 0.42, 0.03)),
                      ("plastic", "acrylic", "pvc", "vinyl"), "", {"roughness": 0.32, "subsurface": 0.03},
                      _bump(900, 0.0001, 0.1)),
    "lacquer": Recipe("Lacquer", ((0.33, 0.012, 0.010), (0.012, 0.010, 0.010)), ("lacquer", "lacquered", "enamel",
                      "enamelled", "enameled", "painted"), "",
                      {"roughness": 0.35, "coat": 1.0, "coat_roughness": 0.04}),
    "fabric": Recipe("Fabric", ((0.66, 0.60, 0.50), (0.13, 0.16, 0.20), (0.33, 0.14, 0.085)),
                     ("fabric", "cloth", "linen", "cotton", "velvet", "canvas", "upholstered", "silk", "wool"),
                     "fabric",
                     {"roughness": 0.9, "sheen": 0.5, "sheen_roughness": 0.4}, _bump(1400, 0.0005, 0.4)),
    "leather": Recipe("Leather", ((0.115, 0.042, 0.018), (0.030, 0.022, 0.018), (0.24, 0.10, 0.040)),
                      ("leather", "leathery", "hide", "suede"), "leather", {"roughness": 0.48, "coat": 0.1,
                      "coat_roughness": 0.4}, _bump(700, 0.0006, 0.4)),
    "stone": Recipe("Stone", ((0.36, 0.33, 0.29), (0.24, 0.24, 0.24), (0.48, 0.42, 0.32)),
                    ("stone", "granite", "rock", "sandstone", "limestone", "slate"), "stone", {"roughness": 0.78},
                    _bump(160, 0.0015, 0.5, 6.0)),
    "concrete": Recipe("Concrete", ((0.36, 0.355, 0.34),), ("concrete", "cement"), "stone", {"roughness": 0.85},
                       _bump(120, 0.001, 0.35, 5.0)),
    "marble": Recipe("Marble", ((0.80, 0.79, 0.76), (0.78, 0.74, 0.66)), ("marble", "alabaster"), "marble",
                     {"roughness": 0.2, "coat": 0.3, "coat_roughness": 0.06, "subsurface": 0.12,
                      "subsurface_scale": 0.006}),
    "plaster": Recipe("Plaster", ((0.78, 0.765, 0.73),), ("plaster", "gypsum", "stucco"), "plaster",
                      {"roughness": 0.9}, _bump(140, 0.0012, 0.35, 5.0)),
    "rubber": Recipe("Rubber", ((0.022, 0.022, 0.023), (0.36, 0.035, 0.025)), ("rubber", "rubbery"), "",
                     {"roughness": 0.62}, _bump(600, 0.0003, 0.25)),
    "wax": Recipe("Wax", ((0.80, 0.73, 0.58), (0.74, 0.66, 0.50), (0.40, 0.030, 0.030)), ("wax", "beeswax", "waxen"),
                  "",
                  {"roughness": 0.38, "subsurface": 0.6, "subsurface_radius": (1.0, 0.6, 0.35),
                   "subsurface_scale": 0.008, "coat": 0.1, "coat_roughness": 0.3}, _bump(40, 0.0008, 0.15)),
    "paper": Recipe("Paper", ((0.74, 0.68, 0.56),), ("paper", "cardboard", "papier"), "paper", {"roughness": 0.92}),
    "apple skin": Recipe("Apple skin", ((0.42, 0.018, 0.014), (0.34, 0.030, 0.016), (0.24, 0.36, 0.035),
                         (0.55, 0.36, 0.05)), (), "apple", {"roughness": 0.3, "coat": 0.35, "coat_roughness": 0.18,
                         "subsurface": 0.08, "subsurface_scale": 0.004}),
    "leaf": Recipe("Leaf", ((0.055, 0.150, 0.025), (0.080, 0.185, 0.030)), (), "plaster",
                   {"roughness": 0.42, "subsurface": 0.05, "subsurface_scale": 0.002}),
    "rubber ball": Recipe("Coloured rubber", ((0.50, 0.035, 0.028), (0.035, 0.13, 0.42), (0.62, 0.32, 0.02),
                                              (0.03, 0.24, 0.11)),
                          (), "plaster", {"roughness": 0.45, "coat": 0.15, "coat_roughness": 0.2},
                          _bump(500, 0.0002, 0.15)),
    "basketball": Recipe("Pebbled rubber", ((0.46, 0.135, 0.030), (0.38, 0.105, 0.028)), (), "leather",
                         {"roughness": 0.62}, _bump(900, 0.0006, 0.6)),
    "white plastic": Recipe("White plastic", ((0.78, 0.77, 0.74),), (), "", {"roughness": 0.3}),
    "wick": Recipe("Wick", ((0.035, 0.030, 0.026),), (), "", {"roughness": 0.95}),
    "flame": Recipe("Flame", ((1.0, 0.62, 0.22),), (), "", {"roughness": 1.0, "emission_color": (1.0, 0.56, 0.18),
                    "emission_strength": 12.0}),
    "bulb": Recipe("Lamp bulb", ((1.0, 0.93, 0.82),), (), "", {"roughness": 0.3, "emission_color": (1.0, 0.78, 0.52),
                   "emission_strength": 6.0}),
    "dial": Recipe("Dial", ((0.80, 0.785, 0.74),), (), "", {"roughness": 0.4, "coat": 0.3}),
    "ink": Recipe("Black paint", ((0.014, 0.013, 0.013),), (), "", {"roughness": 0.35}),
}

#: Material words -> recipe, for the lexicon.
MATERIAL_WORDS: dict[str, str] = {word: name for name, recipe in RECIPES.items() for word in recipe.words}

#: Words for a surface's gloss: a factor for roughness, and the coat it leaves.
FINISHES: dict[str, dict[str, float]] = {
    "matte": {"roughness": 0.75, "coat": 0.0}, "glossy": {"roughness": 0.12, "coat": 1.0},
    "satin": {"roughness": 0.4, "coat": 0.2}, "rough": {"roughness": 0.95, "coat": 0.0},
}
FINISH_WORDS = {
    "matte": "matte", "matt": "matte", "dull": "matte", "glossy": "glossy", "shiny": "glossy", "polished": "glossy",
    "gleaming": "glossy", "satin": "satin", "silky": "satin", "rough": "rough", "rugged": "rough", "coarse": "rough",
}
