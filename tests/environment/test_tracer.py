# SPDX-License-Identifier: GPL-3.0-or-later
"""The tracer: hierarchies that hold everything, rays that meet what they would without one, rays where they count."""

import numpy as np
import pytest

from backend.environment import device
from backend.environment.scene.builder import BLADE, DISC, LEAVES, NEEDLES, Scene
from backend.environment.scene.materials import Material
from backend.environment.tracer.hierarchy import DEEP, build, wide
from backend.environment.tracer.painter import Land, Painter, Sampling


def _boxes(kind, count):
    random = np.random.default_rng(3)
    middle = random.random((count, 3)) * (10, 10, 5)
    if kind == "together":
        middle[:] = 1.0
    if kind == "clustered":  # each thing a tenth as far out as the one before: a tree that would grow deep
        middle = np.repeat((0.5 ** np.arange(count, dtype=float))[:, None], 3, axis=1) * 1e6
    half = random.random((count, 3)) * 0.2
    return middle - half, middle + half


@pytest.mark.parametrize(("kind", "count", "leaf"), [
    ("spread", 1, 4), ("spread", 2, 1), ("spread", 777, 4), ("spread", 300, 1), ("together", 300, 4),
    ("clustered", 60, 1)])
def test_hierarchy_holds_each_thing_once_within_its_boxes(kind, count, leaf):
    low, high = _boxes(kind, count)
    tree = build(low, high, leaf)
    assert sorted(tree.order) == list(range(count))
    seen, stack = np.zeros(count, int), [(1, 0)]
    while stack:
        node, level = stack.pop()
        assert level <= DEEP
        first, many = tree.spans[node]
        if not many:
            stack += [(first, level + 1), (first + 1, level + 1)]
            for child in (first, first + 1):
                assert (tree.bounds[child, :3] >= tree.bounds[node, :3]).all()
                assert (tree.bounds[child, 3:] <= tree.bounds[node, 3:]).all()
            continue
        things = tree.order[first:first + many]
        assert many <= leaf
        seen[things] += 1
        assert np.allclose(low[things].min(axis=0), tree.bounds[node, :3], rtol=1e-5)
        assert np.allclose(high[things].max(axis=0), tree.bounds[node, 3:], rtol=1e-5)
    assert (seen == 1).all()
    _wide_holds_the_same(tree, low, high)


def _wide_holds_the_same(tree, low, high):
    """Four children a node: each thing once, within its box and those about it; half as many levels."""
    rows, seen, deepest, visited = wide(tree), np.zeros(len(low), int), 0, 0
    stack = [(0, 0, np.full(3, -1e31), np.full(3, 1e31))]
    while stack:
        row, level, below, above = stack.pop()
        deepest, visited = max(deepest, level), visited + 1
        boxes = rows[row, :24].reshape(3, 2, 4)
        for child, code in enumerate(rows[row, 24:28].view(np.int32)):
            lower, upper = boxes[:, 0, child], boxes[:, 1, child]
            if (lower > upper).any():
                continue
            assert (lower >= below).all() and (upper <= above).all()
            if code >= 0:
                assert code > 0
                stack.append((code, level + 1, lower, upper))
                continue
            first, many = (-1 - code) // 4, (-1 - code) % 4 + 1
            things = tree.order[first:first + many]
            seen[things] += 1
            assert np.allclose(low[things].min(axis=0), lower, rtol=1e-5)
            assert np.allclose(high[things].max(axis=0), upper, rtol=1e-5)
    assert (seen == 1).all() and visited == len(rows) and deepest <= DEEP // 2


def test_rays_meet_the_nearest_ball_of_all_instances():
    random = np.random.default_rng(5)
    scene = Scene()
    cluster = scene.group()
    own = random.random((20, 3)) * 2 - 1
    for center in own:
        cluster.ball(center, 0.5, Material((0.5, 0.5, 0.5)))
    balls = []
    for _ in range(30):
        at, scale = random.random(3) * 20 - 10, 0.5 + random.random()
        scene.place(cluster, at, 0.0, scale)
        balls += [(at + scale * center, 0.5 * scale) for center in own]
    for _ in range(15):
        at = random.random(3) * 20 - 10
        scene.still.ball(at, 0.4, Material((0.2, 0.2, 0.2)))
        balls.append((at, 0.4))
    ways = random.normal(size=(4000, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    starts = random.random((4000, 3)) * 20 - 10
    rays = np.concatenate([starts, ways, np.zeros((4000, 1)), np.full((4000, 1), 15.0)], axis=1).astype(np.float32)
    rays[::10, 7] = 0  # left out
    rays[5::10, 7] = -1  # free without a look
    hits, seen = np.zeros((4000, 10), np.float32), np.zeros(4000, np.float32)

    def trace():
        device.start()
        from backend.environment.tracer import rays as tracer

        arrays = scene.arrays()
        tree = (arrays.nodes, arrays.groups, arrays.places, arrays.shapes)
        tracer.trace(rays, hits, *tree)
        tracer.shadow(rays, seen, *tree)

    device.run(trace)
    nearest = np.full(4000, np.inf)
    for center, radius in balls:
        to = starts - center
        b, c = (to * ways).sum(axis=1), (to * to).sum(axis=1) - radius * radius
        root = np.sqrt(np.maximum(b * b - c, 0))
        t = np.where(-b - root > 1e-4, -b - root, -b + root)
        nearest = np.where((b * b > c) & (t > 1e-4), np.minimum(nearest, t), nearest)
    met = (nearest < 15) & (rays[:, 7] > 0)
    assert 500 < met.sum() < 3500
    assert np.mean((hits[:, 0] < 1e29) == met) > 0.999  # but for grazing ones
    both = met & (hits[:, 0] < 1e29)
    assert np.allclose(hits[both, 0], nearest[both], atol=2e-3)
    assert np.mean((seen == 0) == (met | (rays[:, 7] == 0))) > 0.999


def test_tight_boxes_about_cut_cards_lose_no_hit():
    random = np.random.default_rng(8)
    scene, loose = Scene(), Scene()
    for mask in (LEAVES, NEEDLES, BLADE, DISC):
        for _ in range(12):
            center, seed = random.random(3) * 8 - 4, random.random()
            across, up = random.normal(size=(2, 3)) * (0.9, 0.6, 0.5)
            for place in (scene, loose):
                place.still.card(center, across, up, Material((0.5, 0.5, 0.5)), mask, seed=seed)
    for low, high in zip(loose.still.low, loose.still.high):
        low -= 2.0
        high += 2.0
    ways = random.normal(size=(20_000, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    starts = random.random((20_000, 3)) * 8 - 4
    rays = np.concatenate([starts, ways, np.zeros((20_000, 1)), np.full((20_000, 1), 50.0)], axis=1).astype(np.float32)
    hits = [_hits(each, rays) for each in (scene, loose)]
    assert (hits[0][:, 0] < 1e29).sum() > 3000
    assert (np.abs(hits[0][:, 0] - hits[1][:, 0]) > 1e-3).sum() == 0


def test_a_copy_of_a_grown_group_is_met_as_the_group_itself():
    grown, scene, copy = Scene(), Scene(), Scene()
    copy.materials.append(Material((0.9, 0.1, 0.1)))
    groups = []
    for place in (grown, scene):
        groups.append(place.group())
        for k in range(9):
            groups[-1].ball((k % 3, k // 3, 0.3 * k), 0.4, Material((0.1 * k, 0.5, 0.5)))
    scene.place(groups[1], (4, 0, 0), 0.5)
    made = copy.copied(groups[0])
    copy.place(made, (4, 0, 0), 0.5)
    rays = np.zeros((400, 8), np.float32)
    rays[:, 1], rays[:, 2] = np.repeat(np.linspace(-2, 5, 20), 20), np.tile(np.linspace(-1, 3, 20), 20)
    rays[:, 3], rays[:, 7] = 1.0, 50.0
    hits = [_hits(each, rays) for each in (scene, copy)]
    met = hits[0][:, 0] < 1e29
    assert met.sum() > 40
    colors = [[each.materials[int(m)].color for m in found[met, 6]] for each, found in zip((scene, copy), hits)]
    assert colors[0] == colors[1] and np.allclose(hits[0][:, :6], hits[1][:, :6])
    with pytest.raises(ValueError, match="copied"):
        made.ball((0, 0, 0), 1.0, Material((0.5, 0.5, 0.5)))


def _hits(scene, rays):
    """What :func:`rays.trace` finds in a scene."""
    hits = np.zeros((len(rays), 10), np.float32)

    def trace():
        device.start()
        from backend.environment.tracer import rays as tracer

        arrays = scene.arrays()
        tracer.trace(rays, hits, arrays.nodes, arrays.groups, arrays.places, arrays.shapes)

    device.run(trace)
    return hits


def test_only_uncertain_pixels_and_edges_get_more_rays():
    mean = np.ones((4, 6))
    tally = np.stack([np.full((4, 6), 2.0), np.full((4, 6), 0.99), np.full((4, 6), 1.01)], axis=2)
    tally[1, 1, 1:] = 0.7, 1.3
    mean[:, 4:] = 3.0
    tally[:, 4:, 1:] = 3.0
    rough = Painter._rough(2 * mean[..., None].repeat(3, axis=2), tally, 2, 0.05)
    assert rough[1, 1] and rough[:, 3:5].all()
    assert not rough[:, 5].any() and not rough[0, :3].any()
    tally[..., 0] = 4.0
    tally[2, 2, 0] = 2.0  # settled before
    tally[2, 2, 1:] = 0.0, 9.0
    again = Painter._rough(4 * mean[..., None].repeat(3, axis=2), tally, 4, 0.05)
    assert again[1, 1] and again.sum() == 1
    # of one ray only what lies beside it tells
    mean[:, 4:], tally[...] = 1.08, 1.0
    once = Painter._rough(mean[..., None].repeat(3, axis=2), tally, 1, 0.05)
    assert once[:, 3:5].all() and once.sum() == 8


def test_every_pass_is_reported_and_a_picture_is_shown_only_of_whole_rows(monkeypatch):
    arrays = Scene().arrays()
    none = np.zeros((2, 2, 3), np.float32)
    painter = Painter(arrays, none, Land.none(), none, none, none, 1.0, 0.0, 0, Sampling(rays=(1, 2, 4, 8)))
    passes, told = [], []

    def step(self, pixels, index, image, tally, *rest):
        passes.append(len(pixels))
        flat, count = image.reshape(-1, 3), tally.reshape(-1, 3)
        level = np.random.default_rng(index).random(len(pixels))  # noise: no pixel is ever certain
        flat[pixels] += level[:, None]
        first = count[pixels, 0] == 0
        count[pixels, 1] = np.where(first, level, np.minimum(count[pixels, 1], level))
        count[pixels, 2] = np.where(first, level, np.maximum(count[pixels, 2], level))
        count[pixels, 0] += 1

    monkeypatch.setattr(Painter, "_pass", step)
    image, layers = np.zeros((128, 1024, 3), np.float32), np.zeros((128, 1024, 2), np.float32)
    painter.paint(image, layers, none, none, 0, 128,
                  lambda share, whole: told.append((share, whole, float(image.max()))))
    assert len(passes) == 16 and len(told) == 18
    shares = [share for share, _, _ in told]
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert all(peak <= 1.0 for _, whole, peak in told if whole) and sum(whole for _, whole, _ in told) == 2
