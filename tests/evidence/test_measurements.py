"""The measurements themselves work: small ones, without bounds in time, since other work shares the machine."""

from __future__ import annotations

import pytest

from bench import bulk, queue, step, verify


def test_a_step_writes_the_same_rows_as_the_bare_driver() -> None:
    """The two databases are compared row by row at the end of the measurement."""
    ours, theirs = step.measure("sqlite", None, rounds=8)
    assert min(ours, theirs) > 0


def test_a_bulk_act_writes_the_same_rows_as_the_bare_driver() -> None:
    ours, theirs, ratio = bulk.measure("sqlite", None, size=60, rounds=2)
    assert min(ours, theirs, ratio) > 0


def test_a_page_of_the_queue_is_found_at_every_depth() -> None:
    found = queue.measure("sqlite", None, (1_000, 5_000), rounds=5)
    assert {depth for depth, _ in found} == set(queue.DEPTHS)


def test_the_verifier_is_measured_on_a_sound_record(capsys: pytest.CaptureFixture[str]) -> None:
    verify.main(["--database", "sqlite", "--size", "20", "--rounds", "2"])
    assert "0 faults" in capsys.readouterr().out
