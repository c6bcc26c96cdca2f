# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``troupe demo objects`` shows."""

from __future__ import annotations

#: The contact sheet, row by row.
SHEET = (
    "a toy dinosaur", "a music box", "a plaster statue", "a blue ceramic vase with a gold rim",
    "three red apples in a wooden bowl", "a teddy bear", "a toy train", "a red toy car",
    "an acoustic guitar", "a drum", "a violin", "a grand piano",
    "a wooden rocking chair", "a leather armchair", "a round oak table", "a bookshelf",
    "a brass desk lamp", "a lantern", "a white candle", "a chandelier",
    "a striped mug", "a copper teapot", "a wine glass", "a stack of three books",
    "a loaf of bread", "a strawberry", "a pineapple", "a slice of pizza",
    "a donut with pink icing", "a hamburger", "a mushroom", "a pumpkin",
    "a dog", "a cat", "a horse", "a penguin",
    "a fish", "an owl", "a turtle", "an elephant",
    "a leather backpack", "a red suitcase", "a straw hat", "a sneaker",
    "a hammer", "a rusty wrench", "a pair of scissors", "a wooden ladder",
    "a laptop", "a vintage radio", "a camera", "headphones",
    "a football", "a tennis racket", "a skateboard", "a bicycle",
    "a potted cactus", "a pine tree", "a sunflower", "a boulder",
    "a fire hydrant", "a red mailbox", "a street lamp", "a traffic cone",
    "an airplane", "a sailboat", "a rocket", "a pickup truck",
    "a table with a vase on it and two chairs around it", "five lemons in a blue ceramic bowl", "a cat on a chair",
    "a dusty old wooden barrel",
)
#: Categories of which nine seeds are shown, each with what may stand for it where it is missing.
SEEDS = ("a vase", "a chair", "a lamp", "an apple", "a mug")
SEEDS_SHOWN = 9
