"""Dirt that a reader must live with, and faults that the contract must refuse."""

import numpy as np
import pytest

from xenia.demo import dirt
from xenia.demo.columns import words_of

RNG = np.random.default_rng(1)


@pytest.mark.parametrize(
    ("name", "heard", "old"),
    [("王伟", "王玮", "王偉"), ("刘静", "刘婧", "劉靜"), ("陈国华", "陈国花", "陳國華"), ("欧阳娜", "欧阳那", "歐陽娜")],
)
def test_names_are_misheard_and_written_in_the_old_script(name: str, heard: str, old: str) -> None:
    assert dirt.misheard(name, RNG) == heard
    assert dirt.traditional(name, RNG) == old


def test_a_mistyped_name_is_one_slip_away() -> None:
    slips = {dirt.mistyped("XIAOLI", np.random.default_rng(seed)) for seed in range(40)}
    assert slips != {"XIAOLI"}
    assert all(5 <= len(slip) <= 7 for slip in slips)


@pytest.mark.parametrize(("style", "written"), [(0, "13800123456"), (1, "+86 138-0012-3456"), (2, "138 0012 3456"), (3, "8613800123456")])
def test_phones_are_written_in_four_ways(style: int, written: str) -> None:
    shares = tuple(float(place == style) for place in range(4))
    assert dirt.written_phones(RNG, words_of(["13800123456"]), shares).tolist() == [written]  # type: ignore[arg-type]


def test_a_bad_day_is_the_thirty_first_of_february() -> None:
    columns = {"at": words_of(["2026-10-01T08:30:00+08:00", "2026/10/1 9:05", "2026-10-01"])}
    dirt.bad_day_fault("instant_unreadable", "at").plant(columns, np.array([0, 1, 2]))
    assert columns["at"].tolist() == ["2026-02-31T08:30:00+08:00", "2026/02/31 9:05", "2026-02-31"]


def test_no_row_is_broken_twice_and_empty_cells_are_left_alone() -> None:
    columns = {"a": words_of(["1", None] * 5_000), "b": words_of(["2"] * 10_000)}
    planted = dirt.plant_faults(np.random.default_rng(2), columns, (dirt.value_fault("x", "a", "!"), dirt.value_fault("y", "b", "!")))
    rows = [fault.row for fault in planted]
    assert 15 < len(rows) == len(set(rows)) < 50
    assert all(fault.row % 2 == 0 for fault in planted if fault.column == "a")


def test_dates_are_exchanged_only_where_they_differ() -> None:
    columns = {"arrival": words_of(["2026-01-01"] * 2_000), "departure": words_of(["2026-01-01", "2026-01-03"] * 1_000)}
    planted = dirt.plant_faults(np.random.default_rng(3), columns, (dirt.swap_fault("ends_before_starts", "arrival", "departure"),))
    assert planted
    assert all(columns["arrival"][fault.row] > columns["departure"][fault.row] for fault in planted)
