import json

from playground.core.i18n import Text
from playground.core.problems import PlaygroundError, Problem, Repair


def test_a_problem_crosses_processes_as_json():
    problem = Problem(
        "rank",
        Text("{layer} expects {wanted}.", {"layer": Text("Conv2D"), "wanted": 3}),
        network="model",
        node="conv2d_1",
        field="filters",
        repairs=(Repair(Text("Insert Reshape"), ({"do": "insert_before", "node": "conv2d_1", "layer": "Reshape"},)),),
    )
    back = Problem.from_json(json.loads(json.dumps(problem.to_json())))
    assert back == problem
    assert str(back) == "Conv2D expects 3."


def test_an_error_tells_each_of_its_problems():
    error = PlaygroundError(Problem("a", Text("One.")), Problem("b", Text("Two.")))
    assert str(error) == "One.\nTwo."
