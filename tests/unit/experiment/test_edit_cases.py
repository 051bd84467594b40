"""What the browser shows of an edit is what Python makes of it: ``web/test/edits.test.ts`` runs the same cases."""

from __future__ import annotations

from typing import Any

import pytest

from playground.experiment import edits
from playground.experiment.spec import Network
from scripts import edit_cases

CASES = list(edit_cases.cases())


@pytest.mark.parametrize(
    ("document", "edit", "result"), CASES, ids=[f"{edit['do']}-{at}" for at, (_d, edit, _r) in enumerate(CASES)]
)
def test_an_edit_makes_what_its_case_says(
    document: list[dict[str, Any]], edit: dict[str, Any], result: list[dict[str, Any]]
) -> None:
    before = edit_cases.experiment([Network.model_validate(network) for network in document])
    assert edit_cases.shown(edits.apply(before, edit).networks) == result


def test_every_edit_has_a_case_or_waits_for_python() -> None:
    assert {edit["do"] for _document, edit, _result in CASES} | set(edit_cases.LATER) == edits.VERBS.keys()


def test_the_cases_are_those_of_the_script() -> None:
    assert edit_cases.is_current(), "run python -m scripts.edit_cases and commit edits.json"
