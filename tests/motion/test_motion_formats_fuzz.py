# SPDX-License-Identifier: GPL-3.0-or-later
"""Damaged files of every text and numpy format: an EngineError that names the file, soon, and nothing else."""
import io
import json
import re
import resource
import sys
import time
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from format_samples import amc, asf, deepmimic, motion, samples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.engine import EngineError
from backend.motion.clip import clip_of
from backend.motion.formats import read_motions, write_motion

_TOKENS = [b"nan", b"-inf", b"1e308", b"1e9999", b"-1", b"0", b"9" * 30, b"{", b"}", b"", b"\x00", b"ROOT x", b"JOINT",
           b"End Site", b"[[[[", b'"x":', b"1_0", b"0x1f", b"\xff\xfe", b"MOTION", b"root", b"1,5"]


@st.composite
def _damage(draw, content: bytes) -> bytes:
    """``content`` after one to three cuts, flips, insertions, lost or doubled lines, and changed words."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        kind = draw(st.sampled_from(("cut", "flip", "lose", "insert", "line", "double", "word", "word")))
        if kind == "cut":
            content = content[:at]
        elif kind == "flip":
            content = content[:at] + bytes([draw(st.integers(0, 255))]) + content[at + 1:]
        elif kind == "lose":
            content = content[:at] + content[at + draw(st.integers(1, 80)):]
        elif kind == "insert":
            content = content[:at] + draw(st.sampled_from(_TOKENS)) + content[at:]
        elif kind == "word":
            words = list(re.finditer(rb"[^\s,:\[\]]+", content))
            if words:
                word = words[at % len(words)]
                content = content[:word.start()] + draw(st.sampled_from(_TOKENS)) + content[word.end():]
        else:
            lines = content.split(b"\n")
            line = at % len(lines)
            lines[line:line + 1] = [] if kind == "line" else [lines[line]] * 2
            content = b"\n".join(lines)
    return content


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    return folder, samples(folder)


def _attempt(path) -> str:
    """The message of the refusal; "" when the file was read."""
    start = time.monotonic()
    try:
        for each in read_motions(path):
            clip_of(each)
    except EngineError as error:
        assert error.code in ("bad_file", "unknown_rig")
        assert error.message.strip() and error.remedy
        return error.message
    finally:
        assert time.monotonic() - start < 5
    return ""


@pytest.mark.parametrize("name", ["a.bvh", "tiny_1.amc", "tiny.asf", "a.txt", "joints.npz", "clip.npz", "smpl.npz",
                                  "a.npy"])
def test_damage_is_refused_politely_or_harmless(sound, name):
    folder, contents = sound
    for each in ("tiny.asf", "tiny_1.amc"):
        (folder / each).write_bytes(contents[each])
    read = folder / ("tiny_1.amc" if name == "tiny.asf" else name)

    @settings(max_examples=120, deadline=None, database=None, derandomize=True,
              suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(_damage(contents[name]))
    def attempt(content):
        (folder / name).write_bytes(content)
        if message := _attempt(read):
            assert name.split(".")[0] in message or "animation" in message or "rig" in message

    attempt()


_BVH = """HIERARCHY
ROOT hip
{
  OFFSET 0 1 0
  CHANNELS 6 Xposition Yposition Zposition Yrotation Xrotation Zrotation
  End Site
  {
    OFFSET 0 0.5 0
  }
}
MOTION
Frames: 3
Frame Time: 0.0333333
0 1 0 0 0 0
0 1 1 90 0 0
0 1 1 90 0 0
"""


@pytest.mark.parametrize(("old", "new", "words"), [
    ("0 1 1 90 0 0\n0 1 1", "0 1 1 90 0\n0 1 1", "line 15: a frame of 5 values, expected 6"),
    ("0 1 1 90 0 0\n0 1 1", "0 1 nan 90 0 0\n0 1 1", "line 15: 'nan'"),
    ("0 1 1 90 0 0\n0 1 1", "0 1 x 90 0 0\n0 1 1", "line 15: 'x'"),
    ("0 1 1 90 0 0\n0 1 1", "0 1 1e300 90 0 0\n0 1 1", "line 15: '1e300'"),
    ("Frames: 3", "Frames: 4", "line 17: 4 frames of 6 values are announced, but the file ends"),
    ("Frames: 3", "Frames: 1000000", "the file ends before"),
    ("Frames: 3", "Frames: 99999999999", "line 12: 99999999999 frames"),
    ("Frames: 3", "Frames: 0", "line 12: 0 frames are announced, expected one or more"),
    ("Frames: 3", "Frames: -3", "line 12: -3 frames are announced, expected one or more"),
    ("Frames: 3", "Frames: three", "line 12"),
    ("Frame Time: 0.0333333", "Frame Time: 0", "line 13: a frame time of 0 s"),
    ("Frame Time: 0.0333333", "Frame Time: nan", "line 13"), ("Frame Time: 0.0333333\n", "", "line 11"),
    ("OFFSET 0 1 0", "OFFSET 0 1e99 0", "line 4"), ("OFFSET 0 1 0", "OFFSET 0 1", "line 5"),
    ("CHANNELS 6", "CHANNELS 1e9", "line 5"), ("CHANNELS 6", "CHANNELS -1", "line 5"),
    ("Yrotation Xrotation", "Xrotation Xrotation", "line 5: a channel appears twice"),
    ("Xposition", "Wposition", "line 5: unknown channel"), ("HIERARCHY", "", "line 2")])
def test_a_bvh_says_where_it_is_broken(tmp_path, old, new, words):
    assert old in _BVH
    (tmp_path / "broken.bvh").write_text(_BVH.replace(old, new, 1))
    message = _attempt(tmp_path / "broken.bvh")
    assert message.startswith("broken.bvh") and words in message


def test_ten_thousand_nested_joints_are_refused_and_four_thousand_read(tmp_path):
    def nested(depth: int) -> str:
        head = "".join(f"{'JOINT' if level else 'ROOT'} j{level} {{ OFFSET 0 1 0 CHANNELS 1 Xrotation\n"
                       for level in range(depth))
        return "HIERARCHY\n" + head + "}" * 1 + "\n}" * (depth - 1) + (
            "\nMOTION\nFrames: 1\nFrame Time: 0.1\n" + "0 " * depth + "\n")
    (tmp_path / "deep.bvh").write_text(nested(10_000))
    assert "deep.bvh, line" in _attempt(tmp_path / "deep.bvh")
    (tmp_path / "deep.bvh").write_text(nested(4000))
    assert len(read_motions(tmp_path / "deep.bvh")[0].skeleton.names) == 4000


@pytest.mark.parametrize(("filling", "words"), [
    (b"\n" * (30 << 20), "lines for 3 frames"), (b"0 " * (15 << 20), "bytes for 6 values")])
def test_a_table_of_nothing_but_blanks_or_one_endless_line_takes_no_memory(tmp_path, filling, words):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (tmp_path / "long.bvh").write_bytes(_BVH[:_BVH.index("0 1 0 0 0 0")].encode() + filling)
    assert words in _attempt(tmp_path / "long.bvh")
    (tmp_path / "long.bvh").write_bytes(b"HIERARCHY\n" + filling + b"\nMOTION\n")
    assert "hierarchy is" in _attempt(tmp_path / "long.bvh")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < (300 << 20 if sys.platform == "darwin" else 300 << 10)


@pytest.mark.parametrize(("old", "new", "words"), [
    ("lfemur 6.0", "lfemur six", "line 20"), ("\n2\n", "\n3\n", "expected frame 2"),
    ("\n2\n", "\n2\nwing 1\n", "'wing' is not in the skeleton"),
    ("rradius -3.0\n", "", "frame 2 does not hold the bones"),
    ("head -3.0 0.5 0.5\n", "head -3.0 0.5\n", "head needs 3 numbers"), ("\n1\n", "\n", "no frame 1")])
def test_an_amc_says_where_it_is_broken(tmp_path, old, new, words):
    text = amc()
    assert old in text
    (tmp_path / "tiny.asf").write_text(asf())
    (tmp_path / "tiny_1.amc").write_text(text.replace(old, new, 1))
    assert "tiny_1.amc" in (message := _attempt(tmp_path / "tiny_1.amc")) and words in message


@pytest.mark.parametrize(("old", "new", "words"), [
    ("name rfemur", "name lfemur", "there twice"), ("lfemur ltibia", "lfemur nobone", "unknown bone 'nobone'"),
    ("rtibia rfoot", "rtibia lfoot", "two parents"), ("thorax head lhumerus", "thorax lhumerus", "does not hang"),
    ("direction 0 1 0", "direction 0 up 0", "expected 3 numbers"), ("dof rx rz", "dof rx rq", "degrees of freedom"),
    ("length 0.45", "length 0", "makes no sense"), (":hierarchy", ":tree", "no :hierarchy"),
    ("axis 0 0 20 XYZ", "axis 0 0 20 XXZ", "order of axes")])
def test_an_asf_says_where_it_is_broken(tmp_path, old, new, words):
    text = asf()
    assert old in text
    (tmp_path / "tiny.asf").write_text(text.replace(old, new, 1))
    (tmp_path / "tiny_1.amc").write_text(amc())
    assert "tiny.asf" in (message := _attempt(tmp_path / "tiny_1.amc")) and words in message
    assert re.search(r"line \d+", message)


def test_bones_without_length_are_read(tmp_path):
    (tmp_path / "tiny.asf").write_text(asf().replace("length 7.3", "length 0").replace("0.97", "0"))
    (tmp_path / "tiny_1.amc").write_text(amc())
    read_motions(tmp_path / "tiny_1.amc")[0].validate()


def _flat(folder, joints: str) -> str:
    """The sample BVH, the OFFSETs of joints whose name holds one of ``joints``, and their ends', made 0."""
    write_motion(folder / "flat.bvh", motion())
    lines = (folder / "flat.bvh").read_text().splitlines()
    name = ""
    for number, line in enumerate(lines):
        words = line.split()
        if words[0] in ("ROOT", "JOINT"):
            name = words[1]
        if words[0] == "OFFSET" and re.search(joints, name):
            lines[number] = "OFFSET 0 0 0"
    (folder / "flat.bvh").write_text("\n".join(lines) + "\n")
    return _attempt(folder / "flat.bvh")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("joints", "words"), [
    ("", "flat.bvh, line 4, joint 'pelvis': all joints are at the same place"),
    ("knee|ankle", "joint 'left_knee': the legs have no length")])
def test_a_skeleton_without_extent_is_refused(tmp_path, joints, words):
    assert words in _flat(tmp_path, joints)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("joints", ["foot", "spine1", "neck", "collar", "left_knee", "right_wrist", "pelvis"])
def test_single_bones_of_a_bvh_may_have_no_length(tmp_path, joints):
    assert _flat(tmp_path, joints) == ""


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("layout", "key"), [("joints", "rest_offsets"), ("clip", "body_offsets")])
def test_an_npz_without_extent_is_refused(tmp_path, layout, key):
    write_motion(tmp_path / "a.npz", motion(), layout=layout)
    with np.load(tmp_path / "a.npz") as archive:
        arrays = dict(archive)
    arrays[key] = np.zeros_like(arrays[key])
    if "bone_ends" in arrays:
        arrays["bone_ends"] = np.zeros_like(arrays["bone_ends"])
    np.savez(tmp_path / "a.npz", **arrays)
    message = _attempt(tmp_path / "a.npz")
    assert message.startswith("a.npz") and "joint '" in message and ("no extent" in message or "no length" in message)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("values", "words"), [
    (np.zeros((9, 263), int), "holds int64, expected floating-point"), (np.zeros((0, 263)), "is empty"),
    (np.full((9, 263), np.inf), "not finite"), (np.full((9, 263), np.inf, "f2"), "not finite"),
    (np.zeros((9, 22, 3)), "no extent"), (np.zeros((9, 263), "f2"), "stand 0.00 m high")])
def test_an_npy_says_what_is_wrong_with_it(tmp_path, values, words):
    np.save(tmp_path / "a.npy", values)
    assert words in _attempt(tmp_path / "a.npy")


@pytest.mark.parametrize(("old", "new", "words"), [
    ('"Frames"', '"Frame"', "no Frames"), ("0.99", "NaN", "frame 0"), ("0.99", "1e400", "frame 0"),
    ("0.99", "null", "frame 0"), ("0.99", "9" * 5000, "digits"), ("0.99,", "", "expected 44 numbers"),
    ("0.99", "9.9", "no unit quaternion"), ("0.04", "0", "lasts 0 s"), ("0.04", "-1", "lasts -1 s"),
    ('{', "[" * 100_000, "nested too deeply"), ('"Loop":', '"Loop"', "line 2")])
def test_a_deepmimic_file_says_where_it_is_broken(tmp_path, old, new, words):
    text = deepmimic()
    assert old in text
    (tmp_path / "a.txt").write_text(text.replace(old, new, 1))
    assert "a.txt" in (message := _attempt(tmp_path / "a.txt")) and words in message


def test_packed_nothing_a_thousandfold_is_not_unpacked(tmp_path):
    bomb = zlib.compressobj(9, wbits=31)
    block = bytes(1 << 20)
    packed = b"".join(bomb.compress(block) for _ in range(100)) + bomb.flush()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name in ("a.bvh.gz", "a.txt.gz", "a.npy.gz"):
        (tmp_path / name).write_bytes(packed)
        assert "unpacks to more than" in _attempt(tmp_path / name)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < (250 << 20 if sys.platform == "darwin" else 250 << 10)


def test_packed_files_are_read_or_refused(tmp_path, sound):
    import gzip

    content = sound[1]["a.bvh"]
    (tmp_path / "a.bvh.gz").write_bytes(gzip.compress(content))
    assert read_motions(tmp_path / "a.bvh.gz")[0].name == "a"
    (tmp_path / "a.bvh.gz").write_bytes(gzip.compress(content)[:-40])
    assert "ends too early" in _attempt(tmp_path / "a.bvh.gz")
    (tmp_path / "a.bvh.gz").write_bytes(content)
    assert "not packed" in _attempt(tmp_path / "a.bvh.gz")


def _npy(array: np.ndarray, **options) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, **options)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "..\\evil", "c:evil"])
def test_paths_in_an_archive_are_refused(tmp_path, name):
    here = tmp_path / "two" / "below"
    here.mkdir(parents=True)
    with zipfile.ZipFile(here / "a.npz", "w") as archive:
        archive.writestr(name + ".npy", _npy(np.zeros(3)))
    assert "no name of an array" in _attempt(here / "a.npz")
    assert not list(tmp_path.rglob("evil*")) and not Path("/etc/evil.npy").exists()


def test_pickles_in_an_archive_are_never_run(tmp_path):
    class Trap:
        def __reduce__(self):
            return (open, (str(tmp_path / "trapped"), "w"))

    for key in ("poses", "joint_names", "troupe_clip"):
        np.savez(tmp_path / "a.npz", **{key: np.array([Trap()], dtype=object), "local_quats": np.zeros((1, 1, 4))})
        assert "Python objects" in _attempt(tmp_path / "a.npz")
    np.save(tmp_path / "a.npy", np.array([Trap()], dtype=object))
    assert "Python objects" in _attempt(tmp_path / "a.npy")
    assert not (tmp_path / "trapped").exists()


def test_an_array_that_claims_to_be_huge_is_not_made(tmp_path):
    head = _npy(np.zeros((1, 263), "<f4"))
    (tmp_path / "a.npy").write_bytes(head.replace(b"(1, 263), ", b"(9999999999, 263), ")[:128] + head[128:])
    assert "damage" in (message := _attempt(tmp_path / "a.npy")) or "size" in message or "sound" in message
    with zipfile.ZipFile(tmp_path / "b.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("poses.npy", head[:128].replace(b"(1, 263), ", b"(300000, 156), ") + bytes(70 << 20))
    assert "unpacks to 70 MiB" in _attempt(tmp_path / "b.npz")


@pytest.mark.parametrize(("key", "value", "words"), [
    ("parents", [-1, 5] + [0] * 20, "parents before children"), ("fps", 0.0, "0"), ("local_quats", None, "missing"),
    ("local_quats", np.zeros((3, 22, 4)), "frame 0, joint 'pelvis'"), ("rest_offsets", np.zeros((3, 3)), "shape"),
    ("local_quats", np.full((3, 22, 4), np.nan), "no sense"), ("joint_names", ["a"] * 22, "twice"),
    ("roles", json.dumps({"pelvis": "nobone"}), "map joints"), ("root_joint", 99, "0 to 21")])
def test_joints_that_do_not_fit_are_named(tmp_path, key, value, words):
    write_motion(tmp_path / "a.npz", motion())
    with np.load(tmp_path / "a.npz") as archive:
        arrays = dict(archive)
    if value is None:
        del arrays[key]
    else:
        arrays[key] = np.array(value)
    np.savez(tmp_path / "a.npz", **arrays)
    message = _attempt(tmp_path / "a.npz")
    assert message.startswith("a.npz") and (words in message or "holds no motion" in message)


def test_what_is_no_file_or_no_motion_is_said(tmp_path):
    assert "does not exist" in _attempt(tmp_path / "nowhere.bvh")
    (tmp_path / "folder.bvh").mkdir()
    assert "is a folder" in _attempt(tmp_path / "folder.bvh")
    with pytest.raises(EngineError, match=r"a\.docx is in no motion format") as caught:
        read_motions(tmp_path / "a.docx")
    assert caught.value.code == "invalid_parameter"
    (tmp_path / "lone_1.amc").write_text(amc())
    assert "lone.asf is not beside it" in _attempt(tmp_path / "lone_1.amc")
