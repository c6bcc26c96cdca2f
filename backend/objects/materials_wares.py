# SPDX-License-Identifier: GPL-3.0-or-later
"""What household things, tools and packages are made of: recipes of families, not of words."""

from __future__ import annotations

from typing import Any

from backend.objects.recipe import Recipe, Rgb, bump


def _ware(title: str, texture: str, *palette: Rgb, gloss: float = 0.5, coat: float = 0.0,
          relief: tuple[float, float, float] | None = None, **more: Any) -> Recipe:
    values: dict[str, Any] = {"roughness": gloss, **more}
    if coat:
        values |= {"coat": coat, "coat_roughness": 0.1}
    return Recipe(title, palette, (), texture, values, bump(*relief) if relief else {})


def _cloth(title: str, *palette: Rgb) -> Recipe:
    return _ware(title, "fabric", *palette, gloss=0.92, sheen=0.35, sheen_roughness=0.5, relief=(1400, 0.0004, 0.35))


def _book(title: str, *palette: Rgb) -> Recipe:
    return _ware(title, "leather", *palette, gloss=0.6)


WARE_RECIPES: dict[str, Recipe] = {
    "cardboard": _ware("Cardboard", "plaster", (0.43, 0.275, 0.145), (0.48, 0.32, 0.175), (0.39, 0.24, 0.12),
                       gloss=0.9, relief=(300, 0.0003, 0.2)),
    "packing tape": _ware("Packing tape", "", (0.50, 0.355, 0.19), (0.62, 0.50, 0.33), gloss=0.25, coat=0.3),
    "cloth tape": _ware("Cloth tape", "metal", (0.33, 0.335, 0.34), (0.40, 0.405, 0.41), gloss=0.42),
    "wicker": _ware("Wicker", "straw", (0.44, 0.255, 0.10), (0.30, 0.155, 0.065), (0.58, 0.40, 0.19), gloss=0.6,
                    coat=0.1),
    "bed linen": _cloth("Bed linen", (0.80, 0.785, 0.75), (0.74, 0.70, 0.62), (0.70, 0.74, 0.78)),
    "duvet cover": _cloth("Duvet cover", (0.78, 0.76, 0.72), (0.075, 0.115, 0.21), (0.29, 0.37, 0.29),
                          (0.40, 0.165, 0.115), (0.42, 0.45, 0.49), (0.62, 0.52, 0.40), (0.47, 0.33, 0.42)),
    "cushion cover": _cloth("Cushion cover", (0.60, 0.33, 0.035), (0.055, 0.20, 0.23), (0.46, 0.075, 0.060),
                            (0.30, 0.36, 0.20), (0.66, 0.60, 0.50), (0.10, 0.13, 0.26), (0.62, 0.30, 0.28)),
    "office cloth": _cloth("Office fabric", (0.022, 0.023, 0.026), (0.055, 0.060, 0.068), (0.030, 0.050, 0.11),
                           (0.15, 0.155, 0.16)),
    "gingham": _cloth("Picnic cloth", (0.60, 0.035, 0.035), (0.06, 0.16, 0.42), (0.78, 0.75, 0.69)),
    "mirror": _ware("Mirror", "", (0.90, 0.915, 0.92), gloss=0.02, metallic=1.0),
    "red book": _book("Red cover", (0.34, 0.028, 0.026), (0.27, 0.020, 0.035), (0.50, 0.09, 0.04)),
    "blue book": _book("Blue cover", (0.032, 0.085, 0.24), (0.05, 0.17, 0.30), (0.022, 0.035, 0.10)),
    "green book": _book("Green cover", (0.035, 0.13, 0.06), (0.09, 0.17, 0.075), (0.03, 0.17, 0.17)),
    "tan book": _book("Tan cover", (0.36, 0.22, 0.10), (0.20, 0.095, 0.04), (0.58, 0.40, 0.10)),
    "pale book": _book("Pale cover", (0.70, 0.66, 0.57), (0.60, 0.60, 0.58), (0.66, 0.52, 0.38)),
    "soap": _ware("Soap", "frosting", (0.80, 0.73, 0.58), (0.72, 0.47, 0.46), (0.56, 0.70, 0.58), (0.60, 0.58, 0.76),
                  (0.78, 0.62, 0.34), gloss=0.35, coat=0.2, subsurface=0.25, subsurface_scale=0.006),
    "printed tin": _ware("Printed tin", "", (0.56, 0.018, 0.016), (0.022, 0.12, 0.42), (0.045, 0.26, 0.085),
                         (0.74, 0.27, 0.012), (0.33, 0.05, 0.30), (0.03, 0.30, 0.34), gloss=0.28, coat=0.4,
                         metallic=0.25),
    "paper label": _ware("Paper label", "", (0.78, 0.75, 0.67), (0.74, 0.66, 0.46), gloss=0.75),
    "bristle": _ware("Bristles", "straw", (0.50, 0.35, 0.17), (0.055, 0.042, 0.032), (0.66, 0.56, 0.40), gloss=0.75),
    "nylon bristle": _ware("Nylon bristles", "", (0.80, 0.80, 0.78), (0.50, 0.66, 0.76), gloss=0.5),
    "crayon": _ware("Crayon wax", "", (0.62, 0.022, 0.022), (0.030, 0.13, 0.46), (0.05, 0.30, 0.07),
                    (0.80, 0.50, 0.015), (0.38, 0.06, 0.38), (0.78, 0.22, 0.015), gloss=0.42, subsurface=0.05),
    "lip colour": _ware("Lip colour", "", (0.46, 0.010, 0.030), (0.62, 0.09, 0.16), (0.35, 0.035, 0.045),
                        (0.66, 0.10, 0.045), gloss=0.28, coat=0.3),
    "graphite": _ware("Graphite", "", (0.030, 0.030, 0.032), gloss=0.4, metallic=0.3),
    "eraser": _ware("Eraser", "", (0.66, 0.26, 0.26), gloss=0.8),
    "match head": _ware("Match heads", "", (0.46, 0.035, 0.022), (0.10, 0.045, 0.03), gloss=0.85),
    "striker": _ware("Striking strip", "stone", (0.085, 0.045, 0.035), gloss=0.95),
    "signal yellow": _ware("Signal yellow", "", (0.78, 0.44, 0.012), gloss=0.35, coat=0.2),
    "perfume": _ware("Perfume", "", (0.90, 0.62, 0.30), (0.92, 0.66, 0.66), (0.62, 0.80, 0.86), (0.80, 0.86, 0.58),
                     gloss=0.02, transmission=1.0, ior=1.36),
}
