import pytest

from playground.ui.bench.run_actions import available_actions


@pytest.mark.parametrize(
    ("state", "same", "checkpoint", "primary"),
    [
        (None, False, False, "train"),
        ("waiting", True, False, "pause"),
        ("running", True, True, "pause"),
        ("running", False, True, "pause"),
        ("paused", True, True, "resume"),
        ("stopped", True, True, "continue"),
        ("stopped", False, True, "train"),
        ("complete", True, True, "continue"),
        ("failed", True, True, "continue"),
        ("failed", True, False, "train"),
    ],
)
def test_the_one_coloured_button_does_what_the_moment_asks(state, same, checkpoint, primary):
    assert available_actions(state, same=same, checkpoint=checkpoint).primary == primary


def test_stop_is_live_only_while_something_is():
    assert [
        available_actions(state, same=True, checkpoint=True).can_stop
        for state in ("running", "paused", "complete", None)
    ] == [
        True,
        True,
        False,
        False,
    ]
