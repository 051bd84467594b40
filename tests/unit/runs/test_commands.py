import pytest

from playground.runs import commands
from playground.runs.commands import Command


@pytest.mark.parametrize(
    "command", [Command("pause"), Command("turn", "learns", "both"), Command("turn", "learning_rate", 0.01)]
)
def test_a_line_gives_the_command_back(command):
    assert commands.decode(commands.encode(command)) == command


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", '{"verb": "rm"}', '{"verb": "stop", "value": []}', '{"verb": "turn", "dial": 1}', '"stop"']
)
def test_anything_else_is_no_command(line):
    assert commands.decode(line) is None
