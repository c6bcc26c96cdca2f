# SPDX-License-Identifier: GPL-3.0-or-later
"""Colour words and the sRGB value each one usually means (CSS names keep their CSS value)."""

from __future__ import annotations

from backend.language.words import word_set

#: sRGB hex codes by family, so that neighbours can be compared at a glance.
_TABLE = """
white ffffff; snow fffafa; ivory fffff0; cream fffdd0; eggshell f0ead6; off-white f8f6ee; pearl eae6dc; bone e3dac9
linen faf0e6; vanilla f3e5ab; beige f5f5dc; ecru cdb891; oatmeal d9cdb4; champagne f7e7ce; blanched-almond ffebcd
silver c0c0c0; light-grey d3d3d3; grey 808080; ash b2beb5; smoke 848884; stone 928e85; dove-grey 6d6c6c
pewter 8e9294; slate 5b6770; slate-grey 708090; gunmetal 2a3439; graphite 383838; charcoal 36454f; anthracite 293133
steel 7b8a93; onyx 353839; jet-black 0a0a0a; ebony 282c2b; black 000000; ink 14141f; raven 151515; off-black 1b1b1b
blackish 181818; red ff0000; crimson dc143c; scarlet ff2400; cherry-red d2042d; cherry d2042d; ruby e0115f
vermilion e34234; carmine 960018; cardinal c41e3a; fire-engine-red ce2029; blood-red 8a0303; candy-apple-red ff0800
brick-red 9c3a2e; brick 9c3a2e; rust b7410e; rusty b7410e; maroon 800000; burgundy 800020; wine 722f37
oxblood 4a0404; garnet 733635; claret 7f1734; merlot 541e2b; firebrick b22222; raspberry e30b5c; strawberry fc5a8d
tomato ff6347; terracotta c8694a; terra-cotta c8694a; coral ff7f50; salmon fa8072; peach ffcba4; apricot fbceb1
blush de5d83; rose ff007f; dusty-rose dcae96; pink ffc0cb; hot-pink ff69b4; baby-pink f4c2c2; bubblegum ffc1cc
rose-pink ff66cc; fuchsia ff00ff; magenta ff00ff; cerise de3163; flamingo fc8eac; rosy f08a9a; orange ffa500
tangerine f28500; pumpkin ff7518; carrot ed9121; burnt-orange cc5500; amber ffbf00; copper b87333; bronze cd7f32
brass b5a642; ochre cc7722; yellow-ochre cb9d06; sienna a0522d; burnt-sienna e97451; umber 635147; gold ffd700
golden daa520; goldenrod daa520; honey eba937; mustard e1ad01; saffron f4c430; lemon fff44f; canary ffef00
yellow ffff00; sunflower ffc512; marigold eaa221; straw e4d96f; flaxen eedc82; corn fbec5d; butter fff1a8
khaki c3b091; brown 7b4a21; chestnut 954535; chocolate 5a3420; coffee 6f4e37; espresso 3c2a21; mocha 967059
caramel c68e17; cinnamon d2691e; hazel 8e7618; hazelnut a67b5b; walnut 5c4033; mahogany 6d2c20; oak b08d57
tan d2b48c; tawny cd5700; sand c2b280; sandy d8c08e; camel c19a6b; fawn e5aa70; taupe 8b7d70; buff f0dc82
wheat f5deb3; cognac 9a463d; tobacco 71502f; auburn a52a2a; ginger b5652a; redhead a5482a; brunette 4a3222
blonde e6cf8b; blond e6cf8b; platinum e5e4e2; strawberry-blonde d99a6c; copper-red cb6d51; rose-gold b76e79
green 008000; lime 9fe000; lime-green 32cd32; chartreuse 7fff00; forest-green 228b22; forest 228b22; emerald 50c878
jade 00a86b; mint 98ff98; mint-green 98ff98; sage 9caf88; olive 808000; olive-drab 6b8e23; olive-green 6b7a2a
army-green 4b5320; hunter-green 355e3b; bottle-green 006a4e; moss 8a9a5b; moss-green 8a9a5b; fern 4f7942
pistachio 93c572; apple-green 8db600; kelly-green 4cbb17; grass-green 4c9a2a; sea-green 2e8b57; spring-green 00ff7f
pine-green 01796f; pine 01796f; avocado 568203; pear d1e231; british-racing-green 004225; racing-green 004225
malachite 0bda51; teal 008080; turquoise 40e0d0; aqua 00ffff; cyan 00ffff; aquamarine 7fffd4; seafoam 93e9be
petrol 005f6a; blue 0000ff; navy 000080; navy-blue 000080; midnight-blue 191970; midnight 191970; royal-blue 4169e1
cobalt 0047ab; cobalt-blue 0047ab; sapphire 0f52ba; ultramarine 3f00ff; azure 007fff; cerulean 2a52be
sky-blue 87ceeb; baby-blue 89cff0; powder-blue b0e0e6; cornflower 6495ed; cornflower-blue 6495ed; steel-blue 4682b4
electric-blue 0892d0; ice-blue d6ecef; periwinkle ccccff; denim 3b5b8c; indigo 4b0082; dodger-blue 1e90ff
prussian-blue 003153; peacock-blue 005f73; duck-egg-blue c5d9d6; cadet-blue 5f9ea0; blue-grey 6699aa; purple 800080
violet 7f3fbf; lavender b9a5e2; lilac c8a2c8; mauve c79bd1; plum 8e4585; aubergine 472c4c; eggplant 614051
orchid da70d6; amethyst 9966cc; grape 6f2da8; mulberry c54b8c; heather a68bb5; thistle d8bfd8; wisteria c9a0dc
byzantium 702963; neon-green 39ff14; neon-pink ff10f0; neon-yellow e7ff1f; neon-orange ff6700; neon-blue 1f51ff
olive-skinned b08a5e; nude e3bc9a; mahogany-red a5372a; camouflage-green 78866b
"""

#: Spellings of one word of another entry.
ALIASES = {
    "gray": "grey", "light gray": "light grey", "slate gray": "slate grey", "dove gray": "dove grey",
    "blue gray": "blue grey", "golden yellow": "saffron", "crème": "cream", "off white": "off white",
    "greyish": "grey", "grayish": "grey", "reddish": "red", "bluish": "blue", "greenish": "green",
    "yellowish": "yellow", "brownish": "brown", "purplish": "purple", "pinkish": "pink", "orangish": "orange",
    "orangey": "orange", "whitish": "white", "bottle green": "bottle green", "wine red": "wine", "ruby red": "ruby",
    "rust red": "rust", "dark skinned": "umber", "navy colored": "navy", "military green": "army green",
    "turquoise blue": "turquoise", "teal blue": "teal", "emerald green": "emerald", "jade green": "jade",
    "lemon yellow": "lemon", "mustard yellow": "mustard", "rose red": "ruby", "coral pink": "coral",
    "salmon pink": "salmon", "chocolate brown": "chocolate", "coffee brown": "coffee", "chestnut brown": "chestnut",
    "pitch black": "jet black", "coal black": "jet black", "snow white": "snow", "pure white": "white",
    "pure black": "black", "charcoal grey": "charcoal", "charcoal gray": "charcoal", "ash grey": "ash",
    "silver grey": "silver", "scarlet red": "scarlet", "crimson red": "crimson", "azure blue": "azure",
    "sapphire blue": "sapphire", "indigo blue": "indigo", "violet purple": "violet", "sage green": "sage",
    "pistachio green": "pistachio", "amber yellow": "amber", "burgundy red": "burgundy", "maroon red": "maroon",
}

#: Colour words that are also things: a colour only in an adjective's place ("rose dress", not "a rose").
ALSO_THINGS = word_set(
    "rose orange peach apricot cherry ruby salmon coral pumpkin carrot tangerine lemon lime plum grape olive mint "
    "sage ginger chocolate coffee espresso caramel cinnamon honey mustard butter cream vanilla wine champagne sand "
    "stone slate steel brick copper bronze brass silver gold ivory ebony bone pearl jade emerald sapphire amethyst "
    "onyx snow ash smoke ink raven forest moss fern pine pear corn straw wheat walnut oak mahogany hazelnut chestnut "
    "linen denim camel flamingo lavender lilac orchid heather violet sunflower marigold tomato strawberry raspberry "
    "avocado aubergine eggplant tobacco redhead brunette blonde blond graphite pewter garnet midnight petrol rust "
    "terracotta platinum mulberry thistle wisteria indigo turquoise cardinal saffron canary fawn amber malachite "
    "cobalt peacock nude oatmeal eggshell buff cognac bubblegum")

SRGB: dict[str, str] = {}
for _entry in _TABLE.replace("\n", ";").split(";"):
    if _entry.strip():
        _name, _hex = _entry.split()
        SRGB[_name.replace("-", " ")] = _hex
for _alias, _name in ALIASES.items():
    SRGB.setdefault(_alias, SRGB[_name])
