# SPDX-License-Identifier: GPL-3.0-or-later
"""What a prompt may say of any object: sizes, proportions, patterns, wear; and things that no family makes."""

from __future__ import annotations

MOST = 12
SMALLEST, LARGEST = 0.005, 20.0
#: Below this cosine the nearest category would be a surprise, not a help; calibrated on MiniLM.
RELATED = 0.6

PATTERNS = ("striped", "banded", "dotted", "checked")
PATTERN_WORDS = {
    "striped": "banded", "stripes": "banded", "stripy": "banded", "banded": "banded", "bands": "banded",
    "vertical stripes": "striped", "vertically striped": "striped", "polka dot": "dotted", "polka dots": "dotted",
    "polka dotted": "dotted", "dotted": "dotted", "spotted": "dotted", "dots": "dotted", "checked": "checked",
    "checkered": "checked", "chequered": "checked", "checkerboard": "checked",
}
SCALES = {"tiny": 0.5, "miniature": 0.4, "mini": 0.5, "small": 0.75, "little": 0.75, "medium": 1.0,
           "medium sized": 1.0,
           "big": 1.35, "large": 1.35, "huge": 1.8, "enormous": 2.2, "giant": 2.5, "gigantic": 2.8, "massive": 2.0,
           "oversized": 1.6}
STRETCHES = {"tall": ("height", 1.25), "high": ("height", 1.2), "short": ("height", 0.78), "low": ("height", 0.8),
              "squat": ("height", 0.72), "wide": ("width", 1.25), "broad": ("width", 1.2), "narrow": ("width", 0.8),
              "slim": ("width", 0.8), "slender": ("width", 0.8), "thin": ("width", 0.8), "fat": ("width", 1.3),
              "long": ("width", 1.3), "deep": ("depth", 1.2)}
DIMENSIONS = {"tall": "height", "high": "height", "height": "height", "wide": "width", "width": "width",
               "across": "width",
               "broad": "width", "diameter": "width", "long": "width", "length": "width", "deep": "depth",
               "depth": "depth",
               "thick": "depth", "thickness": "depth"}

#: Words of age and use: how much rust, dirt, dust, worn edges and chips (0..1).
WEAR_WORDS: dict[str, dict[str, float]] = {
    "old": {"dirt": 0.4, "edges": 0.4}, "ancient": {"dirt": 0.6, "edges": 0.6, "chips": 0.3},
    "antique": {"dirt": 0.25, "edges": 0.35}, "vintage": {"dirt": 0.2, "edges": 0.35},
    "aged": {"dirt": 0.4, "edges": 0.4}, "worn": {"edges": 0.7, "dirt": 0.3},
    "worn out": {"edges": 0.8, "dirt": 0.4}, "weathered": {"edges": 0.6, "dirt": 0.6},
    "battered": {"edges": 0.7, "chips": 0.5, "dirt": 0.3}, "shabby": {"edges": 0.6, "dirt": 0.4},
    "scuffed": {"edges": 0.6}, "used": {"edges": 0.3, "dirt": 0.2}, "rusty": {"rust": 0.6}, "rusted": {"rust": 0.7},
    "corroded": {"rust": 0.8}, "dusty": {"dust": 0.7}, "dirty": {"dirt": 0.8}, "filthy": {"dirt": 1.0},
    "grimy": {"dirt": 0.8}, "stained": {"dirt": 0.5}, "muddy": {"dirt": 0.9}, "sooty": {"dirt": 0.8},
    "chipped": {"chips": 0.6, "edges": 0.3}, "cracked": {"chips": 0.5}, "damaged": {"chips": 0.6, "edges": 0.4},
    "abandoned": {"dust": 0.6, "dirt": 0.4},
    "brand new": {}, "new": {}, "pristine": {}, "clean": {}, "spotless": {}, "unused": {}, "immaculate": {},
}
WEAR_KINDS = ("rust", "dirt", "dust", "edges", "chips")

#: How one object stands to others.
RELATIONS = ("in", "on", "under", "beside", "left of", "right of", "in front of", "behind", "around", "between")
#: Kinds of objects in one prompt.
MOST_KINDS = 8

#: How several of one object stand.
LAYOUTS = ("", "row", "stack", "pile", "circle")

#: Things of other kinds: a prompt nearer to one of these than to any family names nothing in the library. Those
#: that have become families do not count.
ELSEWHERE = (
    "animal", "dinosaur", "dog", "cat", "horse", "bird", "fish", "person", "man running", "woman", "tree",
    "flower", "car", "truck", "train", "airplane", "spaceship", "boat", "bicycle", "house", "building", "castle",
    "laptop", "computer", "phone", "television", "keyboard", "camera", "radio", "guitar", "piano", "drum kit",
    "shoe", "shirt", "hat", "pillow", "blanket", "carpet", "bed", "door", "window", "sword", "gun", "knife",
    "fork", "hammer", "banana", "pizza", "cake", "sandwich", "mushroom", "teddy bear", "doll", "toy car", "robot",
    "umbrella", "mountain", "cloud", "landscape", "word", "feeling", "idea", "dragon", "monster", "toilet",
    "bathtub", "sink", "fridge", "oven", "wardrobe", "bookshelf", "ladder", "bell", "statue", "ring", "necklace",
    "hope", "love", "music", "song", "story", "photograph", "creature", "planet", "star", "sun", "moon", "river",
    "lake", "beach", "forest", "road", "bridge", "factory", "city", "street", "church", "tower", "swimming pool",
    "helicopter", "rocket", "submarine", "tractor", "motorcycle", "elephant", "lion", "tiger", "bear", "rabbit",
    "wolf", "whale", "insect", "spider", "butterfly", "human body", "soldier", "child", "baby", "wedding", "party",
    "weather", "storm", "fire", "smoke", "water", "food", "medicine", "software", "game", "war", "peace", "colour")
