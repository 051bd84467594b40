"""Where the slow mode stands: a function of what was shown and the time."""

from __future__ import annotations

from dataclasses import replace

from playground.ui.bench.step_player import PHASES, SECONDS, StepPlayback, advance_playback

PLAYING = StepPlayback(playing=True, since=10.0, step=3)


def test_it_stands_still_while_nobody_plays_or_nothing_was_taken_apart() -> None:
    assert advance_playback(StepPlayback(step=3), 4, 99.0) == StepPlayback(step=3)
    assert advance_playback(PLAYING, None, 99.0) == PLAYING


def test_a_part_is_shown_for_its_time_and_then_the_next() -> None:
    assert advance_playback(PLAYING, 3, 10.0 + 0.9 * SECONDS) == PLAYING
    assert advance_playback(PLAYING, 3, 10.0 + 1.1 * SECONDS) == replace(PLAYING, phase=1, since=10.0 + 1.1 * SECONDS)


def test_after_the_last_part_one_more_step_is_asked_for_once() -> None:
    last = replace(PLAYING, phase=len(PHASES) - 1)
    asking = advance_playback(last, 3, 20.0)
    assert asking.requested_after == 3
    assert advance_playback(asking, 3, 30.0) == asking
    assert advance_playback(asking, 4, 31.0) == replace(asking, phase=0, step=4, since=31.0)
