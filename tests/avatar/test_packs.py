# SPDX-License-Identifier: GPL-3.0-or-later
"""Asset packs: imported, understood, fitted to any body, chosen by words; damaged and hostile ones refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from backend.avatar.anny_engine import AnnyEngine
from backend.avatar.packs import fitting, items, matching, mhclo, mhmat, store
from backend.body import hm08
from backend.engine import EngineError, Progress, Request
from tests.shared_data import shared

PLAIN = {"face_keys": False, "texture_size": "1024"}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TROUPE_HOME", str(tmp_path / "home"))


def make(prompt: str, seed: int = 1, spec: dict | None = None, **parameters: object):
    engine = AnnyEngine()
    avatar = engine.generate(Request(prompt=prompt, seed=seed, spec=spec,
                                     parameters=engine.complete({**PLAIN, **parameters})), Progress())
    avatar.validate()
    return avatar


def pack(folder: Path, name: str = "fedora01", place: str = "clothes", near: int = 5399, **changes: str) -> Path:
    """A pack of one small piece that hangs on the body around one vertex."""
    base = hm08.base_mesh().vertices
    at = np.argsort(np.linalg.norm(base[:13380] - base[near], axis=1))[:4]
    own = folder / place / name
    own.mkdir(parents=True)
    (own / f"{name}.mhclo").write_text(changes.get("mhclo") or "\n".join([
        "# license CC0", "# author: Somebody", f"name {name}", f"obj_file {name}.obj", f"material {name}.mhmat",
        "tag Hat", "x_scale 5399 11998 1.4", "y_scale 791 881 2.3", "z_scale 962 5320 1.9", "verts 0",
        f"material {name}.mhmat", *(f"{a} {a} {a} 0.5 0.25 0.25 0.0 0.1 0.2" for a in at[:3]), str(at[3]),
        "delete_verts", "10 12 - 14"]))
    (own / f"{name}.obj").write_text(changes.get("obj") or "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\n"
                                                           "vt 1 1\nvt 0 1\nf 1/1 2/2 3/3 4/4\n")
    (own / f"{name}.mhmat").write_text(changes.get("mhmat") or f"name felt\ndiffuseColor 0.5 0.5 0.5\nshininess 0.4\n"
                                                               f"diffuseTexture {name}.png\n")
    Image.new("RGB", (8, 8), (200, 30, 30)).save(own / f"{name}.png")
    return folder


def test_a_piece_is_where_its_rule_says_on_any_body(tmp_path) -> None:
    folder = pack(tmp_path / "pack")
    rule = mhclo.read_fitting(folder / "clothes/fedora01/fedora01.mhclo")
    assert rule.licence == "CC0" and rule.author == "Somebody" and rule.hidden.tolist() == [10, 12, 13, 14]
    base = hm08.base_mesh().vertices
    for size in (1.0, 1.3):
        made = fitting.positions(rule, base * size)
        a = rule.references[0, 0]
        across, up, deep = (abs(float(base[i, axis] - base[j, axis])) * size / d for (i, j, d), axis in (
            ((5399, 11998, 1.4), 0), ((791, 881, 2.3), 2), ((962, 5320, 1.9), 1)))
        assert made[0] == pytest.approx(base[a] * size + (0 * across, -0.2 * deep, 0.1 * up), abs=1e-9)
        assert made[3] == pytest.approx(base[rule.references[3, 0]] * size)


def test_a_zip_is_imported_listed_worn_and_removed(tmp_path) -> None:
    folder = pack(tmp_path / "Nice Hats")
    archive = tmp_path / "Nice Hats.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for each in folder.rglob("*.*"):
            file.write(each, each.relative_to(tmp_path))
        file.writestr("Nice Hats/run.py", "raise SystemExit")
    assert store.add(archive) == "nice-hats" and store.names() == ["nice-hats"]
    assert not list(store.folder().rglob("*.py"))
    (id, item), = items.all_items().items()
    assert id == "nice-hats/hat/fedora01" and "fedora" in item.words and item.licence == "CC0"
    plain = make("a man in a red shirt")
    hatted = make("a man in a red shirt with a fedora", packs="named")
    assert hatted.provenance.spec["assets"] == [id] and hatted.provenance.unparsed == []
    worn = next(each for each in hatted.meshes if each.name == "Fedora01")
    assert worn.role == "garment" and worn.materials[0].base_color_image.pixels[0, 0].tolist() == [200, 30, 30]
    assert worn.materials[0].roughness == pytest.approx(0.7) and worn.uvs.shape == (4, 2)
    head = hatted.skeleton.names.index("head")
    assert (worn.joints[:, 0] == head).all() and worn.vertices[:, 2].min() > 1.4
    assert "Fedora01" not in {each.name for each in plain.meshes}
    assert make("a man with a fedora", packs="off").provenance.spec["assets"] == []
    store.remove("nice-hats")
    with pytest.raises(EngineError, match="No pack has"):
        make("", spec=hatted.provenance.spec)
    with pytest.raises(EngineError, match="no pack 'nice-hats'"):
        store.remove("nice-hats")


@pytest.mark.parametrize(("changes", "named"), [
    ({"mhclo": "verts 0\n99999\n"}, "base mesh does not have"),
    ({"mhclo": "verts 0\n1 2 3 4\n"}, "line 2: a vertex has 4"),
    ({"mhclo": "name x\n"}, "has no vertices"), ({"mhclo": "x_scale 1 2\nx_scale 1 99999 1\nverts 0\n1"}, "line 2"),
    ({"mhclo": "verts 0\n1 2 3 nan 0 0 0 0 0\n"}, "no shares"), ({"obj": "v 0 0 0\nf 1 2 9\n"}, "vertices it does not"),
    ({"obj": "v 0 0 0\nv 0 0 0\nv 0 0 0\nf 1 2 3\n"}, "has 3 vertices, .* places 4"), ({"obj": "# none\n"}, "no faces"),
    ({"mhclo": "obj_file ../../../../etc/passwd\nverts 0\n1\n"}, "which its pack does not hold"),
    ({"mhclo": "verts 0\n1\ndelete_verts\n5 - 99999999\n"}, "range 5")])
def test_damaged_files_are_refused_by_name_and_line(changes, named, tmp_path) -> None:
    folder = pack(tmp_path / "pack", **changes)
    item = items.Item(id="pack/hat/fedora01", name="x", place="hat", path=folder / "clothes/fedora01/fedora01.mhclo",
                      root=folder)
    from backend.avatar.drape import Body

    with pytest.raises(EngineError, match=named) as caught:
        fitting.fitted(item, Body(hm08.base_mesh().vertices), "game_engine", (0.1, 0.1, 0.1))
    assert caught.value.code == "bad_file"


def test_a_damaged_piece_does_not_hide_the_others(tmp_path) -> None:
    folder = pack(pack(tmp_path / "pack"), name="broken", mhclo="verts 0\nx")
    store.add(folder)
    assert list(items.all_items()) == ["pack/hat/fedora01"]


def test_pictures_outside_of_a_pack_are_not_read(tmp_path) -> None:
    Image.new("RGB", (4, 4)).save(tmp_path / "secret.png")
    folder = pack(tmp_path / "pack", mhmat="diffuseTexture ../../../secret.png\n")
    own = folder / "clothes/fedora01"
    look = mhmat.read_look(own / "fedora01.mhmat")
    assert mhmat.material(look, own, folder).base_color_image is None
    (own / "fedora01.png").write_bytes(b"no picture")
    look.color_map = "fedora01.png"
    with pytest.raises(EngineError, match="is no picture"):
        mhmat.material(look, own, folder)


@pytest.mark.parametrize("name", ["../evil.mhclo", "/evil.mhclo", "a/../../evil.mhclo", "c:\\evil.mhclo"])
def test_hostile_zips_are_refused_and_leave_nothing(name, tmp_path) -> None:
    archive = tmp_path / "evil.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(name, "verts 0\n1\n")
    with pytest.raises(EngineError, match=r"leads out of it|holds no"):
        store.add(archive)
    assert store.names() == [] and not list(tmp_path.rglob("evil.mhclo"))


def test_what_is_no_pack_is_said_and_an_earlier_one_stays(tmp_path) -> None:
    store.add(pack(tmp_path / "hats"))
    empty = tmp_path / "other" / "hats"
    empty.mkdir(parents=True)
    with pytest.raises(EngineError, match=r"holds no \.mhclo"):
        store.add(empty)
    with pytest.raises(EngineError, match="no folder and no zip"):
        (tmp_path / "x.bin").write_bytes(b"1")
        store.add(tmp_path / "x.bin")
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.mhclo", b"0" * (65 << 20))
    with pytest.raises(EngineError, match="unfolds to"):
        store.add(bomb)
    assert store.names() == ["hats"] and len(items.all_items()) == 1


def test_real_clothes_fit_bodies_of_every_kind() -> None:
    store.add(shared("data", "wardrobe"))
    found = items.all_items()
    places = {each.path.stem: each.place for each in found.values()}
    assert {places[name] for name in ("male_worksuit01", "female_elegantsuit01", "male_casualsuit04")} == {"full"}
    assert {places[f"shoes0{n}"] for n in (1, 2, 3, 6)} == {"feet"} and places["long01"] == "hair"
    for prompt, suit in (("a fat man", "male_worksuit01"), ("a slim woman", "female_elegantsuit01"),
                         ("a boy, 8 years old", "male_casualsuit04"), ("an old woman", "female_casualsuit01")):
        chosen = [id for id in found if id.endswith((suit, "shoes01"))]
        spec = {**AnnyEngine().understand(prompt, {}).spec, "assets": chosen}
        avatar = make(prompt, spec=spec)
        cloth = next(each for each in avatar.meshes if each.name.lower().startswith(suit[:4]))
        body = avatar.meshes[0]
        assert {each.name for each in avatar.meshes if each.role == "garment"} == {cloth.name, "Shoes01"}
        assert min(each.vertices[:, 2].min() for each in avatar.meshes) == pytest.approx(0, abs=0.002)
        from scipy.spatial import cKDTree
        shown = np.flatnonzero(body.hidden == 0)
        full = np.zeros((19158, 3))
        full[:13380] = body.vertices
        normals = hm08.normals(full, hm08.base_mesh().faces["body"])[:13380]
        away, near = cKDTree(body.vertices[shown]).query(cloth.vertices)
        depth = np.einsum("ij,ij->i", cloth.vertices - body.vertices[shown][near], normals[shown][near])
        assert ((depth < -0.003) & (away < 0.03)).mean() < 0.01, f"{prompt}: cloth within the skin that is seen"


def test_words_choose_from_a_real_pack() -> None:
    store.add(shared("data", "wardrobe"))
    found = items.all_items()
    assert matching.named("a woman with a ponytail", found) == ["wardrobe/hair/ponytail01"]
    assert matching.named("a man in a blue shirt with short hair", found) == []
    assert matching.named("male_worksuit01 and shoes03 please", found) == [
        "wardrobe/full/male_worksuit01", "wardrobe/feet/shoes03"]
    skinned = make("a woman", spec={**AnnyEngine().understand("a woman", {}).spec, "assets": [
        "wardrobe/skin/young_asian_female", "wardrobe/hair/long01"]})
    assert skinned.meshes[0].materials[0].base_color_image.name.startswith("young_lightskinned")
    assert [each.name for each in skinned.meshes if each.role == "hair"] == ["Long01"]
    with pytest.raises(EngineError, match="take the same place"):
        make("a man", spec={**AnnyEngine().understand("a man", {}).spec, "assets": [
            "wardrobe/full/male_worksuit01", "wardrobe/full/male_casualsuit02"]})
