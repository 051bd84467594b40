"""Where the slow mode stands: a function of what was shown and the time."""

from __future__ import annotations

from dataclasses import replace

from playground.ui.bench.slowly import PARTS, SECONDS, Slow, after

PLAYING = Slow(playing=True, since=10.0, step=3)


def test_it_stands_still_while_nobody_plays_or_nothing_was_taken_apart() -> None:
    assert after(Slow(step=3), 4, 99.0) == Slow(step=3)
    assert after(PLAYING, None, 99.0) == PLAYING


def test_a_part_is_shown_for_its_time_and_then_the_next() -> None:
    assert after(PLAYING, 3, 10.0 + 0.9 * SECONDS) == PLAYING
    assert after(PLAYING, 3, 10.0 + 1.1 * SECONDS) == replace(PLAYING, part=1, since=10.0 + 1.1 * SECONDS)


def test_after_the_last_part_one_more_step_is_asked_for_once() -> None:
    last = replace(PLAYING, part=len(PARTS) - 1)
    asking = after(last, 3, 20.0)
    assert asking.asked == 3
    assert after(asking, 3, 30.0) == asking
    assert after(asking, 4, 31.0) == replace(asking, part=0, step=4, since=31.0)
