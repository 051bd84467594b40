"""Trains ready experiments to their end, seed by seed, and holds the scores against each one's own goal.

A goal has room: at least 19 of 20 seeds reach it, on any machine. Trainings run side by side in processes of their own,
each as a worker of the app does it, with its share of the cores. ``--table FILE`` writes what was measured into the
table of that file (``docs/gallery.md``) and leaves the rows of entries that were not measured as they are. ``--scores
FILE`` keeps the score of each training and trains only those that are not in it: what takes hours may be interrupted.

Rows: ``case``, ``metric``, ``goal``, ``scores`` by seed, how many ``met`` the goal, the ``worst`` and the ``median``,
``seconds`` of a processor that a training took (median, after TensorFlow was imported): what it takes by itself on one
core, whatever else the machine is doing.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

HEADER = "| entry | metric | goal | seeds | reached it | worst | median | seconds |"
COLUMNS = ("case", "metric", "goal", "seeds", "met", "worst", "median", "seconds")


class Score(NamedTuple):
    """How one training ended; *value* is NaN where it has no score."""

    value: float
    met: bool
    seconds: float


def options(parser: argparse.ArgumentParser) -> None:
    from playground import gallery

    names = [entry.name for entry in gallery.all_entries() if entry.experiment.goal is not None]
    parser.add_argument("--entry", action="append", choices=names, metavar="NAME", help="only this one")
    parser.add_argument("--seeds", type=int, default=3, help="how many, from 0 on")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="trainings side by side")
    parser.add_argument("--table", type=Path, help="the Markdown file whose table takes the rows")
    parser.add_argument("--scores", type=Path, help="the file of JSON lines that keeps the score of each training")


def rows(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    from playground import gallery

    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    entries = [entry for entry in gallery.all_entries() if entry.experiment.goal is not None]
    chosen = [entry for entry in entries if not arguments.entry or entry.name in arguments.entry]
    found = []
    with tempfile.TemporaryDirectory() as home:
        _share_data(Path(home))
        for entry, scores in _measured(chosen, arguments, Path(home)):
            found.append(_row(entry, scores))
            print(f"{entry.name} {found[-1]['met']}", file=sys.stderr, flush=True)
            if arguments.table is not None:
                write_table(arguments.table, found[-1:], [one.name for one in entries])
    return found


def _share_data(home: Path) -> None:
    """The trainings find the files of data sets where this process would."""
    from playground.core import paths

    data = paths.data()
    if folder := os.environ.get("PLAYGROUND_TEST_MNIST"):
        data = home / "data"
        data.mkdir()
        (data / "mnist").symlink_to(folder, target_is_directory=True)
    os.environ["PLAYGROUND_DATA"] = str(data)


def _measured(
    chosen: Sequence[Any], arguments: argparse.Namespace, home: Path
) -> Iterator[tuple[Any, Sequence[Score]]]:
    from playground import datasets

    present = [entry for entry in chosen if datasets.missing_files(entry.experiment.data) is None]
    for entry in chosen:
        if entry not in present:
            print(f"{entry.name}: its data is not here", file=sys.stderr, flush=True)
    for entry in present:
        kept = KeptScores(entry, arguments.scores)
        missing = [seed for seed in range(arguments.seeds) if kept.score_of(seed) is None]
        for seed, score in zip(missing, _trained(entry.name, missing, arguments.jobs, home), strict=True):
            kept.add(seed, score)
        yield entry, [score for seed in range(arguments.seeds) if (score := kept.score_of(seed)) is not None]


class KeptScores:
    """The scores of one entry as it is now, by seed; those in *file*, if one is given, outlive the process."""

    def __init__(self, entry: Any, file: Path | None) -> None:
        from playground.experiment import spec

        self._scores: dict[int, Score] = {}
        self._file = file
        self._of = {"entry": entry.name, "hash": spec.training_hash(entry.experiment)}
        if file is not None and file.exists():
            for line in map(json.loads, file.read_text("utf-8").splitlines()):
                if {key: line[key] for key in self._of} == self._of:
                    self._scores[line["seed"]] = Score(line["value"], met=line["met"], seconds=line["seconds"])

    def score_of(self, seed: int) -> Score | None:
        return self._scores.get(seed)

    def add(self, seed: int, score: Score) -> None:
        self._scores[seed] = score
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(self._of | {"seed": seed} | score._asdict()) + "\n")


def _trained(name: str, seeds: Sequence[int], jobs: int, home: Path) -> Iterator[Score]:
    """Processes of its own for each entry: what TensorFlow compiled for earlier trainings would stay in memory."""
    threads = max(1, (os.cpu_count() or 1) // jobs)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_set_up, initargs=(str(home), threads)) as pool:
        yield from pool.map(_train, [name] * len(seeds), seeds)


def _set_up(home: str, threads: int) -> None:
    import tensorflow as tf

    os.environ["PLAYGROUND_HOME"] = home
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)


def _train(name: str, seed: int) -> Score:
    """One training from beginning to end, in a process of the pool."""
    import shutil
    import time

    import keras

    from playground import gallery
    from playground.experiment import spec
    from playground.runs import store
    from playground.runs.history import fold
    from playground.training.run import train

    entry = gallery.get(name)
    run = store.default().create(spec.with_value(entry.experiment, "training.seed", seed))
    begun = time.process_time()
    train(run)
    seconds = time.process_time() - begun
    tested = fold(run.read_events()[0]).test_event
    shutil.rmtree(run.folder)
    keras.backend.clear_session()
    if tested is None:
        return Score(float("nan"), met=False, seconds=seconds)
    return Score(tested.metrics[entry.experiment.goal.metric], bool(tested.goal_met), seconds)


def _row(entry: Any, scores: Sequence[Score]) -> dict[str, Any]:
    goal = entry.experiment.goal
    values = [score.value for score in scores]
    return {
        "case": entry.name,
        "metric": goal.metric,
        "goal": goal_in_words(goal),
        "seeds": len(scores),
        "scores": values,
        "met": sum(score.met for score in scores),
        "worst": min(values) if goal.at_least is not None else max(values),
        "median": statistics.median(values),
        "seconds": statistics.median(score.seconds for score in scores),
    }


def goal_in_words(goal: Any) -> str:
    return f"{'≥' if goal.at_least is not None else '≤'} {goal.bound:g}"


def write_table(file: Path, measured: Sequence[dict[str, Any]], order: Sequence[str]) -> None:
    """Put *measured* into the table of *file*; entries not in *order* leave it."""
    before, after, cells = read_table(file)
    cells |= {row["case"]: [_cell(row[column]) for column in COLUMNS] for row in measured}
    lines = ["| " + " | ".join(cells[name]) + " |" for name in order if name in cells]
    rule = "|---" * len(COLUMNS) + "|"
    file.write_text("\n".join([*before, HEADER, rule, *lines, *after]) + "\n", encoding="utf-8")


def read_table(file: Path) -> tuple[list[str], list[str], dict[str, list[str]]]:
    """The lines before and behind the table of *file*, and its cells by entry."""
    lines = file.read_text("utf-8").splitlines()
    begin = lines.index(HEADER)
    end = next((place for place in range(begin, len(lines)) if not lines[place].startswith("|")), len(lines))
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[begin + 2 : end]]
    return lines[:begin], lines[end:], {cells[0]: cells for cells in table}


def _cell(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
