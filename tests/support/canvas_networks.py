"""Networks for the canvas's tests and pictures: an empty one, branches, and as many layers as one likes."""

from __future__ import annotations

from playground.experiment.spec import Edge, Network, Node, stack


class Drawing:
    """A network as it is put together, layer by layer, each with the layers that lead into it."""

    def __init__(self) -> None:
        self.nodes = [Node(id="input", layer="Input")]
        self.edges: list[Edge] = []

    def put(self, name: str, layer: str, *sources: str, **params: object) -> str:
        self.nodes.append(Node(id=name, layer=layer, params=dict(params)))
        self.edges.extend(Edge(source=source, target=name, port=port) for port, source in enumerate(sources))
        return name

    def conv(self, name: str, source: str, filters: int, size: int = 3) -> str:
        return self.put(name, "Conv2D", source, filters=filters, kernel_size=size, padding="same", activation="relu")

    def head(self, source: str) -> Network:
        """Ten classes at the end."""
        pool = self.put("pool", "GlobalAveragePooling2D", source)
        self.put("head", "Dense", pool, units=10, activation="softmax")
        return self.network()

    def network(self) -> Network:
        return Network(nodes=tuple(self.nodes), edges=tuple(self.edges))


def empty() -> Network:
    return stack()


def branches() -> Network:
    """Input, two dense branches, joined, one output."""
    made = Drawing()
    left = made.put("left", "Dense", "input", units=8, activation="relu")
    right = made.put("right", "Dense", "input", units=4, activation="tanh")
    join = made.put("join", "Concatenate", left, right)
    drop = made.put("drop", "Dropout", join, rate=0.2)
    made.put("out", "Dense", drop, units=1, activation="sigmoid")
    return made.network()


def residual(layers: int) -> Network:
    """Exactly *layers* layers over pictures: residual blocks of five, one head."""
    made = Drawing()
    last = made.conv("stem", "input", 16)
    block = 0
    while len(made.nodes) + 7 <= layers:
        block += 1
        first = made.put(f"conv_{block}a", "Conv2D", last, filters=16, kernel_size=3, padding="same")
        first = made.put(f"norm_{block}a", "BatchNormalization", first)
        first = made.put(f"relu_{block}", "ReLU", first)
        first = made.put(f"conv_{block}b", "Conv2D", first, filters=16, kernel_size=3, padding="same")
        last = made.put(f"add_{block}", "Add", first, last)
    while len(made.nodes) + 2 < layers:
        last = made.put(f"drop_{len(made.nodes)}", "Dropout", last, rate=0.1)
    return made.head(last)


def inception(modules: int = 2) -> Network:
    """Inception modules in a row: four branches each, joined."""
    made = Drawing()
    last = made.conv("stem", "input", 16)
    for number in range(1, modules + 1):
        one = made.conv(f"one_{number}", last, 16, 1)
        three = made.conv(f"three_{number}", made.conv(f"narrow3_{number}", last, 8, 1), 16, 3)
        five = made.conv(f"five_{number}", made.conv(f"narrow5_{number}", last, 4, 1), 8, 5)
        pool = made.put(f"pool_{number}", "MaxPooling2D", last, pool_size=3, strides=1, padding="same")
        last = made.put(f"join_{number}", "Concatenate", one, three, five, made.conv(f"thin_{number}", pool, 8, 1))
    return made.head(last)


def unet(depth: int = 2) -> Network:
    """Down and up again over pictures, with a skip at each size."""
    made = Drawing()
    skips: list[str] = []
    last = "input"
    for level in range(depth):
        last = made.conv(f"down_{level}b", made.conv(f"down_{level}a", last, 8 << level), 8 << level)
        skips.append(last)
        last = made.put(f"half_{level}", "MaxPooling2D", last)
    last = made.conv("bottom", last, 8 << depth)
    for level in reversed(range(depth)):
        wide = made.put(f"twice_{level}", "UpSampling2D", last)
        join = made.put(f"join_{level}", "Concatenate", wide, skips[level])
        last = made.conv(f"up_{level}b", made.conv(f"up_{level}a", join, 8 << level), 8 << level)
    made.put("picture", "Conv2D", last, filters=1, kernel_size=1, activation="sigmoid")
    return made.network()


def dense(layers: int = 5) -> Network:
    """A DenseNet block: each convolution sees all that came before it."""
    made = Drawing()
    seen = [made.conv("stem", "input", 16)]
    for number in range(1, layers + 1):
        came = seen[0] if len(seen) == 1 else made.put(f"join_{number}", "Concatenate", *seen)
        seen.append(made.conv(f"conv_{number}", came, 12))
    return made.head(made.put("all", "Concatenate", *seen))


PICTURES = {"inception": inception, "unet": unet, "dense": dense}
"""Networks over pictures by the names that ``canvas_app.py`` takes."""
