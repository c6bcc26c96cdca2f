# SPDX-License-Identifier: GPL-3.0-or-later
"""Mesh files, well-meant and hostile, and the commands on them."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PIL import Image
from typer.testing import CliRunner

from backend.cli import app
from backend.engine import EngineError
from backend.objects.finishing.reading import read

run = CliRunner().invoke


@pytest.mark.parametrize("suffix", [".glb", ".obj", ".stl", ".ply"])
def test_every_format_gives_the_same_shape(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"box{suffix}"
    trimesh.creation.box(extents=(100, 200, 300)).export(file)
    soup = read(file, "cm", up="z")
    assert len(soup.triangles) == 12
    assert np.ptp(soup.vertices, axis=0) == pytest.approx([1, 2, 3], rel=1e-5)
    if suffix in (".glb", ".obj"):
        assert np.ptp(read(file).vertices, axis=0) == pytest.approx([100, 300, 200], rel=1e-5)


def glb(document: dict) -> bytes:
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<4sIIII", b"glTF", 2, 20 + len(text), len(text), 0x4E4F534A) + text


HOSTILE = {
    "empty.stl": b"", "empty.ply": b"", "empty.glb": b"", "empty.obj": b"",
    "noise.stl": bytes(range(256)) * 8, "noise.glb": b"glTF" + bytes(range(200)),
    "many.stl": b"\0" * 80 + struct.pack("<I", 100_000_000) + b"\0" * 100,
    "many.ply": b"ply\nformat binary_little_endian 1.0\nelement vertex 3\nproperty float x\nproperty float y\n"
                b"property float z\nelement face 100000000\nproperty list uchar int vertex_indices\nend_header\n",
    "nan.obj": b"v nan 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n",
    "beyond.obj": b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 900\n",
    "points.obj": b"v 0 0 0\nv 1 0 0\n",
    "cut.ply": b"ply\nformat ascii 1.0\nelement vertex 9\nproperty float x\nend_header\n1\n",
    "cycle.glb": glb({"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}],
                      "nodes": [{"children": [1]}, {"children": [0]}]}),
    "itself.glb": glb({"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}],
                       "nodes": [{"children": [0]}]}),
    "huge.glb": glb({"asset": {"version": "2.0"}, "accessors": [{"count": 10 ** 12, "componentType": 5126}]}),
    "words.glb": glb({"asset": {"version": "2.0"}, "accessors": [{"count": "many"}]}),
    "list.glb": glb({"asset": {"version": "2.0"}, "nodes": "none"}),
    "away.glb": glb({"asset": {"version": "2.0"}, "buffers": [{"uri": "../../etc/passwd", "byteLength": 100}],
                     "bufferViews": [{"buffer": 0, "byteLength": 36}], "accessors": [
                         {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"}],
                     "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}], "nodes": [{"mesh": 0}],
                     "scenes": [{"nodes": [0]}], "scene": 0}),
}


def test_archives_and_other_formats_are_refused_unopened(tmp_path: Path) -> None:
    import zipfile
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../out.obj", "v 0 0 0")
    with pytest.raises(EngineError, match=r"not one of \.glb"):
        read(file)
    assert [each.name for each in tmp_path.iterdir()] == ["a.zip"] and not (tmp_path.parent / "out.obj").exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(HOSTILE[name])
    with pytest.raises(EngineError) as error:
        read(file)
    assert error.value.message and error.value.remedy and error.value.code == "invalid_file"


def test_only_what_is_unsound_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "part.obj"
    file.write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nv inf 0 0\nf 1 2 3\nf 1 2 4\n")
    soup = read(file)
    assert len(soup.triangles) == 1 and np.isfinite(soup.vertices).all()
    assert "1 triangles" in soup.notes[0]


def test_a_material_library_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.mtl"
    secret.write_text("newmtl a\nmap_Kd ../../../../etc/passwd\n")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.obj").write_text("mtllib ../secret.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl a\nf 1 2 3\n")
    opened: list[str] = []
    import builtins
    import io
    real = io.open

    def spy(file, *rest, **more):
        opened.append(str(file))
        return real(file, *rest, **more)
    monkeypatch.setattr(builtins, "open", spy)
    monkeypatch.setattr(io, "open", spy)
    soup = read(folder / "a.obj")
    assert any("a.obj" in each for each in opened) and not any("secret" in each for each in opened)
    assert "not read" in soup.notes[-1]


def test_the_texture_of_the_source_is_baked_anew(tmp_path: Path) -> None:
    picture = np.zeros((64, 64, 3), np.uint8)
    picture[:, :32], picture[:, 32:] = (255, 0, 0), (0, 0, 255)
    box = trimesh.creation.icosphere(subdivisions=3)
    uv = np.stack([box.vertices[:, 0] / 2.1 + 0.5, box.vertices[:, 1] / 2.1 + 0.5], axis=1)
    material = trimesh.visual.material.PBRMaterial(baseColorTexture=Image.fromarray(picture))
    box.visual = trimesh.visual.TextureVisuals(uv=uv, material=material)
    box.export(tmp_path / "two.glb")
    result = run(app, ["object", "finish", str(tmp_path / "two.glb"), "-o", str(tmp_path / "new.glb"), "--size", "20cm",
                       "--resolution", "128", "--no-lods", "--json"])
    assert result.exit_code == 0, result.output
    made = read(tmp_path / "new.glb")
    assert np.ptp(made.vertices, axis=0).max() == pytest.approx(0.2, rel=0.01)
    from backend.objects.finishing.nearest import painted
    left, right = painted(made)(np.array([[-0.06, 0, 0.18], [0.06, 0, 0.18]]))
    assert left == pytest.approx([1, 0, 0], abs=0.05) and right == pytest.approx([0, 0, 1], abs=0.05)


@pytest.mark.parametrize("suffix", [".glb", ".obj", ".stl"])
def test_finish_then_check(tmp_path: Path, suffix: str) -> None:
    ball = trimesh.creation.icosphere(subdivisions=4)
    ball.update_faces(np.arange(len(ball.faces)) != 7)
    ball.export(tmp_path / "ball.ply")
    output = tmp_path / f"new{suffix}"
    result = run(app, ["object", "finish", str(tmp_path / "ball.ply"), "-o", str(output), "--faces", "1000",
                       "--size", "mug", "--resolution", "64", "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["triangles"] <= 1000 and len(told["lods"]) == 3 and all(Path(each).is_file() for each in told["files"])
    levels = [read(tmp_path / f"new_lod{number}{suffix}") for number in (1, 2, 3)]
    assert [len(level.triangles) for level in levels] == told["lods"]
    result = run(app, ["object", "check", str(output), "--json", "--strict"])
    assert result.exit_code == 0, result.output
    metrics = json.loads(result.stdout)["metrics"]
    assert metrics["watertight"] and metrics["manifold"] and metrics["base_at_origin"]
    assert (metrics["uv_overlap"] is None) == (suffix == ".stl")


def test_check_tells_faults_in_words_and_exit_code(tmp_path: Path) -> None:
    box = trimesh.creation.box()
    box.update_faces(np.arange(12) > 1)
    box.export(tmp_path / "open.stl")
    result = run(app, ["object", "check", str(tmp_path / "open.stl"), "--strict"])
    assert result.exit_code == 1 and "4 edges are open" in result.stdout and "no UVs" in result.stdout
    assert run(app, ["object", "check", str(tmp_path / "none.stl")]).exit_code == 3
    assert run(app, ["object", "check", str(tmp_path / "open.stl"), "--units", "leagues"]).exit_code == 2
    assert run(app, ["object", "finish", str(tmp_path / "open.stl"), "-o", str(tmp_path / "a.exe")]).exit_code == 2


def test_usd_text_has_the_shape_its_uvs_and_its_textures(tmp_path: Path) -> None:
    ball = trimesh.creation.icosphere(subdivisions=3)
    ball.visual.vertex_colors = np.column_stack([np.abs(ball.vertices) * 255, np.full(len(ball.vertices), 255)])
    ball.export(tmp_path / "ball.ply")
    output = tmp_path / "new.usda"
    result = run(app, ["object", "finish", str(tmp_path / "ball.ply"), "-o", str(output), "--faces", "600",
                       "--resolution", "64", "--no-lods", "--json"])
    assert result.exit_code == 0, result.output
    text = output.read_text("utf-8")
    assert text.startswith("#usda 1.0") and text.count("{") == text.count("}") and 'upAxis = "Z"' in text

    def numbers(name: str) -> np.ndarray:
        line = next(line for line in text.splitlines() if f" {name} = [" in line)
        return np.array([float(each) for each in re.findall(r"-?[\d.]+(?:e-?\d+)?", line.split("=", 1)[1])])
    counts, corners = numbers("faceVertexCounts").astype(int), numbers("faceVertexIndices").astype(int)
    points, uvs = numbers("points").reshape(-1, 3), numbers("primvars:st").reshape(-1, 2)
    assert len(counts) <= 600 and counts.sum() == len(corners) == len(uvs) and corners.max() == len(points) - 1
    assert uvs.min() >= 0 and uvs.max() <= 1 and points[:, 2].min() == pytest.approx(0, abs=0.01)
    shape = trimesh.Trimesh(points, corners.reshape(-1, 3), process=False)
    assert shape.is_watertight and shape.volume == pytest.approx(4.18, rel=0.05)
    files = re.findall(r"@\./(.+?)@", text)
    assert len(files) == 2 and all((tmp_path / each).is_file() for each in files)
    assert {Path(each).name for each in json.loads(result.stdout)["files"]} == {"new.usda", *files}


def test_names_with_paths_in_them_stay_names_in_files(tmp_path: Path) -> None:
    """Nothing that a name says leads a written file elsewhere."""
    from backend.objects.finishing.usd import write_usda
    from backend.objects.finishing.writing import write
    from protocol.assets import Image as Pixels
    from protocol.assets import Material, Mesh, Prop
    look = Material(name="../../evil\n", base_color_image=Pixels(name="../x", pixels=np.zeros((4, 4, 3), np.uint8)))
    mesh = Mesh(name="/etc/passwd", vertices=np.eye(3, dtype="<f4"), corner_vertices=np.arange(3, dtype="<i4"),
                face_offsets=np.array([0, 3], "<i4"), uvs=np.zeros((3, 2), "<f4"), materials=[look])
    prop = Prop(name='"; } bad', category="x", meshes=[mesh])
    home = tmp_path / "home"
    home.mkdir()
    for path in (*write_usda(home / "a.usda", prop), *write(home / "a.obj", prop), *write(home / "a.glb", prop)):
        assert path.parent == home and path.is_file()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["home"]
    text = (home / "a.usda").read_text()
    assert ".." not in text and "evil" in text


def test_soup_of_a_thousand_loose_triangles_is_finished(tmp_path: Path) -> None:
    """Crossing, loose and repeated triangles: no crash, no runaway, a sound file."""
    random = np.random.default_rng(5)
    soup = trimesh.Trimesh(random.uniform(-1, 1, (3000, 3)), np.arange(3000).reshape(-1, 3), process=False)
    soup.export(tmp_path / "soup.ply")
    result = run(app, ["object", "finish", str(tmp_path / "soup.ply"), "-o", str(tmp_path / "new.glb"),
                       "--faces", "500", "--resolution", "64", "--no-lods", "--json"])
    assert result.exit_code == 0, result.output
    assert 4 <= len(read(tmp_path / "new.glb").triangles) <= 1000


@pytest.mark.parametrize(("options", "code"), [
    (["--faces", "-5"], 2), (["--faces", "100000000000"], 2), (["--resolution", "1000000"], 2),
    (["--size", "0"], 0), (["--size", "1e9m"], 2), (["--size", "-3cm"], 2), (["--units", "parsecs"], 2)])
def test_absurd_numbers_are_wrong_usage(tmp_path: Path, options: list[str], code: int) -> None:
    trimesh.creation.box().export(tmp_path / "box.stl")
    output = ["-o", str(tmp_path / "a.stl"), "--resolution", "0", "--no-lods"]
    result = run(app, ["object", "finish", str(tmp_path / "box.stl"), *output, *options])
    assert result.exit_code == code, result.output
