"""What the command line answers without training anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playground import gallery
from playground.cli import main, source
from playground.core import i18n
from playground.core.problems import PlaygroundError
from playground.experiment import spec


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    # main() chooses a language for its process; leave the one of the tests behind.
    monkeypatch.setattr(i18n, "_provider", i18n._provider)


def _last_json(out: str) -> object:
    return json.loads(out.splitlines()[-1])


def test_gallery_lists_every_entry_with_its_goal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gallery", "--json"]) == 0
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 1
    listed = {entry["name"]: entry["goal"] for entry in _last_json(out)}
    assert listed["mlp-spirals"] == {"metric": "accuracy", "at_least": 0.97}
    assert set(listed) == {entry.name for entry in gallery.all_entries()}


def test_gallery_is_a_table_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gallery"]) == 0
    assert "mlp-iris" in capsys.readouterr().out


def test_show_prints_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "mlp-iris"]) == 0
    assert spec.load(capsys.readouterr().out) == gallery.get("mlp-iris").experiment


def test_show_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "mlp-iris", "--json"]) == 0
    assert spec.parse(_last_json(capsys.readouterr().out)) == gallery.get("mlp-iris").experiment


def test_runs_is_empty_at_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "--json"]) == 0
    assert _last_json(capsys.readouterr().out) == []


def test_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "nothing", "--lang", "zh"]) != 0
    said = capsys.readouterr().err
    assert "nothing" in said
    assert any("一" <= letter <= "鿿" for letter in said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "not complete JSON"),
        ('{"version": 1, "data": {"na', "not complete JSON"),
        ('{"version": 99}', "version 99"),
        ("[1, 2]", "JSON object"),
        ('{"version": 1, "code": "import os"}', "no such field"),
        ("\x00\x01", "JSON"),
        ("[" * 100_000, "deep"),
        (" " * (spec.LARGEST_TEXT + 1), "bytes long"),
    ],
)
def test_a_bad_file_gets_a_sentence(
    content: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "experiment.json"
    file.write_text(content, encoding="utf-8")
    assert main(["train", str(file), "--json"]) == 1
    captured = capsys.readouterr()
    answer = _last_json(captured.out)
    assert answer["status"] == "failed"
    assert answer["goal_met"] is None
    assert answer["run"] is None
    assert said in captured.err
    assert "Traceback" not in captured.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train", "nosuch.json"], "no file"),
        (["train", "/"], "folder"),
        (["train", "mlp-irs"], "mlp-iris"),
        (["train", "mlp-iris\x00.json"], ""),
        (["train"], "Which experiment"),
        (["train", "mlp-iris", "--set", "training.epochs"], "path=value"),
        (["train", "mlp-iris", "--set", "training.nothing=3"], "training.nothing"),
        (["train", "mlp-iris", "--set", "training.epochs=-3"], "training.epochs"),
        (["train", "mlp-iris", "--set", "training.epochs=many"], "training.epochs"),
        (["train", "mlp-iris", "--set", "data.name=../../etc/passwd"], "data.name"),
        (["train", "mlp-iris", "--epochs", "3"], "--continue"),
        (["train", "--continue", "nothing"], "nothing"),
        (["train", "--continue", "../.."], ".."),
        (["train", "mlp-iris", "--continue", "nothing"], "--epochs"),
        (["train", "mlp-iris", "--nothing"], "--nothing"),
        (["fly"], "fly"),
        ([], "command"),
    ],
)
def test_a_bad_command_gets_a_sentence(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--json"]) in (1, 2)
    captured = capsys.readouterr()
    assert _last_json(captured.out)["status"] == "failed"
    assert said in captured.err
    assert "Traceback" not in captured.err


def test_a_wrong_network_is_refused_before_a_run_is_made(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["train", "mlp-iris", "--json", "--set", "networks.0.nodes.1.params.units=-1"]) == 1
    captured = capsys.readouterr()
    assert "dense_1" in captured.err
    assert not (tmp_path / "home" / "runs").exists()


def test_values_of_set_are_json_or_else_text() -> None:
    assert source.parse_assignment("a.b=3") == ("a.b", 3)
    assert source.parse_assignment("a=relu") == ("a", "relu")
    assert source.parse_assignment("a=[3, 3]") == ("a", [3, 3])
    assert source.parse_assignment("a=b=c") == ("a", "b=c")


def test_set_reaches_every_part_of_the_document() -> None:
    changed = source.load_experiment(
        "mlp-iris", ["training.epochs=3", "networks.0.nodes.1.params.units=5", "optimizer.params.learning_rate=0.5"]
    )
    assert changed.training.epochs == 3
    assert changed.networks[0].nodes[1].params["units"] == 5
    assert changed.optimizer.params["learning_rate"] == 0.5
    with pytest.raises(PlaygroundError):
        source.load_experiment("mlp-iris", ["networks.7.name=x"])
