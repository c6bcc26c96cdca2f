# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside Infinigen's Blender: what a factory made, with fewer triangles, and its procedural looks as textures.

The looks stay on the shape as it was made, whose attributes and coordinates they need, and are cast from there onto
the simplified one. Every shader is read as what it emits would be its colour, roughness or metallic value, so that
metal, glass and mixtures come out as they are rather than black.
"""

import bpy
import numpy as np

#: Shaders by what of them is colour, roughness and metallic: the name of an input, or a value.
_SHADERS = {
    "ShaderNodeBsdfPrincipled": ("Base Color", "Roughness", "Metallic"),
    "ShaderNodeBsdfDiffuse": ("Color", 0.9, 0.0),
    "ShaderNodeBsdfGlossy": ("Color", "Roughness", 1.0),
    "ShaderNodeBsdfAnisotropic": ("Color", "Roughness", 1.0),
    "ShaderNodeBsdfMetallic": ("Base Color", "Roughness", 1.0),
    "ShaderNodeBsdfGlass": ("Color", "Roughness", 0.0),
    "ShaderNodeBsdfRefraction": ("Color", "Roughness", 0.0),
    "ShaderNodeBsdfTranslucent": ("Color", 0.9, 0.0),
    "ShaderNodeBsdfTransparent": ("Color", 0.1, 0.0),
    "ShaderNodeBsdfVelvet": ("Color", 0.9, 0.0),
    "ShaderNodeBsdfSheen": ("Color", 0.9, 0.0),
    "ShaderNodeBsdfToon": ("Color", 0.6, 0.0),
    "ShaderNodeSubsurfaceScattering": ("Color", 0.6, 0.0),
    "ShaderNodeEmission": ("Color", 0.6, 0.0),
}
_WHAT = ("color", "roughness", "metallic")
_PLAIN = ((0.8, 0.8, 0.8), 0.5, 0.0)
_CLEAR = ("ShaderNodeBsdfGlass", "ShaderNodeBsdfRefraction", "ShaderNodeBsdfTransparent")
#: Share of the longest extent from which looks are cast.
_OUT = 0.01
#: Triangles that every separate piece, such as a leaf, keeps at least on average; and of all together.
_LEAST, _MOST = 8, 200_000


def evaluated(made):
    """New mesh objects of everything that shows of ``made`` and what hangs on it, instances too, in world space."""
    roots = made if isinstance(made, (list, tuple)) else [made]
    family = {each for root in roots for each in (root, *root.children_recursive)}
    bpy.context.view_layer.update()
    graph = bpy.context.evaluated_depsgraph_get()
    found = []
    for each in graph.object_instances:
        owner = each.parent.original if each.is_instance and each.parent else each.object.original
        if owner not in family or each.object.type not in {"MESH", "CURVE", "SURFACE", "META", "FONT"}:
            continue
        mesh = bpy.data.meshes.new_from_object(each.object, preserve_all_data_layers=True, depsgraph=graph)
        if len(mesh.polygons) and each.show_self:
            found.append((mesh, each.matrix_world.copy()))
    for each in list(bpy.data.objects):
        bpy.data.objects.remove(each, do_unlink=True)
    shapes = []
    for mesh, matrix in found:
        shape = bpy.data.objects.new("shape", mesh)
        shape.matrix_world = matrix
        bpy.context.scene.collection.objects.link(shape)
        shapes.append(shape)
    return shapes


def simplified(shapes, faces):
    """One object of them all with about ``faces`` triangles (0: all; more where it has many pieces), and charts."""
    import bmesh
    whole = bmesh.new()
    for shape in shapes:
        mesh = shape.data.copy()
        mesh.transform(shape.matrix_world)
        if shape.matrix_world.determinant() < 0:
            mesh.flip_normals()
        whole.from_mesh(mesh)
        bpy.data.meshes.remove(mesh)
    # Faces that only lie side by side are torn apart by simplification.
    points = np.array([each.co for each in whole.verts])
    bmesh.ops.remove_doubles(whole, verts=whole.verts[:], dist=1e-5 * float(np.ptp(points, axis=0).max()))
    if faces and len(whole.faces) > faces:
        # What is flat costs nothing to lose; the rest is spent on what is not.
        bmesh.ops.dissolve_limit(whole, angle_limit=np.radians(0.5), use_dissolve_boundaries=False,
                                 verts=whole.verts[:], edges=whole.edges[:])
    bmesh.ops.triangulate(whole, faces=whole.faces[:])
    mesh = bpy.data.meshes.new("low")
    whole.to_mesh(mesh)
    whole.free()
    for layer in list(mesh.uv_layers):
        mesh.uv_layers.remove(layer)
    mesh.materials.clear()
    low = bpy.data.objects.new("low", mesh)
    bpy.context.scene.collection.objects.link(low)
    _only(low)
    faces = max(faces, min(_pieces(mesh) * _LEAST, _MOST)) if faces else 0
    if faces and len(mesh.polygons) > faces:
        step = low.modifiers.new("fewer", "DECIMATE")
        step.ratio, step.use_collapse_triangulate = faces / len(mesh.polygons), True
        bpy.ops.object.modifier_apply(modifier=step.name)
    low.data.update()
    for polygon in low.data.polygons:
        polygon.use_smooth = True
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.mesh.select_all(action="SELECT")
    bpy.ops.uv.smart_project(angle_limit=np.radians(66), island_margin=0.003, scale_to_bounds=False)
    bpy.ops.object.mode_set(mode="OBJECT")
    return low


def _pieces(mesh):
    """How many parts hang together in themselves."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    ends = np.empty(2 * len(mesh.edges), np.int32)
    mesh.edges.foreach_get("vertices", ends)
    graph = coo_matrix((np.ones(len(mesh.edges), np.int8), (ends[::2], ends[1::2])), (len(mesh.vertices),) * 2)
    return connected_components(graph, directed=False)[0]


def arrays_of(low):
    """Vertices, triangles and UVs a corner, as arrays."""
    mesh = low.data
    vertices = np.empty(3 * len(mesh.vertices), np.float32)
    mesh.vertices.foreach_get("co", vertices)
    corners = np.empty(len(mesh.loops), np.int32)
    mesh.loops.foreach_get("vertex_index", corners)
    uvs = np.empty(2 * len(mesh.loops), np.float32)
    mesh.uv_layers.active.data.foreach_get("uv", uvs)
    return {"vertices": vertices.reshape(-1, 3), "triangles": corners.reshape(-1, 3), "uvs": uvs.reshape(-1, 2)}


def transmission(shapes):
    """Share of the surface that light passes through, 0..1."""
    clear = total = 0.0
    for shape in shapes:
        passes = [_passes(slot.material) for slot in shape.material_slots] or [0.0]
        mesh = shape.data
        area, index = np.empty(len(mesh.polygons)), np.empty(len(mesh.polygons), np.int32)
        mesh.polygons.foreach_get("area", area)
        mesh.polygons.foreach_get("material_index", index)
        total += area.sum()
        clear += float(np.array(passes)[np.minimum(index, len(passes) - 1)] @ area)
    return round(clear / max(total, 1e-12), 3)


def _passes(material):
    if material is None or not material.use_nodes:
        return 0.0
    best = 0.0
    for node in material.node_tree.nodes:
        if node.bl_idname in _CLEAR[:2]:
            best = 1.0
        elif node.bl_idname == "ShaderNodeBsdfPrincipled" and not node.inputs["Transmission Weight"].is_linked:
            best = max(best, node.inputs["Transmission Weight"].default_value)
    return best


def baked(shapes, low, size, normals, tell):
    """Images of ``low``'s charts: color (sRGB), roughness, metallic, normal; and ``covered``, where they hold any."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.device = 1, "CPU"
    scene.cycles.use_denoising = scene.cycles.use_adaptive_sampling = False
    settings = scene.render.bake
    extent = max(low.dimensions)
    settings.use_selected_to_active, settings.use_cage = True, False
    settings.cage_extrusion, settings.max_ray_distance = _OUT * extent, 0.0
    settings.margin = 0  # what is empty is filled from what is not, once all is known
    target = bpy.data.materials.new("target")
    target.use_nodes = True
    node = target.node_tree.nodes.new("ShaderNodeTexImage")
    target.node_tree.nodes.active = node
    low.data.materials.append(target)
    switches = [_emitting(material) for material in _own_materials(shapes)]
    _only(low, shapes)
    found = {}
    # First where a place of the low surface has one of the others beside it at all.
    wanted = ["covered", *_WHAT, *(["normal"] if normals else [])]
    for number, what in enumerate(wanted):
        tell(number / len(wanted))
        image = bpy.data.images.new(what, size, size, float_buffer=True, is_data=True)
        node.image = image
        if what == "normal":
            bpy.ops.object.bake(type="NORMAL")
        else:
            for switch in switches:
                switch(what)
            bpy.ops.object.bake(type="EMIT")
        pixels = np.empty(4 * size * size, np.float32)
        image.pixels.foreach_get(pixels)
        bpy.data.images.remove(image)
        pixels = pixels.reshape(size, size, 4)[::-1]
        values = np.nan_to_num(np.clip(pixels[..., :3], 0, 1))
        if what == "covered":
            found[what] = (values[..., 0] > 0.5).astype(np.uint8)
            continue
        if what == "color":
            high = 1.055 * np.maximum(values, 1e-9) ** (1 / 2.4) - 0.055
            values = np.where(values <= 0.0031308, values * 12.92, high)
        elif what == "normal":
            # What lies behind the low surface tells nothing of this side of it.
            values = np.where(values[..., 2:] > 0.55, values, (0.5, 0.5, 1.0))
        else:
            values = values[..., :1]
        found[what] = np.round(255 * values).astype(np.uint8)
    return found


def _only(active, selected=()):
    bpy.ops.object.select_all(action="DESELECT")
    for each in (*selected, active):
        each.select_set(True)
    bpy.context.view_layer.objects.active = active


def _own_materials(shapes):
    """The materials of ``shapes``, each copied once; empty slots get a plain one."""
    copies = {}
    for shape in shapes:
        if not shape.material_slots:
            shape.data.materials.append(None)
        for slot in shape.material_slots:
            old = slot.material
            if old not in copies:
                copies[old] = old.copy() if old is not None else bpy.data.materials.new("plain")
                copies[old].use_nodes = True
            slot.material = copies[old]
    return list(copies.values())


def _emitting(material):
    """Make ``material`` emit one of its properties; a function that says which."""
    tree = material.node_tree
    output = _output(tree, "ShaderNodeOutputMaterial") or tree.nodes.new("ShaderNodeOutputMaterial")
    linked = output.inputs["Surface"].links
    sources = _values(tree, linked[0].from_socket, {}) if linked else tuple(_constant(tree, each) for each in _PLAIN)
    links = {**dict(zip(_WHAT, sources)), "covered": _constant(tree, 1.0)}
    emission = tree.nodes.new("ShaderNodeEmission")
    for link in list(output.inputs["Displacement"].links):
        tree.links.remove(link)
    tree.links.new(emission.outputs[0], output.inputs["Surface"])

    def switch(what):
        tree.links.new(links[what], emission.inputs["Color"])
    return switch


def _output(tree, kind):
    return next((each for each in tree.nodes if each.bl_idname == kind and each.is_active_output), None)


def _values(tree, socket, known):
    """The three sockets of ``tree`` that hold colour, roughness and metallic of the shader at ``socket``."""
    if socket in known:
        return known[socket]
    node = socket.node
    kind = node.bl_idname
    if kind == "NodeReroute" and node.inputs[0].links:
        made = _values(tree, node.inputs[0].links[0].from_socket, known)
    elif kind == "ShaderNodeGroup" and node.node_tree is not None:
        made = _of_group(tree, node, socket)
    elif kind == "ShaderNodeMixShader":
        two = [_values(tree, each.links[0].from_socket, known) if each.links else None for each in node.inputs[1:3]]
        made = _mixed(tree, node.inputs[0], two)
    elif kind == "ShaderNodeAddShader":
        two = [_values(tree, each.links[0].from_socket, known) if each.links else None for each in node.inputs[:2]]
        made = two[0] or two[1] or tuple(_constant(tree, each) for each in _PLAIN)
    elif kind in _SHADERS:
        made = tuple(_property(tree, node, name, plain) for name, plain in zip(_SHADERS[kind], _PLAIN))
    else:
        made = tuple(_constant(tree, each) for each in _PLAIN)
    known[socket] = made
    return made


def _of_group(tree, node, socket):
    """As :func:`_values` of a group: its own copy gets three more outputs."""
    node.node_tree = inside = node.node_tree.copy()
    index = list(node.outputs).index(socket)
    output = _output(inside, "NodeGroupOutput")
    if output is None or not output.inputs[index].links:
        return tuple(_constant(tree, each) for each in _PLAIN)
    sources = _values(inside, output.inputs[index].links[0].from_socket, {})
    for what, source in zip(_WHAT, sources):
        inside.interface.new_socket(name=f"troupe {what}", in_out="OUTPUT", socket_type="NodeSocketColor")
        inside.links.new(source, output.inputs[f"troupe {what}"])
    return tuple(node.outputs[f"troupe {what}"] for what in _WHAT)


def _mixed(tree, factor, two):
    first, second = two
    if first is None or second is None:
        return first or second or tuple(_constant(tree, each) for each in _PLAIN)
    made = []
    for one, other in zip(first, second):
        mix = tree.nodes.new("ShaderNodeMix")
        mix.data_type = "RGBA"
        # The sockets of colours among those of every type.
        slots = {each.identifier: each for each in mix.inputs}
        if factor.links:
            tree.links.new(factor.links[0].from_socket, slots["Factor_Float"])
        else:
            slots["Factor_Float"].default_value = factor.default_value
        tree.links.new(one, slots["A_Color"])
        tree.links.new(other, slots["B_Color"])
        made.append(next(each for each in mix.outputs if each.identifier == "Result_Color"))
    return tuple(made)


def _property(tree, node, name, plain):
    if not isinstance(name, str):
        return _constant(tree, name)
    socket = node.inputs.get(name)
    if socket is None:
        return _constant(tree, plain)
    if socket.links:
        return socket.links[0].from_socket
    value = socket.default_value
    return _constant(tree, tuple(value)[:3] if hasattr(value, "__len__") else value)


def _constant(tree, value):
    node = tree.nodes.new("ShaderNodeRGB")
    rgb = value if isinstance(value, tuple) else (value,) * 3
    node.outputs[0].default_value = (*rgb, 1.0)
    return node.outputs[0]
