"""What the stack editor is shown of networks that Keras has judged."""

from __future__ import annotations

from playground import datasets, gallery
from playground.checks.keras_check import keras_report
from playground.ui.components import editor_data as subject


def test_numbers_of_a_code_are_no_answers() -> None:
    both = gallery.get("autoencoder-digits").experiment
    info = datasets.describe(both.data)
    told = subject.editor_data(both, keras_report(both, info), info=info, pictures=True)
    encoder, decoder = told["networks"]
    assert encoder["nodes"][-1]["slot"] == {"kind": "bars", "count": 8, "answer": False}
    assert decoder["nodes"][0]["slot"] == {"kind": "bars", "count": 8, "answer": False}
    assert decoder["nodes"][-1]["slot"]["kind"] == "maps"
