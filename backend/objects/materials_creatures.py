# SPDX-License-Identifier: GPL-3.0-or-later
"""What animals, soft toys, wheels and painted toys are made of: recipes of families, not of words."""

from __future__ import annotations

from typing import Any

from backend.objects.recipe import Recipe, Rgb, bump


def _coat(title: str, texture: str, *palette: Rgb, gloss: float = 0.75, sheen: float = 0.3,
          relief: tuple[float, float, float] = (260, 0.0012, 0.4), **more: Any) -> Recipe:
    values: dict[str, Any] = {"roughness": gloss, **more}
    if sheen:
        values |= {"sheen": sheen, "sheen_roughness": 0.5}
    return Recipe(title, palette, (), texture, values, bump(*relief))


def _skin(title: str, texture: str, *palette: Rgb, gloss: float = 0.5, coat: float = 0.0, **more: Any) -> Recipe:
    values: dict[str, Any] = {"roughness": gloss, **more}
    if coat:
        values |= {"coat": coat, "coat_roughness": 0.1}
    return Recipe(title, palette, (), texture, values, {})


_TOYS: tuple[Rgb, ...] = ((0.62, 0.035, 0.025), (0.030, 0.150, 0.50), (0.78, 0.48, 0.02), (0.055, 0.30, 0.07),
                          (0.74, 0.20, 0.015))

CREATURE_RECIPES: dict[str, Recipe] = {
    "dog coat": _coat("Dog's coat", "fur pale below", (0.42, 0.235, 0.085), (0.11, 0.052, 0.024), (0.60, 0.43, 0.24),
                      (0.026, 0.022, 0.020), (0.30, 0.115, 0.035)),
    "saddled coat": _coat("Black and tan coat", "saddled", (0.38, 0.19, 0.065)),
    "patched coat": _coat("Patched coat", "patched white", (0.22, 0.085, 0.030), (0.024, 0.020, 0.018),
                          (0.34, 0.15, 0.05)),
    "spotted coat": _coat("Spotted coat", "spotted", (0.80, 0.78, 0.73)),
    "tabby coat": _coat("Tabby coat", "tabby", (0.20, 0.165, 0.12), (0.50, 0.215, 0.060), (0.28, 0.27, 0.26)),
    "cat coat": _coat("Cat's coat", "fur", (0.024, 0.021, 0.020), (0.78, 0.75, 0.69), (0.19, 0.20, 0.22),
                      (0.52, 0.235, 0.070)),
    "horse coat": _coat("Horse's coat", "fur", (0.18, 0.062, 0.022), (0.085, 0.036, 0.016), (0.30, 0.125, 0.042),
                        (0.40, 0.39, 0.37), (0.022, 0.018, 0.016), gloss=0.5),
    "cow coat": _coat("Cow's coat", "patched white", (0.018, 0.015, 0.014), (0.21, 0.075, 0.026)),
    "brown coat": _coat("Brown coat", "fur", (0.24, 0.105, 0.040), (0.16, 0.068, 0.026), (0.12, 0.055, 0.026)),
    "pig skin": _coat("Pig's skin", "wool", (0.72, 0.36, 0.29), (0.76, 0.42, 0.35), gloss=0.55, sheen=0.15,
                      subsurface=0.08, subsurface_scale=0.01),
    "wool": _coat("Fleece", "wool", (0.76, 0.72, 0.63), (0.70, 0.64, 0.53), (0.80, 0.78, 0.72), gloss=0.95,
                  relief=(120, 0.01, 0.8)),
    "dark face": _coat("Dark face", "fur", (0.035, 0.028, 0.024), (0.14, 0.09, 0.06), (0.52, 0.43, 0.33)),
    "rabbit coat": _coat("Rabbit's coat", "fur pale below", (0.30, 0.20, 0.115), (0.40, 0.38, 0.36), (0.78, 0.75, 0.70),
                         (0.14, 0.085, 0.05)),
    "bear coat": _coat("Bear's coat", "fur", (0.115, 0.052, 0.022), (0.020, 0.017, 0.016), (0.19, 0.095, 0.042)),
    "polar coat": _coat("White coat", "fur", (0.80, 0.76, 0.66)),
    "elephant hide": _coat("Elephant's hide", "wrinkled", (0.21, 0.20, 0.195), (0.26, 0.235, 0.215), gloss=0.85,
                           sheen=0.0),
    "giraffe coat": _coat("Giraffe's coat", "giraffe", (0.24, 0.090, 0.026), (0.17, 0.062, 0.020)),
    "lion coat": _coat("Lion's coat", "fur pale below", (0.46, 0.27, 0.105), (0.40, 0.225, 0.085)),
    "tiger coat": _coat("Tiger's coat", "tiger", (0.58, 0.20, 0.030)),
    "zebra coat": _coat("Zebra's coat", "zebra", (0.80, 0.78, 0.73)),
    "camel coat": _coat("Camel's coat", "fur pale below", (0.44, 0.255, 0.110), (0.36, 0.19, 0.08), (0.55, 0.37, 0.19)),
    "fox coat": _coat("Fox's coat", "fur pale below", (0.46, 0.125, 0.022), (0.52, 0.16, 0.03)),
    "grey coat": _coat("Grey coat", "fur pale below", (0.17, 0.155, 0.145), (0.24, 0.22, 0.20), (0.11, 0.10, 0.10)),
    "mane": _coat("Mane", "fur", (0.105, 0.045, 0.018), (0.16, 0.065, 0.022), (0.060, 0.030, 0.016)),
    "dark mane": _coat("Dark mane", "fur", (0.022, 0.018, 0.016), (0.050, 0.030, 0.020)),
    "white fur": _coat("White fur", "fur", (0.80, 0.77, 0.71)),
    "cream fur": _coat("Cream fur", "fur", (0.68, 0.54, 0.36)),
    "plumage": _coat("Plumage", "plumage", (0.19, 0.105, 0.055), (0.055, 0.17, 0.42), (0.42, 0.045, 0.030),
                     (0.60, 0.47, 0.06), (0.10, 0.105, 0.115), (0.075, 0.22, 0.06)),
    "owl plumage": _coat("Owl's plumage", "barred plumage", (0.27, 0.155, 0.075), (0.36, 0.25, 0.15),
                         (0.55, 0.50, 0.43)),
    "white plumage": _coat("White plumage", "plumage", (0.82, 0.80, 0.75)),
    "pale plumage": _coat("Pale plumage", "plumage", (0.62, 0.50, 0.36), (0.70, 0.62, 0.50)),
    "dark plumage": _coat("Dark plumage", "plumage", (0.020, 0.022, 0.028)),
    "red plumage": _coat("Red plumage", "plumage", (0.52, 0.10, 0.035)),
    "green plumage": _coat("Green plumage", "plumage", (0.012, 0.11, 0.055), gloss=0.4),
    "hen plumage": _coat("Hen's plumage", "plumage", (0.30, 0.105, 0.032), (0.78, 0.74, 0.66), (0.14, 0.055, 0.025)),
    "beak": _skin("Beak", "", (0.78, 0.34, 0.025), (0.80, 0.42, 0.04), gloss=0.35, coat=0.3),
    "dark beak": _skin("Dark beak", "", (0.045, 0.040, 0.036), gloss=0.35, coat=0.3),
    "comb": _skin("Comb", "", (0.62, 0.020, 0.018), gloss=0.5),
    "hoof": _skin("Hoof", "", (0.032, 0.026, 0.022), (0.055, 0.042, 0.032), gloss=0.5),
    "horn": _skin("Horn", "", (0.62, 0.53, 0.38), (0.48, 0.39, 0.27), gloss=0.4),
    "ivory": _skin("Ivory", "", (0.80, 0.74, 0.60), gloss=0.3, coat=0.3),
    "nose": _skin("Nose", "", (0.020, 0.016, 0.016), gloss=0.35, coat=0.3),
    "pink skin": _skin("Pink skin", "", (0.70, 0.31, 0.26), gloss=0.5, subsurface=0.1, subsurface_scale=0.005),
    "eye": _skin("Dark eye", "", (0.012, 0.009, 0.008), gloss=0.06, coat=1.0),
    "eye white": _skin("Eye white", "", (0.82, 0.81, 0.78), gloss=0.1, coat=0.8),
    "amber eye": _skin("Amber eye", "", (0.70, 0.36, 0.02), gloss=0.08, coat=1.0),
    "green eye": _skin("Green eye", "", (0.30, 0.46, 0.06), (0.62, 0.46, 0.05), (0.16, 0.36, 0.5), gloss=0.08,
                       coat=1.0),
    "fish skin": _skin("Fish scales", "fish scales", (0.22, 0.27, 0.30), (0.66, 0.19, 0.020), (0.16, 0.22, 0.12),
                       (0.10, 0.20, 0.36), (0.50, 0.36, 0.06), gloss=0.28, coat=0.5),
    "fin": _skin("Fin", "plumage", (0.30, 0.17, 0.08), (0.55, 0.12, 0.03), (0.20, 0.22, 0.20), gloss=0.35, coat=0.3),
    "shark skin": _skin("Shark's skin", "countershaded", (0.15, 0.18, 0.205), (0.20, 0.21, 0.215), gloss=0.4, coat=0.2),
    "reptile skin": _skin("Reptile's skin", "reptile", (0.13, 0.20, 0.045), (0.24, 0.18, 0.085), (0.08, 0.24, 0.09),
                          (0.32, 0.25, 0.12), gloss=0.5),
    "snake skin": _skin("Snake's skin", "banded snake", (0.34, 0.25, 0.095), (0.17, 0.26, 0.045), (0.50, 0.20, 0.05),
                        gloss=0.35, coat=0.25),
    "frog skin": _skin("Frog's skin", "frog skin", (0.13, 0.34, 0.030), (0.075, 0.24, 0.035), (0.28, 0.30, 0.06),
                       gloss=0.2, coat=0.7),
    "turtle shell": _skin("Tortoiseshell", "turtle shell", (0.10, 0.095, 0.030), (0.16, 0.082, 0.030), gloss=0.35,
                          coat=0.3),
    "plastron": _skin("Plastron", "", (0.58, 0.45, 0.18), gloss=0.45),
    "snail body": _skin("Snail", "wrinkled", (0.34, 0.25, 0.14), (0.22, 0.18, 0.14), gloss=0.3, coat=0.5),
    "snail shell": _skin("Snail's shell", "snail shell", (0.40, 0.20, 0.075), (0.55, 0.37, 0.14), (0.30, 0.12, 0.06),
                         gloss=0.3, coat=0.4),
    "crab shell": _skin("Crab's shell", "crab shell", (0.56, 0.085, 0.022), (0.50, 0.15, 0.05), (0.36, 0.05, 0.03),
                        gloss=0.3, coat=0.4),
    "octopus skin": _skin("Octopus skin", "sucker skin", (0.46, 0.10, 0.060), (0.36, 0.11, 0.17), (0.50, 0.20, 0.10),
                          gloss=0.25, coat=0.6),
    "suckers": _skin("Suckers", "", (0.72, 0.50, 0.42), gloss=0.35),
    "wing": _skin("Wing", "plumage", (0.74, 0.24, 0.015), (0.04, 0.20, 0.56), (0.78, 0.60, 0.08), (0.30, 0.06, 0.32),
                  gloss=0.55),
    "wing dots": _skin("Wing dots", "", (0.82, 0.78, 0.68), gloss=0.6),
    "black chitin": _skin("Chitin", "", (0.014, 0.012, 0.011), gloss=0.35, coat=0.3),
    "red chitin": _skin("Red wing case", "", (0.58, 0.024, 0.014), gloss=0.15, coat=0.9),
    "plush": _coat("Plush", "plush", (0.34, 0.165, 0.062), (0.50, 0.30, 0.13), (0.66, 0.50, 0.30), (0.14, 0.062, 0.028),
                   gloss=0.95, sheen=0.6, relief=(700, 0.002, 0.7)),
    "pale plush": _coat("Pale plush", "plush", (0.72, 0.58, 0.40), gloss=0.95, sheen=0.5, relief=(700, 0.002, 0.7)),
    "felt": _coat("Felt", "plush", (0.10, 0.085, 0.075), (0.20, 0.125, 0.07), (0.030, 0.032, 0.045), (0.22, 0.03, 0.03),
                  gloss=0.95, sheen=0.4, relief=(900, 0.0006, 0.5)),
    "straw": _coat("Straw", "straw", (0.68, 0.50, 0.24), (0.60, 0.42, 0.18), gloss=0.7, sheen=0.0,
                   relief=(500, 0.001, 0.6)),
    "toy dino skin": _skin("Toy dinosaur", "toy scales", (0.10, 0.34, 0.075), (0.33, 0.20, 0.075), (0.055, 0.26, 0.30),
                           (0.42, 0.10, 0.035), (0.25, 0.30, 0.06), (0.20, 0.10, 0.30), gloss=0.4, coat=0.15),
    "toy paint": _skin("Toy paint", "", *_TOYS, gloss=0.3, coat=0.6),
    "toy red": _skin("Red paint", "", _TOYS[0], gloss=0.3, coat=0.6),
    "toy blue": _skin("Blue paint", "", _TOYS[1], gloss=0.3, coat=0.6),
    "toy yellow": _skin("Yellow paint", "", _TOYS[2], gloss=0.3, coat=0.6),
    "toy green": _skin("Green paint", "", _TOYS[3], gloss=0.3, coat=0.6),
    "toy orange": _skin("Orange paint", "", _TOYS[4], gloss=0.3, coat=0.6),
    "toy white": _skin("White paint", "", (0.78, 0.77, 0.74), gloss=0.3, coat=0.6),
    "toy black": _skin("Black paint", "", (0.014, 0.014, 0.015), gloss=0.3, coat=0.4),
    "toy skin": _skin("Painted skin", "", (0.76, 0.44, 0.28), (0.42, 0.20, 0.11), (0.70, 0.38, 0.22), gloss=0.45),
    "car paint": _skin("Car paint", "", (0.46, 0.018, 0.015), (0.020, 0.075, 0.26), (0.62, 0.62, 0.61),
                       (0.018, 0.018, 0.020), (0.72, 0.71, 0.68), (0.10, 0.13, 0.10), (0.72, 0.40, 0.015), gloss=0.28,
                       coat=1.0, metallic=0.1),
    "olive drab": _skin("Olive drab", "scuffed rubber", (0.085, 0.092, 0.040), (0.19, 0.155, 0.085), gloss=0.7),
    "dark glass": _skin("Dark glass", "", (0.016, 0.020, 0.024), gloss=0.05, coat=1.0),
    "tyre": _skin("Tyre", "scuffed rubber", (0.018, 0.018, 0.019), gloss=0.75),
    "headlight": _skin("Headlight", "", (0.80, 0.80, 0.74), gloss=0.1, coat=1.0),
    "taillight": _skin("Tail light", "", (0.50, 0.008, 0.008), gloss=0.12, coat=1.0),
    "sailcloth": _coat("Sailcloth", "fabric", (0.80, 0.78, 0.72), (0.74, 0.68, 0.55), gloss=0.9, sheen=0.2),
}
