# SPDX-License-Identifier: GPL-3.0-or-later
"""Closed heads of metal, a robot's shell and joints: solids that stand out of the body are cut off where they enter
it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from backend.avatar.ground import Ground
from backend.avatar.worn.cutting import lidded, out_of
from backend.avatar.worn.pieces import grid
from backend.avatar.worn.shells import ball
from backend.bench.garment_fit import Dressed, Surface, corners_of
from backend.bench.garments import BODIES, POSES, dressed
from protocol.assets import Mesh


@cache
def robot(body: str) -> Dressed:
    return Dressed(dressed("robot", body))


def named(wearer: Dressed, name: str) -> Mesh:
    return next(each for each in wearer.avatar.meshes if each.name == name)


@pytest.mark.parametrize("pose", POSES)
def test_nothing_comes_through_a_robot(pose: str) -> None:
    """Over all bodies, and on none of them much more; least of all at rest."""
    shares = []
    for body in BODIES:
        fits = robot(body).penetration(POSES[pose])
        points, of = sum(fit.below + fit.through for fit in fits), sum(fit.of for fit in fits)
        shares.append((points, of))
        assert points / of < (0.0005 if pose == "rest" else 0.002), (body, fits)
    points, of = np.sum(shares, axis=0)
    assert points / of < 0.001, shares


def test_a_neck_that_comes_through_a_robots_head_counts() -> None:
    """A head whose lower part is drawn in, into the neck, is measured to be pierced by it."""
    avatar = dressed("robot", "tall")
    assert Dressed(avatar).penetration({})[-2].share < 0.0005
    head = next(each for each in avatar.meshes if each.name == "Robot head")
    middle = np.array([0.0, head.vertices[:, 1].mean(), 0.0], dtype=np.float32)
    low = head.vertices[:, 2] < head.vertices[:, 2].min() + 0.03
    head.vertices[low] = (head.vertices[low] - middle) * np.array([0.9, 0.9, 1.0], dtype=np.float32) + middle
    fit = next(each for each in Dressed(avatar).penetration({}) if each.name == "Robot head")
    assert fit.below + fit.through > 50


@pytest.mark.parametrize("body", ["heavy", "tall"])
def test_a_robots_head_is_open_below_and_hides_what_is_in_it(body: str) -> None:
    """Neither chin nor collar comes out of it, and its underside does not go through the neck."""
    wearer = robot(body)
    head, skin, shell = (named(wearer, name) for name in ("Robot head", "Body", "Robot shell"))
    assert skin.hidden is not None and shell.hidden is not None
    middle = np.median(head.vertices, axis=0)
    high = skin.vertices[:, 2] > middle[2]
    assert skin.hidden[high].all()
    face = skin.vertices[:, 2] > head.vertices[:, 2].min() + 0.09
    assert skin.hidden[face].mean() > 0.99
    below = head.vertices[head.vertices[:, 2] < head.vertices[:, 2].min() + 0.04].astype(float)
    depth, _, _ = Surface(wearer.bare, skin.vertices.astype(float)).heights(below, 0.08)
    assert len(below) > 200 and np.nanmin(depth) > -0.002


@pytest.mark.parametrize("body", ["heavy", "child"])
def test_a_heros_helmet_is_open_about_the_neck(body: str) -> None:
    """Shoulders that rise with the arms do not come through it: neck and collar go through an opening of it, and what
    of the wearer is in it is hidden."""
    wearer = Dressed(dressed("metal hero", body))
    for pose in ("rest", "arms up"):
        fits = wearer.penetration(POSES[pose])
        assert sum(fit.below + fit.through for fit in fits) / sum(fit.of for fit in fits) < 0.0015, (pose, fits)
        helmet = next(fit for fit in fits if fit.name == "Hero helmet")
        assert helmet.share < 0.002, (pose, helmet)
    skin, helmet = named(wearer, "Body"), named(wearer, "Hero helmet")
    assert skin.hidden is not None
    assert skin.hidden[skin.vertices[:, 2] > np.median(helmet.vertices[:, 2])].all()


@pytest.mark.parametrize("body", ["heavy", "tall"])
def test_plates_of_thighs_that_meet_are_not_inside_out(body: str) -> None:
    """Each closed part of the plates encloses a volume that is positive, on a heavy man's thighs too."""
    import trimesh

    plates = named(robot(body), "Plates")
    soup = trimesh.Trimesh(plates.vertices, corners_of(plates)[0], process=True)
    parts = [part for part in soup.split(only_watertight=True) if len(part.faces) > 500]
    assert len(parts) >= 8
    assert min(part.volume for part in parts) > 0


def test_a_ball_is_cut_off_along_the_ground_that_it_stands_on() -> None:
    """What is left ends where the ball meets the ground, just beneath it; no point is without a face."""
    x, y = np.meshgrid(np.linspace(-0.2, 0.2, 21), np.linspace(-0.2, 0.2, 21))
    flat = grid(np.stack([x, y, 0 * x], axis=-1), np.zeros(3), "steel")
    up = np.tile([0.0, 0.0, 1.0], (len(flat.points), 1))
    ground = Ground(flat.points, up, np.array(flat.faces), None)
    whole = ball(np.array([0.0, 0.0, 0.02]), 0.08, np.zeros(3), "steel", "near", "joint")
    left = out_of(ground, whole)
    assert whole.points[:, 2].min() < -0.05 and left.points[:, 2].min() > -0.00051
    assert left.points[:, 2].max() == pytest.approx(whole.points[:, 2].max())
    assert set(np.concatenate([np.array(face) for face in left.faces])) == set(range(len(left.points)))
    edge = left.points[left.points[:, 2] < 1e-4]
    assert len(edge) > 30
    assert np.linalg.norm(edge[:, :2], axis=1) == pytest.approx(np.sqrt(0.08**2 - 0.02**2), abs=0.0015)


def test_what_is_cut_off_is_closed_again() -> None:
    """Joints turn out of the limb what was in it, and hollow ones are seen to be so: a child's knees in a squat."""
    import trimesh

    x, y = np.meshgrid(np.linspace(-0.2, 0.2, 21), np.linspace(-0.2, 0.2, 21))
    flat = grid(np.stack([x, y, 0 * x], axis=-1), np.zeros(3), "steel")
    ground = Ground(flat.points, np.tile([0.0, 0.0, 1.0], (len(flat.points), 1)), np.array(flat.faces), None)
    open_below = out_of(ground, ball(np.array([0.0, 0.0, 0.02]), 0.08, np.zeros(3), "steel", "near", "joint"))
    closed = lidded(open_below)
    # A lid below, and one on the little hole at the top of a ball.
    assert len(closed.points) == len(open_below.points) + 2 == len(closed.uv)
    triangles = [(face[0], face[k], face[k + 1]) for face in closed.faces for k in range(1, len(face) - 1)]
    solid = trimesh.Trimesh(np.round(closed.points, 6), triangles, process=True)
    assert solid.is_watertight
    height = 0.08 + 0.02
    assert abs(solid.volume) == pytest.approx(np.pi * height**2 * (0.08 - height / 3), rel=0.03)
    assert robot("child").holes(POSES["squat"])[0] < 0.01
