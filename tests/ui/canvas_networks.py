"""Networks for the canvas's tests and pictures: an empty one, branches, and as many layers as one likes."""

from __future__ import annotations

from playground.specs import Edge, Network, Node, stack


def empty() -> Network:
    return stack()


def branches() -> Network:
    """Input, two dense branches, joined, one output."""
    nodes = (
        Node(id="input", layer="Input"),
        Node(id="left", layer="Dense", params={"units": 8, "activation": "relu"}),
        Node(id="right", layer="Dense", params={"units": 4, "activation": "tanh"}),
        Node(id="join", layer="Concatenate"),
        Node(id="drop", layer="Dropout", params={"rate": 0.2}),
        Node(id="out", layer="Dense", params={"units": 1, "activation": "sigmoid"}),
    )
    pairs = [("input", "left", 0), ("input", "right", 0), ("left", "join", 0), ("right", "join", 1)]
    pairs += [("join", "drop", 0), ("drop", "out", 0)]
    return Network(nodes=nodes, edges=tuple(Edge(source=s, target=t, port=p) for s, t, p in pairs))


def residual(layers: int) -> Network:
    """About *layers* layers over pictures: residual blocks of five, one head."""
    nodes = [Node(id="input", layer="Input")]
    edges: list[Edge] = []
    last = "input"

    def put(name: str, layer: str, *sources: str, **params: object) -> str:
        nodes.append(Node(id=name, layer=layer, params=dict(params)))
        edges.extend(Edge(source=source, target=name, port=port) for port, source in enumerate(sources))
        return name

    last = put("stem", "Conv2D", last, filters=16, kernel_size=3, padding="same", activation="relu")
    block = 0
    while len(nodes) + 7 <= layers:
        block += 1
        first = put(f"conv_{block}a", "Conv2D", last, filters=16, kernel_size=3, padding="same")
        first = put(f"norm_{block}a", "BatchNormalization", first)
        first = put(f"relu_{block}", "ReLU", first)
        first = put(f"conv_{block}b", "Conv2D", first, filters=16, kernel_size=3, padding="same")
        last = put(f"add_{block}", "Add", first, last)
    while len(nodes) + 2 < layers:
        last = put(f"drop_{len(nodes)}", "Dropout", last, rate=0.1)
    last = put("pool", "GlobalAveragePooling2D", last)
    put("head", "Dense", last, units=10, activation="softmax")
    return Network(nodes=tuple(nodes), edges=tuple(edges))
