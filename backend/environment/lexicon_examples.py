# SPDX-License-Identifier: GPL-3.0-or-later
"""Examples to which words that no table knows are compared, by sentence embedding."""

from __future__ import annotations

#: Examples for words the tables do not know, compared by sentence embedding.
PLACE_EXAMPLES: dict[str, tuple[str, ...]] = {
    "lake": ("a quiet lake with trees on the far shore", "a mountain tarn", "a pond among trees"),
    "sea": ("the open sea", "on a boat far from land", "waves to the horizon"),
    "beach": ("a sandy beach by the sea", "a tropical island shore", "the seaside on holiday"),
    "desert": ("a sandy desert with dunes", "an arid wasteland", "the surface of Mars"),
    "meadow": ("a grass meadow in the country", "rolling green pasture", "a farm field", "a bare windswept upland"),
    "forest": ("a clearing in a forest", "deep in the woods", "a jungle"),
    "mountains": ("high mountains and a valley", "an alpine pass"),
    "city": ("a city street", "an urban road with traffic", "a parking lot"),
    "plaza": ("a paved town square", "a castle courtyard", "a marketplace"),
    "tundra": ("a frozen plain of snow and ice", "the north pole"),
}
MOOD_EXAMPLES: dict[str, tuple[str, ...]] = {
    "late afternoon": ("warm nostalgic golden light", "cosy romantic warmth", "nostalgic", "serene"),
    "noon": ("harsh bright overhead sun", "scorching heat"),
    "overcast": ("sad grey melancholy weather", "sad", "soft shadowless light", "bleak and dreary"),
    "night": ("spooky darkness", "everyone is asleep under the stars"),
    "dusk": ("mysterious fading light", "lonely and blue after sundown", "mysterious", "dreamy"),
    "foggy": ("eerie obscured and blurred by mist",),
    "sunny": ("cheerful happy bright summer day", "holiday sunshine"),
}
#: Rooms and what they are, for words nobody knows (sentence embedding).
ROOM_EXAMPLES: dict[str, tuple[str, ...]] = {
    "living_room": ("a room to sit in with a sofa", "inside a home"),
    "kitchen": ("a place to cook with a counter",),
    "office": ("desks and computers at work", "a classroom"),
    "cathedral": ("a vaulted temple for worship", "a great stone hall with columns"),
    "studio": ("a stage with lamps and a backdrop for photography",),
    "warehouse": ("a large empty industrial hall",),
    "corridor": ("a long passage with doors in a hospital or a school", "a tunnel inside a space ship"),
}
