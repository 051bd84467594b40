"""``python -m playground train`` as a person runs it: its answer, Ctrl-C, and going on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from playground.cli import main
from playground.core import i18n
from playground.experiment import spec
from playground.runs.store import Run

SMALL = ["--set", "data.params.size=60", "--set", "training.execution=graph"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "PLAYGROUND_HOME": str(tmp_path)}


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "playground", *arguments]


def _answer(out: str) -> dict[str, Any]:
    lines = out.splitlines()
    assert len(lines) == 1
    return dict(json.loads(lines[0]))


def test_a_file_is_trained_to_its_end(environment: dict[str, str], tmp_path: Path) -> None:
    shown = subprocess.run(
        _command("show", "logistic-gaussians"), env=environment, capture_output=True, text=True, check=True, timeout=300
    )
    file = tmp_path / "mine.json"
    file.write_text(shown.stdout, encoding="utf-8")
    done = subprocess.run(
        _command("train", str(file), "--json", *SMALL, "--set", "training.epochs=3"),
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    answer = _answer(done.stdout)
    assert done.returncode == 0, done.stderr
    assert answer["status"] == "complete"
    assert answer["goal_met"] in (True, False)
    assert 0 <= answer["metrics"]["accuracy"] <= 1
    assert answer["steps_per_second"] > 0
    assert answer["seconds"] > 0
    assert Run(Path(answer["run"])).experiment().training.epochs == 3
    assert "epoch" in done.stderr


def test_ctrl_c_stops_and_the_run_goes_on(environment: dict[str, str]) -> None:
    asked = _command("train", "logistic-gaussians", "--json", *SMALL, "--set", "training.epochs=100000")
    process = subprocess.Popen(asked, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        _wait_for_a_first_epoch(Path(environment["PLAYGROUND_HOME"]))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=300)
    finally:
        process.kill()
    answer = _answer(out)
    assert process.returncode == 130, err
    assert answer["status"] == "stopped"
    assert "Traceback" not in err

    run = Run(Path(str(answer["run"])))
    assert any(run.checkpoints.iterdir())
    reached = _epochs_done(run)
    gone_on = subprocess.run(
        _command("train", "--continue", run.id, "--epochs", str(reached + 2), "--json"),
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert gone_on.returncode == 0, gone_on.stderr
    assert _answer(gone_on.stdout)["status"] == "complete"
    assert _epochs_done(run) == reached + 2


def test_check_tells_shapes_and_problems(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_provider", i18n._provider)

    def check(*arguments: str) -> tuple[int, dict[str, Any], str]:
        status = main(["check", "mlp-iris", "--json", *arguments])
        captured = capfd.readouterr()
        return status, _answer(captured.out), captured.err

    status, answer, _ = check()
    assert status == 0
    assert answer["ok"] is True
    assert answer["problems"] == []
    nodes = answer["networks"]["model"]
    assert nodes["dense_1"]["shape"] == [16]
    assert nodes["dense_1"]["parameters"] == 4 * 16 + 16

    status, answer, said = check("--set", "networks.0.nodes.2.params.units=7")
    assert status == 1
    assert answer["ok"] is False
    assert answer["problems"][0]["said"] in said


def _wait_for_a_first_epoch(home: Path) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        runs = list((home / "runs").glob("*")) if (home / "runs").exists() else []
        if runs and _epochs_done(Run(runs[0])) > 2:
            return
        time.sleep(0.2)
    raise AssertionError("no epoch ended in all that time")


def _epochs_done(run: Run) -> int:
    from playground.runs.history import fold

    return fold(run.read_events()[0]).epoch


def test_the_documents_of_the_gallery_are_read_back_unchanged() -> None:
    from playground import gallery

    for entry in gallery.all_entries():
        assert spec.load(entry.experiment.to_json()) == entry.experiment
