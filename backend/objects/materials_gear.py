# SPDX-License-Identifier: GPL-3.0-or-later
"""What instruments, appliances, garments and shoes are made of: recipes of families, not of words."""

from __future__ import annotations

from typing import Any

from backend.objects.recipe import Recipe, Rgb, bump


def _gear(title: str, texture: str, *palette: Rgb, gloss: float = 0.4, coat: float = 0.0,
          relief: tuple[float, float, float] | None = None, **more: Any) -> Recipe:
    """``relief`` is scale, distance and strength of the bump."""
    values: dict[str, Any] = {"roughness": gloss, **more}
    if coat:
        values |= {"coat": coat, "coat_roughness": 0.08}
    return Recipe(title, palette, (), texture, values, bump(*relief) if relief else {})


def _woven(title: str, *palette: Rgb, sheen: float = 0.3, scale: float = 1200) -> Recipe:
    return _gear(title, "fabric", *palette, gloss=0.9, sheen=sheen, sheen_roughness=0.5, relief=(scale, 0.0005, 0.4))


def _glow(title: str, color: Rgb, emission: Rgb, strength: float) -> Recipe:
    return Recipe(title, (color,), (), "", {"roughness": 0.2, "emission_color": emission,
                                            "emission_strength": strength})


GEAR_RECIPES: dict[str, Recipe] = {
    "spruce": _gear("Spruce top", "wood", (0.66, 0.42, 0.19), (0.58, 0.33, 0.13), (0.70, 0.48, 0.25), gloss=0.3,
                    coat=0.6),
    "varnish": _gear("Varnished maple", "wood", (0.31, 0.095, 0.022), (0.40, 0.15, 0.035), (0.22, 0.06, 0.018),
                     gloss=0.28, coat=0.8),
    "guitar paint": _gear("Guitar lacquer", "", (0.50, 0.020, 0.016), (0.014, 0.014, 0.015), (0.20, 0.44, 0.38),
                          (0.74, 0.69, 0.55), (0.030, 0.12, 0.34), (0.55, 0.20, 0.02), gloss=0.25, coat=1.0),
    "piano lacquer": _gear("Piano lacquer", "", (0.012, 0.012, 0.013), (0.012, 0.012, 0.013), (0.78, 0.77, 0.74),
                           gloss=0.12, coat=1.0),
    "pearloid": _gear("Pearl plastic", "frosting", (0.78, 0.75, 0.68), (0.82, 0.80, 0.74), gloss=0.25, coat=0.4),
    "purple paint": _gear("Purple paint", "", (0.23, 0.045, 0.34), gloss=0.3, coat=0.6),
    "sky paint": _gear("Sky blue paint", "", (0.12, 0.44, 0.66), gloss=0.3, coat=0.6),
    "horsehair": _gear("Horsehair", "", (0.74, 0.70, 0.60), gloss=0.6),
    "cord": _woven("Cord", (0.60, 0.12, 0.045), (0.36, 0.025, 0.022), (0.52, 0.40, 0.22), (0.10, 0.11, 0.14)),
    "rope": _woven("Rope", (0.47, 0.34, 0.18), (0.36, 0.025, 0.022)),
    "grey plastic": _gear("Grey plastic", "", (0.13, 0.135, 0.14), (0.075, 0.078, 0.082), (0.28, 0.285, 0.29),
                          gloss=0.42),
    "pale plastic": _gear("Pale plastic", "", (0.56, 0.55, 0.52), (0.66, 0.65, 0.62), gloss=0.4),
    "beige plastic": _gear("Beige plastic", "", (0.58, 0.52, 0.41), (0.62, 0.58, 0.49), gloss=0.42),
    "device": _gear("Coated aluminium", "metal", (0.40, 0.41, 0.43), (0.045, 0.047, 0.052), (0.66, 0.60, 0.52),
                    (0.10, 0.14, 0.22), gloss=0.34, metallic=0.8),
    "appliance": _gear("Appliance enamel", "", (0.78, 0.775, 0.76), (0.74, 0.66, 0.48), (0.40, 0.60, 0.52),
                       (0.50, 0.035, 0.028), (0.42, 0.57, 0.66), (0.022, 0.022, 0.024), gloss=0.25, coat=0.7),
    "white goods": _gear("White enamel", "", (0.78, 0.775, 0.76), (0.74, 0.74, 0.73), gloss=0.25, coat=0.6),
    "display": _gear("Display", "", (0.010, 0.011, 0.014), gloss=0.08, coat=1.0),
    "lit display": _glow("Lit display", (0.05, 0.16, 0.30), (0.05, 0.22, 0.50), 0.55),
    "lit sky": _glow("Lit picture, sky", (0.20, 0.46, 0.70), (0.26, 0.52, 0.80), 0.45),
    "lit hill": _glow("Lit picture, hill", (0.10, 0.34, 0.14), (0.08, 0.36, 0.14), 0.35),
    "lit far hill": _glow("Lit picture, far hill", (0.16, 0.32, 0.36), (0.13, 0.34, 0.40), 0.4),
    "lit sun": _glow("Lit picture, sun", (0.90, 0.62, 0.16), (1.0, 0.66, 0.18), 0.8),
    "lit white": _glow("Lit white", (0.78, 0.80, 0.84), (0.80, 0.86, 0.95), 0.6),
    "lit red": _glow("Lit red", (0.70, 0.06, 0.05), (0.95, 0.06, 0.04), 0.7),
    "lit green": _glow("Lit green", (0.10, 0.55, 0.16), (0.10, 0.80, 0.20), 0.7),
    "lit amber": _glow("Lit amber", (0.82, 0.44, 0.06), (1.0, 0.48, 0.06), 0.8),
    "lcd": _gear("Liquid crystal display", "", (0.36, 0.40, 0.30), (0.42, 0.45, 0.36), gloss=0.2, coat=0.4),
    "speaker cone": _gear("Speaker cone", "", (0.035, 0.035, 0.037), (0.055, 0.05, 0.045), gloss=0.75),
    "speaker cloth": _woven("Speaker cloth", (0.030, 0.030, 0.032), (0.30, 0.25, 0.17), (0.11, 0.10, 0.09)),
    "lens": _gear("Coated lens", "", (0.018, 0.016, 0.038), gloss=0.03, coat=1.0),
    "tinted glass": _gear("Tinted lens", "", (0.012, 0.013, 0.014), (0.055, 0.028, 0.012), gloss=0.03, coat=1.0),
    "heating wire": _glow("Heating wire", (0.50, 0.12, 0.03), (1.0, 0.22, 0.04), 1.5),
    "dark steel": _gear("Dark steel", "metal", (0.17, 0.17, 0.175), gloss=0.35, metallic=1.0),
    "cell wrap": _gear("Battery wrap", "", (0.016, 0.016, 0.017), (0.05, 0.22, 0.09), (0.52, 0.03, 0.025),
                       (0.03, 0.10, 0.36), gloss=0.28, coat=0.5),
    "cell band": _gear("Battery band", "metal", (0.80, 0.45, 0.22), (0.84, 0.66, 0.28), (0.75, 0.76, 0.77), gloss=0.28,
                       metallic=0.9),
    "shoe cloth": _woven("Canvas", (0.42, 0.022, 0.022), (0.030, 0.050, 0.13), (0.022, 0.022, 0.024),
                         (0.70, 0.66, 0.58), (0.06, 0.19, 0.16), (0.52, 0.30, 0.045)),
    "sport cloth": _woven("Sports mesh", (0.26, 0.27, 0.29), (0.030, 0.10, 0.34), (0.024, 0.025, 0.028),
                          (0.72, 0.71, 0.69), (0.46, 0.035, 0.030), (0.10, 0.36, 0.30)),
    "sport accent": _gear("Accent", "", (0.80, 0.79, 0.76), (0.76, 0.15, 0.02), (0.62, 0.72, 0.04), (0.02, 0.02, 0.022),
                          (0.05, 0.35, 0.62), gloss=0.45),
    "shoe leather": _gear("Shoe leather", "leather", (0.13, 0.050, 0.020), (0.022, 0.018, 0.016), (0.31, 0.155, 0.060),
                          (0.085, 0.040, 0.028), gloss=0.35, coat=0.35, relief=(700, 0.0004, 0.25)),
    "work leather": _gear("Nubuck", "leather", (0.46, 0.25, 0.085), (0.20, 0.095, 0.038), (0.10, 0.075, 0.05),
                          gloss=0.75, relief=(700, 0.0005, 0.35)),
    "patent leather": _gear("Patent leather", "", (0.48, 0.012, 0.018), (0.014, 0.012, 0.013), (0.66, 0.42, 0.31),
                            (0.56, 0.055, 0.20), (0.05, 0.06, 0.22), gloss=0.15, coat=1.0),
    "bag leather": _gear("Bag leather", "leather", (0.36, 0.165, 0.058), (0.42, 0.030, 0.030), (0.024, 0.020, 0.019),
                         (0.60, 0.44, 0.30), (0.055, 0.12, 0.11), (0.55, 0.25, 0.24), gloss=0.42, coat=0.15,
                         relief=(600, 0.0005, 0.35)),
    "pack cloth": _woven("Pack cloth", (0.034, 0.080, 0.20), (0.40, 0.035, 0.030), (0.028, 0.029, 0.032),
                         (0.12, 0.16, 0.075), (0.60, 0.29, 0.03), (0.05, 0.22, 0.23), (0.20, 0.21, 0.23)),
    "webbing": _woven("Webbing", (0.024, 0.024, 0.026), (0.16, 0.11, 0.06)),
    "pale sole": _gear("Pale rubber", "", (0.76, 0.74, 0.69), (0.70, 0.66, 0.57), gloss=0.6),
    "dark sole": _gear("Dark rubber", "", (0.026, 0.024, 0.023), (0.045, 0.030, 0.020), gloss=0.7),
    "gum sole": _gear("Gum rubber", "", (0.42, 0.22, 0.085), gloss=0.6),
    "lace": _woven("Laces", (0.78, 0.76, 0.71), (0.78, 0.76, 0.71), (0.05, 0.045, 0.04)),
    "shoe lining": _woven("Lining", (0.60, 0.54, 0.44), (0.09, 0.09, 0.095)),
    "knit": _woven("Knitwear", (0.45, 0.045, 0.035), (0.60, 0.53, 0.41), (0.060, 0.10, 0.20), (0.15, 0.21, 0.13),
                   (0.56, 0.34, 0.05), (0.27, 0.27, 0.28), scale=500),
    "jersey": _woven("Cotton jersey", (0.76, 0.75, 0.72), (0.030, 0.032, 0.036), (0.42, 0.030, 0.028),
                     (0.045, 0.12, 0.33), (0.10, 0.26, 0.14), (0.60, 0.36, 0.05), (0.29, 0.30, 0.31), scale=1600),
    "tie silk": _gear("Silk", "", (0.32, 0.018, 0.026), (0.022, 0.040, 0.12), (0.055, 0.15, 0.11), (0.30, 0.11, 0.24),
                      gloss=0.45, sheen=0.6, sheen_roughness=0.3),
    "crown velvet": _gear("Velvet", "plush", (0.36, 0.012, 0.030), (0.14, 0.022, 0.25), (0.035, 0.05, 0.24),
                          gloss=0.95, sheen=0.8, sheen_roughness=0.4),
    "ruby": _gear("Ruby", "", (0.62, 0.008, 0.020), gloss=0.04, coat=1.0, transmission=0.35, ior=1.76),
    "sapphire": _gear("Sapphire", "", (0.018, 0.070, 0.52), gloss=0.04, coat=1.0, transmission=0.35, ior=1.76),
    "emerald": _gear("Emerald", "", (0.012, 0.36, 0.12), gloss=0.04, coat=1.0, transmission=0.35, ior=1.58),
    "diamond": _gear("Diamond", "", (0.92, 0.94, 0.96), gloss=0.01, coat=1.0, transmission=0.85, ior=2.1),
    "pearl": _gear("Pearl", "", (0.82, 0.77, 0.70), gloss=0.18, coat=0.8),
    "boxing leather": _gear("Boxing leather", "", (0.50, 0.016, 0.016), (0.024, 0.055, 0.28), (0.018, 0.018, 0.019),
                            gloss=0.3, coat=0.5),
    "helmet shell": _gear("Helmet shell", "", (0.50, 0.020, 0.018), (0.016, 0.016, 0.017), (0.76, 0.75, 0.72),
                          (0.035, 0.13, 0.40), (0.74, 0.34, 0.015), gloss=0.2, coat=1.0),
    "hard hat": _gear("Hard hat", "", (0.80, 0.50, 0.012), (0.78, 0.77, 0.74), (0.76, 0.22, 0.012), (0.03, 0.16, 0.42),
                      gloss=0.3, coat=0.3),
    "visor": _gear("Visor", "", (0.020, 0.024, 0.030), (0.16, 0.075, 0.02), gloss=0.04, coat=1.0),
    "fan paper": _gear("Fan paper", "plaster", (0.56, 0.030, 0.028), (0.78, 0.73, 0.62), (0.045, 0.17, 0.30),
                       (0.76, 0.42, 0.46), (0.03, 0.03, 0.032), gloss=0.7),
}
