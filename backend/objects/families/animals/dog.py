# SPDX-License-Identifier: GPL-3.0-or-later
"""Dogs of several breeds, standing."""

from __future__ import annotations

from backend.objects.bake import Part
from backend.objects.families.animals.shared_creature import LOOKS, Build, finished, quadruped, varied, words
from backend.objects.families.base import Draw, Family

#: Breed -> build, height of the withers in metres.
_BREEDS = {
    "retriever": (Build(length=0.98, torso=(.155, .145, .175, .205, .185), skull=.15, muzzle=.15,
                        muzzle_radii=(.088, .068),
                        ear="floppy", ear_size=.17, neck=(.24, .26), tail=((0, 0), (.22, -.02), (.44, -.16)),
                        tail_radii=(.05, .055, .03), foot=.07, legs=.07, shin=.05), (0.54, 0.62)),
    "shepherd": (Build(length=1.0, torso=(.15, .14, .165, .20, .185), rump_up=-.04, skull=.14, muzzle=.19,
                       muzzle_radii=(.082, .055), ear="pointed", ear_size=.20, neck=(.22, .30),
                       tail=((0, 0), (.14, .22), (.24, .50)), tail_radii=(.05, .065, .025), foot=.066), (0.56, 0.65)),
    "dachshund": (Build(length=1.75, torso=(.24, .225, .23, .26, .25), skull=.21, muzzle=.28, muzzle_radii=(.11, .075),
                        ear="floppy", ear_size=.30, neck=(.28, .36), legs=.10, shin=.085, foot=.105, blend=.12,
                        eye=.034,
                        nose=.042, tail=((0, 0), (.30, .02), (.62, -.12)), tail_radii=(.07, .055, .03)), (0.21, 0.25)),
    "terrier": (Build(length=0.86, torso=(.19, .185, .205, .225, .205), skull=.20, muzzle=.14, muzzle_radii=(.115, .10),
                      ear="floppy", ear_size=.15, neck=(.20, .27), legs=.085, shin=.07, foot=.09, eye=.030, nose=.042,
                      tail=((0, 0), (.06, -.16), (.04, -.30)), tail_radii=(.05, .05, .03)), (0.28, 0.38)),
    "bulldog": (Build(length=0.92, torso=(.20, .205, .25, .285, .26), slim=1.0, skull=.235, muzzle=.05,
                      muzzle_radii=(.15, .135), droop=.25, ear="pointed", ear_size=.15, neck=(.24, .20),
                      neck_radii=(.23, .20), legs=.11, shin=.085, foot=.10, eye=.034, nose=.046,
                      tail=((0, 0), (.05, .0), (.09, -.03)), tail_radii=(.045, .04, .025)), (0.34, 0.40))}


def build(d: Draw) -> list[Part]:
    breed = d.choose({"retriever": 1.2, "shepherd": 1.0, "dachshund": 0.7, "terrier": 0.9, "bulldog": 0.7})
    base, (low, high) = _BREEDS[breed]
    b = varied(base, d)
    c = quadruped(b, d, d.between(-1, 1))
    return finished(c, b, d.between(low, high), d, look=(0.62, 0.80, 0.36))


FAMILY = Family(
    name="dog", words=("dog", "puppy", "hound", "labrador", "german shepherd", "retriever", "doggy"),
    gloss=("a dog standing", "man's best friend", "a pet that barks"),
    extent=(0.3, 1.7), build=build, materials=(*("dog coat",) * 4, "patched coat", "saddled coat",
                                                     "spotted coat"),
    looks=LOOKS, part_words=words("coat", "ear", "tail", "eye", "paw", "nose"),
    styles={"retriever": ("retriever", "labrador"), "shepherd": ("shepherd", "german shepherd"),
            "dachshund": ("dachshund", "sausage"), "terrier": ("terrier", "puppy"), "bulldog": ("bulldog", "pug")})
