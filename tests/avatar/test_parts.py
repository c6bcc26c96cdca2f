# SPDX-License-Identifier: GPL-3.0-or-later
"""People part by part: mixed, with seeds and locks of their own, and made anew in part."""

from __future__ import annotations

import numpy as np
import pytest

from backend.avatar import parts, resolve
from backend.avatar.anny_engine import AnnyEngine
from backend.avatar.coordinates import joint
from backend.avatar.person import shaped
from backend.avatar.reading import read
from backend.avatar.spec import Mix, from_json
from backend.engine import EngineError, Progress, Request
from backend.services import call

PLAIN = {"face_keys": False, "texture_size": "1024"}


def make(prompt: str, seed: int = 1, spec: dict | None = None, **parameters: object):
    engine = AnnyEngine()
    return engine.generate(Request(prompt=prompt, seed=seed, spec=spec,
                                   parameters=engine.complete({**PLAIN, **parameters})), Progress())


def person(prompt: str, seed: int = 1, **changes: object):
    return resolve.resolve(from_json({**read(prompt).spec, **changes}), seed)[0]


@pytest.fixture(scope="module")
def two() -> tuple[np.ndarray, np.ndarray]:
    tall, small = person("a tall thin old man"), person("a short fat young woman", 2)
    return shaped(tall, 0.5, 1)[0], shaped(small, 0.5, 2)[0]


def length(vertices: np.ndarray, first: str, second: str) -> float:
    return float(np.linalg.norm(joint(first, vertices) - joint(second, vertices)))


def test_equal_shares_interpolate_and_no_share_changes_nothing(two) -> None:
    first, second = two
    for share in (0.0, 0.3, 1.0):
        made = parts.blended(first, second, dict.fromkeys(parts.BODY, share))
        assert np.abs(made - ((1 - share) * first + share * second)).max() < 1e-5


def test_a_part_is_exchanged_alone_and_stays_attached(two) -> None:
    first, second = two
    armed = parts.blended(first, second, {"arms": 1.0, "hands": 1.0})
    for side in "lr":
        assert length(armed, f"{side}-shoulder", f"{side}-elbow") == pytest.approx(
            length(second, f"{side}-shoulder", f"{side}-elbow"), rel=0.03)
        assert length(armed, f"{side}-knee", f"{side}-ankle") == pytest.approx(
            length(first, f"{side}-knee", f"{side}-ankle"), rel=1e-6)
        # The arm begins where the first one's does.
        assert np.abs(joint(f"{side}-shoulder", armed) - joint(f"{side}-shoulder", first)).max() < 0.02
    legged = parts.blended(first, second, {"legs": 1.0, "feet": 1.0})
    moved = legged - first
    head = parts._weights()["head"] > 0.999
    assert np.ptp(moved[head], axis=0).max() < 1e-6  # the head is carried, unchanged
    # No edge is torn: no neighbours are further apart than in either person.
    from backend.body import hm08
    faces = hm08.base_mesh().group("body")[0]
    edges = np.concatenate([faces[:, [a, (a + 1) % 4]] for a in range(4)])
    def lengths(v: np.ndarray) -> np.ndarray:
        return np.linalg.norm(v[edges[:, 0]] - v[edges[:, 1]], axis=1)
    for made in (armed, legged):
        assert (lengths(made) - np.maximum(lengths(first), lengths(second))).max() < 0.02


def test_looks_are_taken_by_part_and_numbers_lie_between() -> None:
    first, second = person("a man aged 60 in a blue shirt and black jeans with a full beard"), person(
        "a woman aged 20 in a red dress with long blond hair and green eyes", 2)
    both, _ = resolve.mixed(from_and(first, second, {"hair": 1.0, "eyes": 1.0, "head": 0.5, "shoes": 1.0}))
    assert both.hair_style == second.hair_style and both.hair_color == second.hair_color
    assert both.eye_color == second.eye_color and both.skin_color == first.skin_color
    assert both.age_years == pytest.approx(40) and both.beard == pytest.approx(first.beard / 2)
    assert [each.kind for each in both.outfit] == ["jeans", "shirt", second.outfit[-1].kind]
    dressed, notes = resolve.mixed(from_and(first, second, {"top": 1.0}))
    assert dressed.outfit[0].kind == "dress" and "jeans" not in {
        each.kind for each in dressed.outfit} and any("covers" in each for each in notes)
    bottom, _ = resolve.mixed(from_and(second, first, {"top": 1.0}))
    assert {"shirt", "trousers"} <= {each.kind for each in bottom.outfit}, "nobody is half dressed"


def from_and(first, second, shares):
    from dataclasses import replace
    return replace(first, mix=Mix(spec=second, seed=2, parts=shares))


def test_a_mix_is_made_again_from_its_spec() -> None:
    first, second = make("a thin man in a suit", 3), make("a fat woman in a green dress", 4)
    spec = {**first.provenance.spec, "mix": {"spec": second.provenance.spec, "seed": 4,
                                             "parts": {"torso": 1.0, "legs": 1.0}}}
    made = make("mixed", 3, spec)
    again = make("mixed", 3, made.provenance.spec)
    names = [each.name for each in made.meshes]
    assert names == [each.name for each in again.meshes] and "Jacket" in names
    assert all(np.array_equal(a.vertices, b.vertices) for a, b in zip(made.meshes, again.meshes))
    width = [float(np.ptp(each.meshes[0].vertices[:13380, 1])) for each in (first, second, made)]
    assert width[2] > width[0] + 0.05


@pytest.mark.parametrize(("mix", "named"), [
    ({"spec": {}, "parts": {"tail": 1.0}}, "part 'tail'"), ({"spec": {}, "parts": {"head": 2}}, "share of the head"),
    ({"spec": {}, "seed": -1}, "seed -1"), ({"parts": {}}, "mix has a spec"), ({"spec": {"age_years": "x"}}, "age"),
    ({"spec": {"mix": {"spec": {"mix": {"spec": {"mix": {"spec": {}}}}}}}}, "more than 4")])
def test_a_wrong_mix_is_refused(mix, named) -> None:
    with pytest.raises(EngineError, match=named):
        from_json({"mix": mix})


def test_seeds_of_parts_change_those_parts_alone() -> None:
    plain = person("a man in a shirt")
    heads = person("a man in a shirt", seeds={"head": 99})
    assert resolve.resolve(plain, 1)[0].eye_color == heads.eye_color
    one, other = shaped(plain, 0.5, 1)[0], shaped(heads, 0.5, 1)[0]
    weights = parts._weights()
    face = np.abs((other - one)[weights["head"] > 0.999]).max()
    legs = np.ptp((other - one)[weights["left feet"] > 0.999], axis=0).max()
    assert face > 0.002 and legs < 0.002


def test_what_is_not_locked_is_drawn_anew() -> None:
    made = make("a woman with blue eyes in a red shirt", 5)
    spec = made.provenance.spec
    answer = call("avatar.redraw", {"prompt": "a woman with blue eyes in a red shirt", "spec": spec,
                                    "locked": ["hair", "head"], "seed": 8}).result["spec"]
    assert answer["eye_color"] == spec["eye_color"], "what was said stays"
    assert answer["hair_style"] == spec["hair_style"] and answer["hair_color"] == spec["hair_color"]
    assert answer["skin_color"] is None and "hair" not in answer["seeds"] and "head" not in answer["seeds"]
    before = {each["kind"]: each["color"] for each in spec["outfit"]}
    assert [(each["kind"], each["color"]) for each in answer["outfit"]] == [("shirt", before["shirt"])]
    bottoms = set()
    for seed in range(8):
        drawn = call("avatar.redraw", {"prompt": "a woman in a red shirt", "spec": spec, "locked": ["shoes"],
                                       "seed": seed}).result["spec"]
        worn = resolve.resolve(from_json(drawn), 5)[0].outfit
        bottoms.add((worn[0].kind, worn[0].color))
        assert [list(each.color) for each in worn[1:]] == [before["shirt"], before[worn[2].kind]]
    assert len(bottoms) > 2
    skins = set()
    for seed in range(6):
        drawn = call("avatar.redraw", {"prompt": "a woman", "spec": spec, "seed": seed}).result["spec"]
        skins.add(resolve.resolve(from_json(drawn), 5)[0].skin_color)
    assert len(skins) > 2
    with pytest.raises(EngineError, match="no part 'tail'"):
        call("avatar.redraw", {"prompt": "a woman", "spec": spec, "locked": ["tail"]})


def test_the_schema_names_what_the_spec_takes() -> None:
    schema = call("avatar.schema").result
    assert set(schema["parts"]) == set(parts.PARTS) and schema["numbers"]["age_years"] == [0.0, 110.0]
    for kind, told in schema["garments"].items():
        assert told["place"] in parts.LOOKS
        from_json({"outfit": [{"kind": kind, "pattern": schema["garment_choices"]["pattern"][0]}]})
    for name in ("hair_style", "hair_texture", "beard_style"):
        for word in schema["choices"][name]:
            from_json({name: word})


def test_clothes_are_made_alone_and_as_in_the_whole_person() -> None:
    whole = make("a man in a jacket and jeans with a hat", 2)
    clothes = make("a man in a jacket and jeans with a hat", 2, whole.provenance.spec, only="clothes")
    names = {each.name for each in clothes.meshes}
    assert names == {each.name for each in whole.meshes if each.role == "garment"} | {"Body"}
    body = clothes.meshes[0]
    assert body.role == "body" and not body.materials and np.array_equal(body.hidden, whole.meshes[0].hidden)
    for each in clothes.meshes[1:]:
        same = next(other for other in whole.meshes if other.name == each.name)
        assert np.array_equal(each.vertices, same.vertices)
    hair = make("a man in a jacket and jeans with a hat", 2, whole.provenance.spec, only="hair")
    assert {each.role for each in hair.meshes} == {"body", "hair"}
