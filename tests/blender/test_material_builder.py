# SPDX-License-Identifier: GPL-3.0-or-later
"""Materials, images and props."""

import bpy
import makers
import numpy as np
import pytest


def picture(assets, channels=3, dtype="u1", colorspace="sRGB", seed=0):
    random = np.random.default_rng(seed)
    pixels = random.integers(0, 256, (20, 30, channels)) if dtype == "u1" else random.uniform(0, 9, (20, 30, channels))
    return assets.Image(name="Picture", pixels=pixels.astype(dtype), colorspace=colorspace)


def principled(material):
    return next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("dtype, colorspace", [
    ("u1", "sRGB"), ("u1", "Non-Color"), ("f4", "Linear"), ("f2", "Non-Color")])
def test_pixels_arrive_exactly(troupe, channels, dtype, colorspace):
    asset = picture(troupe.assets, channels, dtype, colorspace)
    image = troupe.image.build(asset)
    found = np.empty(20 * 30 * 4, "f4")
    image.pixels.foreach_get(found)
    found = found.reshape(20, 30, 4)[::-1]
    expected = asset.pixels.astype("f4") / (255 if dtype == "u1" else 1)
    if channels == 1:
        expected = np.repeat(expected, 3, axis=2)
    np.testing.assert_allclose(found[:, :, :expected.shape[2]], expected, atol=1e-6)
    assert image.packed_file and image.size[:] == (30, 20)
    assert image.colorspace_settings.name == {"Linear": troupe.compat.scene_linear_name()}.get(colorspace, colorspace)


def test_scalars_reach_their_sockets(troupe):
    asset = troupe.assets.Material(
        name="Glass", base_color=(0.1, 0.2, 0.3, 1.0), metallic=0.25, roughness=0.125, ior=1.33, transmission=1.0,
        subsurface=0.5, subsurface_scale=0.02, sheen=0.3, coat=0.7, coat_roughness=0.2,
        emission_color=(1.0, 0.5, 0.0), emission_strength=2.0, alpha=0.9)
    inputs = principled(troupe.material.Materials().get(asset)).inputs
    for socket, value in {
            "Base Color": (0.1, 0.2, 0.3, 1), "Metallic": 0.25, "Roughness": 0.125, "IOR": 1.33,
            "Transmission Weight": 1, "Subsurface Weight": 0.5, "Subsurface Scale": 0.02, "Sheen Weight": 0.3,
            "Coat Weight": 0.7, "Coat Roughness": 0.2, "Emission Color": (1, 0.5, 0, 1), "Emission Strength": 2,
            "Alpha": 0.9}.items():
        found = inputs[socket].default_value
        assert (tuple(found) if hasattr(found, "__len__") else found) == pytest.approx(value, abs=1e-6), socket


def test_images_and_procedural_detail_are_linked(troupe):
    asset = troupe.assets.Material(
        name="Skin", base_color_image=picture(troupe.assets, 4), roughness_image=picture(troupe.assets, 1, seed=1),
        normal_image=picture(troupe.assets, colorspace="Non-Color", seed=2),
        procedural={"bump": {"type": "noise", "scale": 400.0, "strength": 0.2},
                    "color_variation": {"scale": 8.0, "amount": 0.1}, "from_the_future": 1})
    shader = principled(troupe.material.Materials().get(asset))
    bump = shader.inputs["Normal"].links[0].from_node
    assert bump.type == "BUMP" and bump.inputs["Normal"].links[0].from_node.type == "NORMAL_MAP"
    assert shader.inputs["Roughness"].links[0].from_node.type == "TEX_IMAGE"
    assert shader.inputs["Alpha"].links[0].from_socket.name == "Alpha"
    vary = shader.inputs["Base Color"].links[0].from_node
    assert vary.type == "HUE_SAT" and vary.inputs["Color"].links[0].from_node.type == "TEX_IMAGE"


def test_equal_materials_and_images_are_shared(troupe):
    library = troupe.material.Materials()
    one, two = (troupe.assets.Material(name="Wood", base_color_image=picture(troupe.assets)) for _ in range(2))
    other = troupe.assets.Material(name="Wood", base_color_image=picture(troupe.assets), roughness=0.1)
    assert library.get(one) == library.get(two) != library.get(other)
    assert len([image for image in bpy.data.images if image.name.startswith("Picture")]) == 1



def bare(assets, name):
    mesh = makers.grid(assets, name=name)
    mesh.joints = mesh.weights = mesh.shape_keys = None
    return mesh


def test_prop_of_one_part_is_one_object(troupe):
    asset = troupe.assets.Prop(name="Blue vase", category="vase", meshes=[bare(troupe.assets, "body")],
                               provenance=makers.provenance(troupe.assets))
    ob = troupe.prop.build(asset, bpy.context.collection, (1, 2, 3))
    assert ob.type == "MESH" and ob.name == "Blue vase" and ob.location[:] == (1, 2, 3)
    assert troupe.provenance.read(ob)["category"] == "vase"


def test_prop_of_many_parts_keeps_them_apart_under_one_handle(troupe):
    asset = troupe.assets.Prop(name="Table", category="table", meshes=[bare(troupe.assets, n) for n in ("top", "leg")])
    ob = troupe.prop.build(asset, bpy.context.collection)
    assert ob.type == "EMPTY" and {child.name for child in ob.children} == {"top", "leg"}
    assert ob.users_collection[0].name == "Table"
    top, leg = (child.data.materials[0] for child in ob.children)
    assert top == leg


@pytest.mark.parametrize("kind", ["wood", "metal", "ceramic", "plaster", "stone", "marble", "leather", "fabric",
                                  "plastic"])
def test_kinds_are_node_groups_with_exposed_inputs_shared_by_their_materials(troupe, kind):
    materials, surfaces = troupe.material.Materials(), troupe.module("builders.surfaces")
    hints = {"kind": kind, "bump": {"type": "noise", "scale": 300.0, "strength": 0.25, "distance": 0.002}}
    one, other = (materials.get(troupe.assets.Material(
        name=name, base_color=(0.4, 0.2, 0.1, 1.0), roughness=0.35, procedural=hints)) for name in ("One", "Other"))
    nodes = [next(node for node in each.node_tree.nodes if node.type == "GROUP") for each in (one, other)]
    assert nodes[0].node_tree == nodes[1].node_tree == surfaces.group(kind)
    assert nodes[0].node_tree.name == f"Troupe {kind.capitalize()}"
    found = {socket.name: socket.default_value for socket in nodes[0].inputs}
    assert {"Color", "Scale", "Wear", "Roughness", "Grain", "Relief"} <= set(found)
    assert found["Color"][:] == pytest.approx((0.4, 0.2, 0.1, 1.0)) and found["Roughness"] == pytest.approx(0.35)
    assert found["Grain"] == 1 and found["Relief"] == 0.25 and found["Relief Scale"] == 300 and found["Wear"] == 0
    shader = principled(one)
    assert all(shader.inputs[name].links[0].from_node == nodes[0]
               for name in ("Base Color", "Roughness", "Metallic", "Normal"))
    # Everything inside is wired through to the four outputs.
    output = next(node for node in nodes[0].node_tree.nodes if node.type == "GROUP_OUTPUT")
    assert all(socket.links for socket in output.inputs if socket.name)


def test_a_baked_texture_goes_through_its_group_unchanged_and_into_an_exported_file(troupe, tmp_path):
    asset = troupe.assets.Material(name="Oak", base_color_image=picture(troupe.assets),
                                   normal_image=picture(troupe.assets, colorspace="Non-Color", seed=1),
                                   procedural={"kind": "wood"})
    material = troupe.material.Materials().get(asset)
    node = next(node for node in material.node_tree.nodes if node.type == "GROUP")
    assert node.inputs["Color"].links[0].from_node.image.name.startswith("Picture")
    assert node.inputs["Grain"].default_value == 0
    assert principled(material).inputs["Normal"].links[0].from_node.type == "NORMAL_MAP"
    bpy.ops.mesh.primitive_cube_add()
    bpy.context.object.data.materials.append(material)
    bpy.ops.preferences.addon_enable(module="io_scene_gltf2")
    bpy.ops.export_scene.gltf(filepath=str(tmp_path / "a.gltf"), export_format="GLTF_SEPARATE", use_selection=True)
    import json
    told = json.loads((tmp_path / "a.gltf").read_text())["materials"][0]
    assert "baseColorTexture" in told["pbrMetallicRoughness"] and "normalTexture" in told


def test_wear_of_a_group_is_seen(troupe):
    """A plane of metal, rendered with and without wear."""
    materials = troupe.material.Materials()
    scene = bpy.context.scene
    scene.render.engine, scene.cycles.samples = "CYCLES", 4
    scene.render.resolution_x = scene.render.resolution_y = 24
    scene.render.resolution_percentage = 100
    bpy.ops.mesh.primitive_plane_add(size=2)
    plane = bpy.context.object
    material = materials.get(troupe.assets.Material(name="Zinc", base_color=(0.5, 0.5, 0.5, 1.0), metallic=0.0,
                                                    procedural={"kind": "metal"}))
    plane.data.materials.append(material)
    lamp = bpy.data.objects.new("Sun", bpy.data.lights.new("Sun", "SUN"))
    eye = bpy.data.objects.new("Eye", bpy.data.cameras.new("Eye"))
    eye.location.z = 3
    for ob in (lamp, eye):
        scene.collection.objects.link(ob)
    scene.camera = eye
    node = next(node for node in material.node_tree.nodes if node.type == "GROUP")

    def seen(wear):
        node.inputs["Wear"].default_value = wear
        bpy.ops.render.render()
        path = bpy.app.tempdir + "wear.png"
        bpy.data.images["Render Result"].save_render(path)
        image = bpy.data.images.load(path, check_existing=False)
        return np.array(image.pixels[:]).reshape(-1, 4)[:, :3].mean(axis=0)
    clean, worn = seen(0.0), seen(1.0)
    assert worn[2] < 0.8 * clean[2] and worn[0] - worn[2] > 0.05 + abs(clean[0] - clean[2])
