# SPDX-License-Identifier: GPL-3.0-or-later
"""What materials weigh, kg a cubic metre, from usual tables of bulk densities; foods and soft toys are estimates."""

from __future__ import annotations

from backend.objects.recipe import Recipe

#: By recipe.
_OF_RECIPE = {
    "gold": 19_300, "silver": 10_490, "copper": 8_960, "brass": 8_500, "bronze": 8_800, "iron": 7_200,
    "cast iron": 7_200, "enamelled": 7_200, "nonstick": 7_200, "printed tin": 7_300, "heating wire": 8_000,
    "foil": 2_700,
    "glass": 2_500, "dark glass": 2_500, "tinted glass": 2_500, "lens": 2_500, "mirror": 2_500, "bulb": 2_500,
    "oak": 720, "walnut": 640, "pine": 500, "mahogany": 600, "ebony": 1_150, "birch": 660, "teak": 650, "bark": 400,
    "bamboo": 700, "rough bark": 500, "piano lacquer": 650, "guitar paint": 550, "lacquer": 700,
    "concrete": 2_300, "plaster": 1_200, "cardboard": 180, "wicker": 350, "straw": 200, "felt": 250, "rubber": 1_100,
    "tyre": 1_100, "wax": 930, "soap": 1_050, "ivory": 1_850, "horn": 1_300, "graphite": 2_200, "snow": 300,
    "soil": 1_400, "salt": 1_200, "sponge": 300, "bread crumb": 250, "popcorn": 60, "flame": 1, "diamond": 3_500,
    "ruby": 4_000, "sapphire": 4_000, "emerald": 2_750, "pearl": 2_700, "cork": 240, "egg shell": 1_030,
    "toy paint": 650, "rubber ball": 400, "basketball": 90, "cushion cover": 60, "duvet cover": 60, "bed linen": 120,
}
#: By the texture of a recipe that is not listed.
_OF_TEXTURE = {
    "metal": 7_800, "glaze": 2_400, "porcelain": 2_400, "earthenware": 1_900, "marble": 2_700, "stone": 2_600,
    "boulder": 2_600, "wood": 650, "cut wood": 650, "leather": 900, "fabric": 300, "paper": 800, "plush": 150,
    "crust": 300, "crumb": 300, "baked": 500, "straw": 300, "foliage": 200, "leafy": 500,
}
#: Of all others: plastics, flesh and fruit are about as heavy as water.
_USUAL = 1_000


def density(name: str, recipe: Recipe) -> float:
    """Kilograms a cubic metre of the recipe called ``name``."""
    return float(_OF_RECIPE.get(name, _OF_TEXTURE.get(recipe.texture, _USUAL)))
