"""The canvas without a browser: the data it is given, and that it mounts."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from playground.experiment.spec import Experiment
from playground.ui.components.editor_data import editor_data
from tests.support import canvas_networks
from tests.support.editor_networks import report_of
from tests.support.making import POINTS, experiment


def branches(**changes: bool) -> Experiment:
    network = canvas_networks.branches()
    nodes = tuple(node.model_copy(update={"enabled": changes.get(node.id, True)}) for node in network.nodes)
    return experiment(POINTS, networks=(network.model_copy(update={"nodes": nodes}),))


def test_edges_carry_their_ports_and_the_shape_that_travels() -> None:
    made = branches()
    edges = editor_data(made, report_of(made, POINTS), info=POINTS)["networks"][0]["edges"]
    assert {"source": "right", "target": "join", "port": 1, "shape": "4"} in edges
    assert {"source": "join", "target": "drop", "port": 0, "shape": "12"} in edges


def test_behind_a_layer_that_is_off_travels_what_came_into_it() -> None:
    made = branches(left=False)
    report = report_of(made, POINTS)
    del report.networks["model"]["left"]
    edges = editor_data(made, report, info=POINTS)["networks"][0]["edges"]
    assert {"source": "left", "target": "join", "port": 0, "shape": "2"} in edges


def _app() -> None:
    from playground.ui.components.canvas import graph_canvas
    from tests.support.making import POINTS
    from tests.unit.ui.components.test_canvas import branches

    graph_canvas(branches(), None, key="canvas", on_edits=lambda _made: None, info=POINTS)


def test_it_mounts_in_a_page() -> None:
    app = AppTest.from_function(_app, default_timeout=30).run()
    assert not app.exception
