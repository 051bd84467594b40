"""The launcher asks its workers for a verdict once, however often a page asks the launcher."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import pytest

from playground.experiment import edits
from playground.experiment.report import Report
from playground.launch.local import LocalLauncher
from tests.support.experiments import points


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The jobs that workers got; each is answered at once."""
    jobs: list[dict[str, Any]] = []

    def ask(_launcher: LocalLauncher, job: dict[str, Any]) -> tuple[int, Future[dict[str, Any]]]:
        jobs.append(job)
        answer: Future[dict[str, Any]] = Future()
        answer.set_result({"report": Report({}, 5, 80, ()).to_json()})
        return len(jobs), answer

    monkeypatch.setattr(LocalLauncher, "_ask", ask)
    return jobs


def test_a_document_is_judged_once(asked: list[dict[str, Any]]) -> None:
    launcher, document = LocalLauncher(), points()
    assert launcher.check(document).parameters == 5
    launcher.check(document)
    launcher.check(points())
    assert len(asked) == 1
    launcher.check(edits.apply(document, {"do": "place", "at": {"dense_1": [10, 20]}}))
    assert len(asked) == 1, "where a layer stands on the canvas changes no verdict"
    launcher.check(edits.apply(document, {"do": "switch", "node": "dense_1", "enabled": False}))
    assert len(asked) == 2
