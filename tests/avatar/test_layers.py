# SPDX-License-Identifier: GPL-3.0-or-later
"""Clothes over clothes: jackets open over shirts, necklines, what is sewn on; nothing comes through in motion."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.spatial import cKDTree

from backend.avatar import coordinates as c
from backend.avatar.cuts import covered
from backend.avatar.person import Options, build
from backend.avatar.reading import read
from backend.avatar.resolve import resolve
from backend.avatar.spec import Garment, from_json
from backend.avatar.wardrobe import cut_for
from backend.bench.garment_fit import Dressed
from backend.bench.garments import HELD_OUT, POSES
from backend.body import hm08, rigs
from backend.engine import Progress
from protocol.assets import Avatar, Mesh

#: Largest share of what is seen of an outfit, and of what it covers, that comes through in a pose, and of one garment.
MOST, MOST_OF_ONE = 0.0011, 0.003
#: The same in poses that nothing is solved for.
HELD_OUT_MOST = 0.0012, 0.003
SUIT, HOODIE = "a businessman in a navy suit with a red tie", "a man in a grey hoodie and jeans"
SOLDIER, DOCTOR = "a soldier", "a female doctor in an open lab coat, a blue shirt and trousers"
DRESS = "a woman in a green dress and white shoes"
COAT, KILT = "a woman in a long open coat, a shirt and trousers", "a man in a kilt and a sweater"
PROMPTS = (SUIT, HOODIE, SOLDIER, DRESS, COAT, KILT)


@cache
def make(description: str) -> Avatar:
    """A person made without face shapes and with a small skin texture."""
    person, _ = resolve(from_json(read(description).spec), 3)
    return build(person, Options(face_keys=False, texture_size=512), 3, Progress())[0]


def named(avatar: Avatar, name: str) -> Mesh:
    return next(each for each in avatar.meshes if each.name == name)


def shown(mesh: Mesh) -> np.ndarray:
    """Visible vertices (N, 3)."""
    return mesh.vertices if mesh.hidden is None else mesh.vertices[mesh.hidden == 0]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_nothing_comes_through_in_extreme_poses(prompt: str) -> None:
    wearer = Dressed(make(prompt))
    for poses, most, most_of_one in ((POSES, MOST, MOST_OF_ONE), (HELD_OUT, *HELD_OUT_MOST)):
        for pose, bones in poses.items():
            fits = wearer.penetration(bones)
            share = sum(fit.below + fit.through for fit in fits) / sum(fit.of for fit in fits)
            assert share <= most, (pose, share, fits)
            for fit in fits:
                assert fit.share <= most_of_one, (pose, fit.name, fit.below, fit.through, fit.of)


def test_a_scarf_lies_on_what_is_worn_beneath_it() -> None:
    wearer = Dressed(make("a man in a beige cardigan, a white t-shirt, jeans and a red scarf"))
    for pose in ("rest", "arms up"):
        scarf = next(fit for fit in wearer.penetration(POSES[pose]) if fit.name == "Neck scarf")
        assert scarf.share <= MOST, (pose, scarf)


def test_cloth_bound_to_other_cloth_moves_as_that_does() -> None:
    """Near it wholly, far from it not at all, by parts between; weights stay weights."""
    from backend.avatar.binding import bind

    avatar = make(SUIT)
    shirt, jacket = named(avatar, "Shirt"), named(avatar, "Jacket")
    held = replace(jacket, joints=np.full((len(jacket.vertices), 1), 7, np.uint16),
                   weights=np.ones((len(jacket.vertices), 1), np.float32))
    cloth = replace(shirt, joints=shirt.joints.copy(), weights=shirt.weights.copy())
    bind(cloth, held, len(avatar.skeleton.names), 0.01, 0.03)
    distance, _ = cKDTree(held.vertices).query(cloth.vertices)
    share = np.where(cloth.joints == 7, cloth.weights, 0).sum(axis=1)
    assert share[distance < 0.01] == pytest.approx(1.0, abs=1e-5)
    far = distance > 0.03
    turns = rigs.pose_transforms(avatar.skeleton, dict(POSES["run"]))
    moved, before = (rigs.skin(each.vertices[far], each.joints[far], each.weights[far], turns)
                     for each in (cloth, shirt))
    assert far.any() and np.allclose(moved, before, atol=1e-6)
    assert cloth.weights.sum(axis=1) == pytest.approx(1.0, abs=1e-5) and cloth.weights.min() >= 0


@pytest.mark.parametrize("prompt", [HOODIE, DRESS])
def test_masks_leave_no_holes_in_extreme_poses(prompt: str) -> None:
    wearer = Dressed(make(prompt))
    for pose in ("arms up", "split"):
        assert wearer.holes(POSES[pose])[0] < 0.01


def test_penetration_is_found_where_there_is_one() -> None:
    """A jacket moved back through the shirt is counted."""
    avatar = make(SUIT)
    jacket = named(avatar, "Jacket")
    kept = jacket.vertices.copy()
    wearer = Dressed(avatar)
    try:
        jacket.vertices = (kept + np.array([0.0, 0.03, 0.0])).astype(np.float32)
        assert next(fit for fit in wearer.penetration({}) if fit.name == "Jacket").share > 0.01
    finally:
        jacket.vertices = kept


def test_holes_are_found_where_too_much_is_masked() -> None:
    avatar = make(HOODIE)
    body = avatar.meshes[0]
    assert body.hidden is not None
    kept = body.hidden.copy()
    try:
        body.hidden[body.vertices[:, 2] > avatar.height * 0.8] = 1
        assert Dressed(avatar).holes({})[0] > 0.02
    finally:
        body.hidden = kept


@pytest.mark.parametrize("rig", ["game_engine", "mixamo"])
def test_skirts_are_solved_to_keep_out_of_bent_legs(rig: str) -> None:
    """Less of the skirt cage lies within the skin in the poses it is solved for than by the first weights."""
    from backend.avatar import hanging, skinning

    cage, v = slice(*hm08.SKIRT), hm08.base_mesh().vertices
    x, y, _ = v[cage].T
    level = c.template().level[cage]
    first = skinning.bell(skinning.dense_weights(rig)[cage], x, y, level, rig)
    used, faces = hanging._legs()
    own, weights = rigs.weights(rig)

    def within(skirt: np.ndarray) -> int:
        count = 0
        for turns in hanging.transforms(rig, v):
            skin = cKDTree(points := rigs.skin(v[used], own[used], weights[used], turns))
            bones = np.broadcast_to(np.arange(skirt.shape[1]), skirt.shape)
            placed = rigs.skin(v[cage], bones, skirt, turns)
            near = skin.query(placed)[1]
            height = np.einsum("ij,ij->i", placed - points[near], hm08.normals(points, faces)[near])
            count += int(((height < 0) & (level < 3.5)).sum())
        return count

    solved = skinning.skirt(rig)
    assert np.allclose(solved.sum(axis=1), 1.0, atol=1e-6) and solved.min() >= 0
    assert within(solved) < 0.4 * within(first)


def test_a_suit_shows_shirt_and_tie_in_its_v_and_hides_the_rest_of_the_shirt() -> None:
    avatar = make(SUIT)
    jacket, shirt, tie = (named(avatar, name) for name in ("Jacket", "Shirt", "Tie"))
    chest = avatar.skeleton.heads[avatar.skeleton.names.index("upperarm_l"), 2] - 0.06

    def front(points: np.ndarray, width: float) -> np.ndarray:
        near = (np.abs(points[:, 0]) < width) & (np.abs(points[:, 2] - chest) < 0.03)
        return points[near & (points[:, 1] < points[near, 1].mean())] if near.any() else points[:0]

    assert len(front(shown(shirt), 0.02)) and not len(front(jacket.vertices[jacket.vertices[:, 1] < 0], 0.02))
    assert len(front(jacket.vertices, 0.12))
    assert front(tie.vertices, 0.02)[:, 1].min() < front(shown(shirt), 0.02)[:, 1].min()
    assert shirt.hidden.mean() > 0.4 and shirt.hidden.mean() < 0.95
    assert len(shown(shirt)[shown(shirt)[:, 2] > shown(jacket)[:, 2].max() - 0.02]), "its collar stands above"


def test_a_doctors_coat_hangs_open_over_shirt_and_trousers() -> None:
    avatar = make(DOCTOR)
    coat = named(avatar, "Coat").vertices
    waist = avatar.skeleton.heads[avatar.skeleton.names.index("spine_01"), 2]
    at_waist = coat[(np.abs(coat[:, 2] - waist) < 0.05) & (coat[:, 1] < -0.05)]
    assert np.abs(at_waist[:, 0]).min() > 0.035
    assert coat[:, 2].min() < 0.34 * avatar.height < named(avatar, "Trousers").vertices[:, 2].max()
    assert not any(each.name == "Belt" for each in avatar.meshes)


def test_a_hood_lies_on_the_back_and_a_pocket_on_the_belly() -> None:
    hoodie, plain = named(make(HOODIE), "Hoodie"), named(make("a man in a grey sweater and jeans"), "Sweater")
    neck = make(HOODIE).skeleton.heads[make(HOODIE).skeleton.names.index("neck_01"), 2]

    def behind(points: np.ndarray) -> float:
        return float(points[(np.abs(points[:, 2] - neck + 0.04) < 0.04) & (np.abs(points[:, 0]) < 0.03), 1].max())

    assert behind(hoodie.vertices) > behind(plain.vertices) + 0.03


@pytest.mark.parametrize(("neckline", "bares", "covers"), [
    ("crew", None, (0.0, 5.5)), ("v", (0.0, 5.5), (0.09, 5.5)), ("scoop", (0.0, 5.6), (0.10, 5.5)),
    ("straps", (0.0, 5.6), (0.0, 4.6)), ("off", (0.12, 5.5), (0.0, 4.7)), ("high", None, (0.0, 5.6))])
def test_necklines_bare_and_cover_what_they_should(neckline: str, bares: tuple[float, float] | None,
                                                   covers: tuple[float, float]) -> None:
    """Points of the chest by distance from the middle (metres) and level."""
    over = covered(cut_for(Garment(kind="t-shirt", neckline=neckline)))[slice(*hm08.BODY)]
    t, skin = c.template(), hm08.base_mesh().vertices[slice(*hm08.BODY)]
    front = skin[:, 1] < c.side_line(skin[:, 2])

    def hidden(at: tuple[float, float]) -> bool:
        level = t.level[slice(*hm08.BODY)]
        near = np.argsort(np.abs(skin[:, 0] - at[0]) + 0.1 * np.abs(level - at[1]) + 9.0 * ~front)[:4]
        return bool(over[near].mean() > 0.5)

    assert hidden(covers)
    assert bares is None or not hidden(bares)


def test_shirts_have_buttons_jackets_zips_jeans_pockets() -> None:
    def parts(prompt: str, garment: str, slot: str) -> int:
        """Connected parts of one material."""
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components

        mesh = named(make(prompt), garment)
        wanted = [each.name for each in mesh.materials].index(f"{garment} {slot}")
        faces = np.nonzero(mesh.material_index == wanted)[0]
        used = np.concatenate([mesh.corner_vertices[mesh.face_offsets[f]:mesh.face_offsets[f + 1]] for f in faces])
        owner = np.repeat(faces, np.diff(mesh.face_offsets)[faces])
        size = len(mesh.vertices) + len(mesh.face_offsets)
        _, label = connected_components(coo_matrix((np.ones(len(used)), (used, len(mesh.vertices) + owner)),
                                                   (size, size)), directed=False)
        return len(np.unique(label[used]))

    assert 5 <= parts("a man in a blue shirt and jeans", "Shirt", "fastener") <= 10
    assert parts("a man in a leather jacket", "Jacket", "metal") == 1
    assert parts("a man in a blue shirt and jeans", "Jeans", "thread") >= 4
    assert parts(SUIT, "Jacket", "fastener") == 2


def test_leggings_lie_wholly_beneath_a_skirt_and_do_not_hide_it() -> None:
    avatar = make("a woman in a short skirt and an off-the-shoulder top")
    skirt, leggings = named(avatar, "Skirt"), named(avatar, "Leggings")
    hip = avatar.skeleton.heads[avatar.skeleton.names.index("thigh_l"), 2]
    assert skirt.hidden is None or not skirt.hidden[skirt.vertices[:, 2] < hip].any()
    assert leggings.vertices[:, 2].max() < skirt.vertices[:, 2].max()
    shown = [fit for fit in Dressed(avatar).penetration({}) if fit.name == "Skirt"]
    assert len(shown) == 1 and shown[0].share < 0.001
    assert not avatar.meshes[0].hidden[avatar.meshes[0].vertices[:, 2] > avatar.height * 0.86].any()


def test_torn_clothes_end_ragged_and_show_skin() -> None:
    whole, torn = (Garment(kind="shirt", torn=share) for share in (0.0, 0.8))
    skin = slice(*hm08.BODY)
    assert covered(cut_for(torn))[skin].sum() < 0.95 * covered(cut_for(whole))[skin].sum()
    t = c.template()
    private = ((t.level > 2.75) & (t.level < 3.9) & (np.abs(t.side) < 0.15) & (t.arm_share < 0.3))[skin]
    for kind in ("trousers", "jeans"):
        assert covered(cut_for(Garment(kind=kind, torn=1.0)))[skin][private].all()
    spec = read("a man in a torn dirty white shirt and ripped jeans").spec
    assert [(each["kind"], each["torn"] > 0, each["dirty"] > 0) for each in spec["outfit"]] == [
        ("shirt", True, True), ("jeans", True, False)]


def test_fronts_are_read() -> None:
    def closures(prompt: str) -> list[str]:
        return [each["closure"] for each in read(prompt).spec["outfit"] if each["kind"] in ("jacket", "coat")]

    assert closures("a man in a leather jacket") == ["zip"]
    assert closures("a woman in an open coat") == ["open"]
    assert closures("a man in a double-breasted jacket") == ["double"]
    assert closures("a woman in a trench coat") == ["double"]


def test_skirts_end_where_they_should_and_gowns_spread_to_the_floor() -> None:
    def hem(prompt: str, name: str) -> tuple[float, float]:
        avatar = make(prompt)
        points = named(avatar, name).vertices
        low = points[points[:, 2] < points[:, 2].min() + 0.02]
        return float(points[:, 2].min() / avatar.height), float(np.ptp(low[:, 0]))

    short, knee, long_ = (hem(f"a woman in a {word}", "Skirt")[0] for word in ("short skirt", "skirt", "long skirt"))
    assert short > 0.335 > knee > 0.26 and long_ < 0.16
    floor, wide = hem("a bride", "Gown")
    assert floor < 0.06 and wide > 0.55


def _hem_width(avatar: Avatar, name: str, level: float) -> float:
    """Width of one leg's cloth, as a share of the wearer's height, at a height that is a share as well."""
    points = named(avatar, name).vertices / avatar.height
    near = points[(np.abs(points[:, 2] - level) < 0.02) & (points[:, 0] > 0)]
    return float(np.ptp(near[:, 1]))


def test_wide_trousers_hang_away_from_the_legs() -> None:
    plain, wide, flared = (_hem_width(make(f"a woman in {word}"), title, 0.10) for word, title in (
        ("trousers", "Trousers"), ("wide trousers", "Wide trousers"), ("flared trousers", "Flared trousers")))
    assert wide > 1.5 * plain and flared > 1.5 * plain
    harem = make("a woman in harem pants and sandals")
    assert _hem_width(harem, "Harem trousers", 0.22) > 1.3 * _hem_width(harem, "Harem trousers", 0.125)


def test_an_apron_is_open_behind_and_tied_over_what_is_worn() -> None:
    avatar = make("a man in a white shirt, jeans and a brown apron")
    apron, ties = named(avatar, "Apron").vertices, named(avatar, "Apron ties").vertices
    trunk = named(avatar, "Shirt").vertices[:, 1]
    assert apron[:, 1].max() < trunk.max() - 0.05, "nothing of it on the back"
    assert ties[:, 1].max() > trunk.max() - 0.03, "a bow"
    assert ties[:, 2].max() > apron[:, 2].max(), "a strap at the nape"
    assert apron[:, 2].min() / avatar.height < 0.34 and apron[:, 2].max() / avatar.height > 0.70


def test_sandals_show_the_toes_and_hide_no_skin() -> None:
    avatar = make("a woman in a dress and sandals")
    body = named(avatar, "Body")
    feet = body.vertices[:, 2] < 0.06
    assert feet.any() and not body.hidden[feet].any()


def test_minors_have_closed_necks_and_whole_clothes() -> None:
    worn = resolve(from_json({"age_years": 10, "outfit": [
        {"kind": "dress", "neckline": "off", "sleeve": "none"}, {"kind": "jacket", "torn": 0.9}]}), 1)[0].outfit
    assert [each.neckline for each in worn if each.kind == "dress"] == ["crew"]
    assert all(each.torn <= 0.2 for each in worn)


def test_the_mawashi_is_for_grown_men_alone() -> None:
    def kinds(prompt: str) -> set[str]:
        return {each.kind for each in resolve(from_json(read(prompt).spec), 1)[0].outfit}

    assert kinds("a sumo wrestler") == {"mawashi"}
    assert "t-shirt" in kinds("a female sumo wrestler")
    assert "mawashi" not in kinds("a ten-year-old sumo wrestler") and "t-shirt" in kinds("a ten-year-old sumo wrestler")


def test_the_nearest_points_of_quads_are_blends_of_their_corners() -> None:
    """Within a quad, beyond its edge and beyond its corner; each blend sums to 1."""
    from backend.avatar.nearest import QuadSurface

    x, y = np.meshgrid(np.arange(4.0), np.arange(4.0))
    vertices = np.stack([x.ravel(), y.ravel(), np.zeros(16)], axis=1)
    corner = np.array([row * 4 + column for row in range(3) for column in range(3)])
    surface = QuadSurface(vertices, np.stack([corner, corner + 1, corner + 5, corner + 4], axis=1))
    rows = surface.blend(np.array([[1.3, 1.6, 0.2], [2.2, 3.4, -0.1], [-1.0, -1.0, 0.3], [0.7, 0.2, -0.4]]))
    assert rows @ vertices == pytest.approx(np.array([[1.3, 1.6, 0], [2.2, 3, 0], [0, 0, 0], [0.7, 0.2, 0]]), abs=1e-12)
    assert rows.sum(axis=1) == pytest.approx(1.0) and rows.min() >= 0


@cache
def wearer_of(outfit: str, body: str) -> Dressed:
    from backend.bench.garments import dressed

    return Dressed(dressed(outfit, body))


@pytest.mark.parametrize("pose", [*POSES, "lunge", "kneeling", "side kick"])
def test_trunks_keep_out_of_the_folds_of_the_groin(pose: str) -> None:
    """Of men whose shapes are far from the template's; and they hide no skin that shows beside them."""
    wearers = [wearer_of("trunks", body) for body in ("heavy", "tall")]
    fits = [wearer.penetration({**POSES, **HELD_OUT}[pose])[0] for wearer in wearers]
    assert sum(fit.below + fit.through for fit in fits) / sum(fit.of for fit in fits) <= 0.001, fits
    assert all(wearer.holes({**POSES, **HELD_OUT}[pose])[0] < 0.001 for wearer in wearers)


def test_swimwear_lies_on_the_skin_and_shows_none_through_its_faces() -> None:
    """Neither is a vertex of it within the skin, nor does a vertex of the skin come through one of its faces."""
    from backend.avatar.nearest import QuadSurface

    avatar = wearer_of("trunks", "heavy").avatar
    trunks, skin = named(avatar, "Trunks").vertices.astype(float), avatar.meshes[0].vertices.astype(float)
    quads = hm08.base_mesh().faces["body"]
    normals = hm08.normals(skin, quads)
    rows = QuadSurface(skin, quads).blend(trunks)
    height = np.einsum("ni,ni->n", trunks - rows @ skin, rows @ normals)
    assert height.min() > 0.0004
    # It spans hollows, but nothing else: half of it, hems left out, is no further from the skin than it must be.
    assert np.median(height[height > 0.0018]) < 0.003
    mesh = named(avatar, "Trunks")
    faces = np.array(
        [(*corners, corners[-1])[:4] for corners in np.split(mesh.corner_vertices, mesh.face_offsets[1:-1])]
    )
    cloth = QuadSurface(trunks, faces).blend(skin) @ trunks
    near = np.linalg.norm(cloth - skin, axis=1) < 0.004
    assert near.sum() > 150 and np.einsum("ni,ni->n", cloth - skin, normals)[near].min() > -0.0015


@pytest.mark.parametrize("pose", POSES)
def test_briefs_over_a_suit_move_with_it(pose: str) -> None:
    """On a man whose thighs touch each other and on a child, and what they hide of the suit leaves no hole."""
    wearers = [wearer_of("superhero", body) for body in ("heavy", "child")]
    fits = [fit for wearer in wearers for fit in wearer.penetration(POSES[pose])]
    assert sum(fit.below + fit.through for fit in fits) / sum(fit.of for fit in fits) <= 0.0008, fits
    assert all(fit.share < 0.012 for fit in fits if fit.name == "Hero's briefs"), fits
    assert all(wearer.holes(POSES[pose])[0] < 0.001 for wearer in wearers)


def test_skin_deep_within_a_fat_body_has_met_it() -> None:
    """Thighs that a squat brings into a great belly are no cloth that comes through, however deep they are."""
    wearer = wearer_of("swim shorts", "heavy")
    assert wearer.penetration(POSES["squat"])[0].share < 0.004


@pytest.mark.parametrize("outfit", ["apron", "tunic"])
def test_what_hangs_over_trousers_keeps_out_of_them(outfit: str) -> None:
    """In a stride it goes round the thigh before, with the cloth on it, and is not cut by it; and the locks of the fur
    on the tunic lie on its sleeves."""
    wearer = wearer_of(outfit, "tall")
    for pose in ("rest", "split"):
        fits = wearer.penetration(POSES[pose])
        assert sum(fit.below + fit.through for fit in fits) / sum(fit.of for fit in fits) <= 0.001, (pose, fits)
        assert all(fit.share < (0.0005 if fit.name == "Fur" else 0.005) for fit in fits), (pose, fits)


def test_the_locks_of_a_fur_face_outwards() -> None:
    """So that they are drawn where faces are seen from before alone."""
    from backend.bench.garment_fit import Surface

    wearer = wearer_of("tunic", "tall")
    number = next(number for number, layer in enumerate(wearer.layers) if layer.mesh.name == "Fur")
    normals = Surface(wearer.layers[number], wearer.rest[number]).soup.normals
    corner = wearer.layers[number].faces
    skin = hm08.normals(wearer.rest[0], hm08.base_mesh().faces["body"])[wearer.anchor[number][corner[:, 0]]]
    assert (np.einsum("ij,ij->i", normals, skin) > 0).mean() > 0.8


@pytest.mark.parametrize("body", ["heavy", "tall"])
def test_a_space_helmets_ring_lies_on_the_shoulders(body: str) -> None:
    """However high they are against the chin."""
    for pose in ("rest", "squat"):
        fits = wearer_of("space suit", body).penetration(POSES[pose])
        helmet = next(fit for fit in fits if fit.name == "Space helmet")
        assert helmet.share < 0.0005, (pose, helmet)


def test_bandages_go_round_a_wide_neck_and_not_through_it() -> None:
    """Nor through the crown, nor through the collar of those about the body."""
    wearer = wearer_of("mummy", "heavy")
    fits = {fit.name: fit for fit in wearer.penetration({})}
    assert fits["Head bandages"].share < 0.0003, fits["Head bandages"]
