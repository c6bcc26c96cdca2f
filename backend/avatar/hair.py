# SPDX-License-Identifier: GPL-3.0-or-later
"""Hair and beards as layered locks grown from the scalp, combed from the crown and laid on the head.

Each lock is a tapering strip of quads with a raised middle. Locks are grown in small steps: the
direction follows the comb along the skin, then gravity, and every point is kept above skin and
clothes, so that the hair lies on any head shape.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import partial

import numpy as np

from backend import srgb
from backend.body import hm08
from protocol.assets import Image, Material, Mesh

from . import head
from .coordinates import joint
from .drape import Body
from .hair_gathered import gathered, knots
from .hair_ropes import frames, ropes, spread
from .hair_styles import STYLES, Style, style_of
from .skinning import skin_weights
from .spec import Person

#: Pixels across the texture of hair; a lock takes :data:`LOCK` of them.
FIBRES, LOCK = 1024, 0.024
#: Refractive index of a lock as a whole. That of a hair is 1.55, but hairs part the light and shade each other, where a
#: lock is one smooth strip, which would glint like metal at its edges.
SHINE = 1.28


def grow(spec: Person, body: Body, scale: float, rig: str, seed: int) -> list[Mesh]:
    """Hair and beard meshes for a shaped body; ``scale`` is the head's size against an adult's."""
    rng = np.random.Generator(np.random.PCG64(seed))
    material = hair_material(spec.hair_color, seed)
    meshes = []
    if spec.hair_style in STYLES:
        style = style_of(spec.hair_style, spec.hair_texture)
        roots, normals, template = _roots(spec, body, style, rng)
        if len(roots):
            paths = _scalp_paths(style, body, roots, normals, template, scale, rng)
            meshes.append(_mesh("Hair", paths, style, body, scale, rig, material, rng))
            if style.gather:
                bundles = gathered(style.gather, body, scale, rng)
                # The skin says nothing about which way a tail faces: away from its own middle.
                away = np.concatenate([each - each.mean(axis=0) for each in bundles])
                fine = replace(style, width=0.0062 if "braid" in style.gather else style.width, body=0.3)
                meshes.append(_mesh("Tied hair", np.concatenate(bundles), fine, body, scale, rig, material, rng, away))
    if spec.beard > 0.25:
        style = STYLES["beard"]
        roots, normals, template = _face_roots(body, partial(head.beard, style=spec.beard_style), style.locks, rng)
        if len(roots):
            flow = np.tile([0.0, -0.25, -1.0], (len(roots), 1)) + normals * 0.2
            length = style.length * scale * (0.3 + 0.9 * spec.beard) * rng.uniform(0.7, 1.1, len(roots))
            # Shorter towards the sideburns.
            length *= 1 - 0.5 * np.clip((np.abs(template[:, 0]) - 0.045) / 0.02, 0, 1)
            if spec.beard_style == "goatee":
                length *= 0.75
            # The moustache is combed aside and kept short.
            lip = (template[:, 2] > 0.666) & (np.abs(template[:, 0]) < 0.032)
            aside = np.sign(roots[lip, 0]) * (0.9 + np.abs(template[lip, 0]) / 0.015)
            flow[lip] = np.stack([aside, np.zeros(lip.sum()), np.full(lip.sum(), -0.5)], axis=1)
            length[lip] = np.minimum(0.4 * length[lip], 0.0085 * scale)
            paths = _trace(roots, normals, flow, length, style, body, scale, rng)
            meshes.append(_mesh("Beard", paths, style, body, scale, rig, material, rng))
    return meshes


def _round_ears(body: Body) -> Body:
    """The body with normals that point straight away from the head on the ears: their own folds would
    throw locks about."""
    template = hm08.base_mesh().vertices
    ears = head.ear(template[:len(body.vertices)])[:len(body.normals)]
    smooth = copy(body)
    smooth.normals = body.normals.copy()
    smooth.normals[ears] = np.sign(body.vertices[:len(ears)][ears, :1]) * [1.0, 0.0, 0.0]
    return smooth


def _face_roots(body: Body, share, count: int,  # type: ignore[no-untyped-def]
                rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Random points on the head's skin with density ``share(template)``: position, normal, template position."""
    mesh = hm08.base_mesh()
    faces = mesh.faces["body"]
    faces = faces[mesh.vertices[faces, 2].min(axis=1) > 0.55]
    weight = np.clip(share(mesh.vertices[faces].mean(axis=1)), 0, 1)
    a, b, d = (mesh.vertices[faces[:, corner]] for corner in (0, 1, 3))
    weight = weight * np.linalg.norm(np.cross(b - a, d - a), axis=1)
    if weight.sum() <= 0:
        return np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3))
    chosen = rng.choice(len(faces), size=count, p=weight / weight.sum())
    s, t = rng.uniform(0, 1, (2, count, 1))
    mix = np.concatenate([(1 - s) * (1 - t), s * (1 - t), s * t, (1 - s) * t], axis=1)
    quads = faces[chosen]
    position = np.einsum("nk,nkc->nc", mix, body.vertices[quads])
    normal = np.einsum("nk,nkc->nc", mix, body.normals[quads])
    return position, normal / np.linalg.norm(normal, axis=1, keepdims=True), np.einsum(
        "nk,nkc->nc", mix, mesh.vertices[quads])


def _roots(spec: Person, body: Body, style: Style,
           rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    def share(points: np.ndarray) -> np.ndarray:
        above = head.hairline(points)
        on_scalp = (above > 0.02).astype(float)
        on_scalp *= (np.abs(points[:, 0]) < 0.0765) | (points[:, 2] > 0.745)  # not on the ears
        if style.comb == "crest":
            on_scalp *= np.abs(points[:, 0]) < 0.014
        if style.cover < 1:
            on_scalp *= head.horseshoe(points)
        return on_scalp

    if not style.ropes:
        return _face_roots(body, share, style.locks, rng)
    # ropes leave partings between them: their roots keep apart
    found = _face_roots(body, share, 8 * style.locks, rng)
    apart = spread(found[0], style.locks) if len(found[0]) else np.zeros(0, dtype=int)
    return found[0][apart], found[1][apart], found[2][apart]


def _scalp_paths(style: Style, body: Body, roots: np.ndarray, normals: np.ndarray, template: np.ndarray,
                 scale: float, rng: np.random.Generator) -> np.ndarray:
    front = np.clip((-template[:, 1] - 0.02) / 0.08, 0, 1) * np.clip((template[:, 2] - 0.78) / 0.04, 0, 1)
    flow = _comb(style, body, roots, normals, template, front, scale, rng)
    length = style.length * scale * rng.uniform(0.75, 1.1, len(roots))
    behind = np.clip((template[:, 1] + 0.03) / 0.06, 0, 1)
    length *= 1 + (style.back - 1) * behind
    if style.cover < 1:
        length *= 0.35 + 0.65 * head.horseshoe(template)  # it thins out towards what is bare
    if style.sides < 1:
        # Tapered towards the hairline at the sides and the nape.
        low = np.clip(head.hairline(template) / 0.75, 0.0, 1.0) ** 1.2
        length *= np.maximum(style.sides + (1 - style.sides) * low, front)
    if style.line is not None:
        end = joint("jaw", body.vertices)[2] - (style.line + 0.035) * scale
        drop = 1.06 * np.maximum(roots[:, 2] - end, 0.02) + 0.05 * np.clip(template[:, 2] - 0.79, 0, 1)
        length = np.minimum(drop, length * 1.6)
    if style.gather:
        length = np.minimum(length, 0.9 * np.linalg.norm(flow, axis=1))
    return _trace(roots, normals, flow, length, style, body, scale, rng, front)


def _comb(style: Style, body: Body, roots: np.ndarray, normals: np.ndarray, template: np.ndarray, front: np.ndarray,
          scale: float, rng: np.random.Generator) -> np.ndarray:
    """Direction (N, 3), of any length, in which locks leave the skin."""
    away = template - head.CROWN
    parting = 1.0 if rng.random() < 0.5 else -1.0
    if style.comb == "knot":
        places = knots(style.gather, body, scale)
        nearest = np.zeros(len(roots), dtype=int) if len(places) == 1 else (roots[:, 0] < 0).astype(int)
        return places[nearest] - roots
    if style.comb == "crest":
        return normals * 2 + np.array([0.0, 0.35, 0.3])
    if style.comb == "out":
        return normals + rng.normal(0, 0.35, roots.shape)
    if style.comb == "wild":
        return 0.5 * away / np.linalg.norm(away, axis=1, keepdims=True) + rng.normal(0, 0.45, roots.shape) + [0, 0, 0.4]
    if style.comb == "back":
        return np.tile([0.0, 1.0, -0.18], (len(roots), 1)) + np.array([0.12, 0, 0]) * np.sign(roots[:, :1])
    if style.comb == "up":
        return away + front[:, None] * np.array([0.02 * parting, 0.20, 0.10])
    if style.comb == "parting":
        # From a parting down both sides; the fringe is swept aside off the face.
        parted = np.clip((0.03 - template[:, 1]) / 0.06, 0.0, 1.0)
        side = np.sign(template[:, 0] - 0.012 * parting)[:, None]
        flow = away * [0.5, 0.6, 0.5] + parted[:, None] * side * [0.08, 0.0, 0.0] + [0.0, 0.03, -0.01]
        return flow + front[:, None] * [0.0, 0.07, 0.02]
    return away + front[:, None] * np.array([0.10 * parting, 0.10, 0.045])


def _trace(roots: np.ndarray, normals: np.ndarray, flow: np.ndarray, length: np.ndarray, style: Style, body: Body,
           scale: float, rng: np.random.Generator, front: np.ndarray | None = None) -> np.ndarray:
    """Grow paths (N, steps + 1, 3) from roots, some of which may be in ``front`` (N,); see the module's text."""
    count = len(roots)
    lift = style.lift + style.rise * (np.zeros(count) if front is None else front)[:, None]
    layer = rng.uniform(0.15, 1.0, count)
    jitter = rng.normal(0, 0.12, (count, 3))
    point, paths = roots - 0.001 * normals, [roots - 0.001 * normals]
    normal = normals
    phase = rng.uniform(0, 2 * np.pi, count)
    flow = flow / np.maximum(np.linalg.norm(flow, axis=1, keepdims=True), 1e-9)
    if style.gravity > 0.5:
        body = _round_ears(body)
    chin = joint("jaw", body.vertices)[2]
    forth = np.where(roots[:, 1] < joint("head", body.vertices)[1] - 0.03 * scale, -1.0, 1.0)
    for step in range(1, style.steps + 1):
        t = step / style.steps
        fall = style.gravity * min(1.0, 0.15 + 1.6 * t) if style.gravity > 0.5 else style.gravity * t
        wanted = (1 - fall) * (flow + jitter) + fall * np.array([0, 0, -1.0])
        lying = np.where(normal[:, 2] > -0.2, min(1.0, 1.2 / (1 + style.lift)), 0.0)[:, None]
        wanted = wanted - (wanted * normal).sum(axis=1, keepdims=True) * normal * lying
        if style.gravity > 0.5:
            # On the shoulders hair falls to the breast or the back, not along the sleeves.
            low = np.clip((chin - point[:, 2]) / (0.05 * scale), 0.0, 1.0)
            low *= np.clip(np.abs(point[:, 0]) / (0.05 * scale) - 1.0, 0.0, 1.0)
            wanted[:, 0] *= 1 - 0.92 * low
            wanted[:, 1] += 0.5 * low * forth
        direction = wanted / np.maximum(np.linalg.norm(wanted, axis=1, keepdims=True), 1e-9)
        direction = direction + lift * (1 - t) ** 2 * normal
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        point = point + direction * (length / style.steps)[:, None]
        distance, nearest = body.tree.query(point)
        normal = body.normals[nearest]
        height = np.einsum("ij,ij->i", point - body.skin[nearest], normal)
        arch = np.sin(np.pi * min(0.15 + 0.65 * t, 0.8)) * min(1.0, 0.35 + 2 * t)
        floor = np.minimum(0.0025 + 0.9 * style.volume * scale * layer * arch, 0.02)
        floor = np.where(point[:, 2] < chin - 0.03, 0.024, floor)  # over the clothes
        near = distance < 0.06
        point = point + np.where(near, np.clip(floor - height, 0.0, 0.01), 0.0)[:, None] * normal
        if style.lift < 1:
            # Hair falls against the head: nothing stands off further than its layer.
            off = np.where((point[:, 2] > chin) & near & (lift[:, 0] < 1), np.maximum(height - floor - 0.004, 0.0), 0.0)
            point = point - 0.8 * off[:, None] * normal
        if style.gravity > 0.5:
            point = _off_the_face(point, body, scale)
            # Nor over the arms, which would carry it along.
            over = np.maximum(np.abs(point[:, 0]) - (0.082 + 0.02 * layer) * scale, 0.0)
            point[:, 0] -= 0.7 * np.clip((chin - point[:, 2]) / (0.05 * scale), 0.0, 1.0) * np.sign(point[:, 0]) * over
        turn = 2 * np.pi * style.turns * t + phase
        side = np.cross(direction, normal)
        sway = (style.curl * np.sin(turn) * min(1.0, 2 * t))[:, None] * side
        if style.curl > 0.008:
            # Curls and coils wind about their line; waves stay flat.
            sway = sway + (0.8 * style.curl * (1 + np.cos(turn)) * min(1.0, 2 * t))[:, None] * np.cross(side, direction)
        paths.append(point + sway)
    path = np.stack(paths, axis=1)
    for _ in range(2 if style.gravity > 0.5 else 0):
        path[:, 2:-1] = 0.5 * path[:, 2:-1] + 0.25 * (path[:, 1:-2] + path[:, 3:])
    return path


def _off_the_face(point: np.ndarray, body: Body, scale: float) -> np.ndarray:
    """Move points in front of the face aside, to the cheeks."""
    eye = joint("l-eye", body.vertices)
    face = (point[:, 1] < eye[1] + 0.06 * scale) & (point[:, 2] < eye[2] + 0.045 * scale)
    edge = (0.070 + 0.012 * np.clip((eye[2] - point[:, 2]) / (0.1 * scale), 0, 1)) * scale
    side = np.where(point[:, 0] < 0, -1.0, 1.0)
    result = point.copy()
    gap = np.clip(edge - np.abs(point[:, 0]), 0.0, 0.014 * scale)  # a little a step: no kinks
    result[:, 0] += face * side * gap
    return result


def _mesh(name: str, paths: np.ndarray, style: Style, body: Body, scale: float, rig: str, material: Material,
          rng: np.random.Generator, out: np.ndarray | None = None) -> Mesh:
    """Locks or ropes along paths (N, S, 3), skinned. They face ``out`` (N, S, 3), or away from the skin."""
    from scipy.sparse import csr_matrix

    if out is None:
        _, nearest = body.tree.query(paths.reshape(-1, 3))
        out = body.normals[nearest].reshape(paths.shape)
    points, quads, uvs = (ropes(paths, out, style.width * scale, rng) if style.ropes
                          else _strips(paths, out, style, scale, rng))
    # Hair moves with the head; where it hangs lower than the chin it follows the skin beneath.
    chin = joint("head", body.vertices)[2] - 0.05 * scale
    _, below = body.tree.query(points)
    crown = int(np.argmax(body.skin[:, 2]))
    follow = np.clip((chin - points[:, 2]) / (0.12 * scale), 0, 0.85)
    rows = np.arange(len(points))
    blend = csr_matrix((np.r_[1 - follow, follow], (np.r_[rows, rows], np.r_[np.full(len(points), crown), below])),
                       shape=(len(points), len(body.vertices)))
    joints, weights = skin_weights(blend, rig)
    return Mesh(
        name=name, role="hair", vertices=points.astype(np.float32), corner_vertices=quads.ravel().astype(np.int32),
        face_offsets=np.arange(0, 4 * len(quads) + 1, 4, dtype=np.int32), uvs=uvs[quads.ravel()].astype(np.float32),
        materials=[material], joints=joints, weights=weights)


def _strips(paths: np.ndarray, out: np.ndarray, style: Style, scale: float,
            rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Strips along paths (N, S, 3): three vertices across, the middle raised, tapering to the tip. Vertices, quads and
    uvs of vertices."""
    count, rings, _ = paths.shape
    t = np.linspace(0, 1, rings)
    # What hangs ends in brushes of hairs, what stands in points.
    tip = 0.30 if style.gravity > 0.8 and not style.gather else 0.06
    width = style.width * scale * np.interp(t, [0, 0.25, 0.7, 1.0], [0.75, 1.0, 0.8, tip])
    width = width[None, :, None] * rng.uniform(0.65, 1.25, (count, 1, 1))
    across, up = frames(paths, out)
    half = 0.5 * width * across
    ring = np.stack([paths - half, paths + style.body * width * up, paths + half], axis=2)
    index = np.arange(count * rings * 3).reshape(count, rings, 3)
    corners = (index[:, :-1, :-1], index[:, :-1, 1:], index[:, 1:, 1:], index[:, 1:, :-1])
    quads = np.stack(corners, axis=-1).reshape(-1, 4)
    u = np.broadcast_to(rng.uniform(0.03, 0.97, (count, 1, 1)) + LOCK * np.array([-0.5, 0, 0.5]), (count, rings, 3))
    v = np.broadcast_to(1 - t[None, :, None], (count, rings, 3))
    uvs = np.stack([u, v], axis=-1).reshape(-1, 2)
    return ring.reshape(-1, 3), quads, uvs


def hair_material(color: tuple[float, float, float], seed: int) -> Material:
    """Hair colour with lighter and darker locks and hairs (across) and darker roots (up), and normals of single hairs,
    which draw a highlight out across the locks."""
    from scipy.ndimage import gaussian_filter1d

    rng = np.random.Generator(np.random.PCG64(seed))

    def across(width: float) -> np.ndarray:
        drawn = gaussian_filter1d(rng.normal(size=FIBRES), width, mode="wrap")
        return np.asarray(drawn / drawn.std())

    hairs = 0.75 * across(0.9) + 0.65 * across(2.6)
    shade = np.exp(0.15 * across(14.0) + 0.17 * hairs)[None, :, None]
    # The first row of pixels is at the roots.
    root = np.interp(np.linspace(0, 1, 64), [0, 0.22, 0.75, 1], [0.50, 0.92, 1.0, 1.22])[:, None, None]
    linear = np.clip(np.array(color) * shade * root, 0, 1)
    slope = 0.55 * (np.roll(hairs, -1) - np.roll(hairs, 1))
    normal = np.stack([-slope, np.zeros(FIBRES), np.ones(FIBRES)], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    pixels = np.tile(np.round((normal * 0.5 + 0.5) * 255).astype(np.uint8), (8, 1, 1))
    return Material(name="Hair", base_color=(*color, 1.0), roughness=0.50, ior=SHINE, sheen=0.0, coat=0.0,
                    base_color_image=Image(name="Hair color", pixels=srgb.to_bytes(linear.astype(np.float32))),
                    normal_image=Image(name="Hair normals", pixels=pixels, colorspace="Non-Color"))
