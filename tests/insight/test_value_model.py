"""Lifetime value as the register asks for it, on a lake of made-up guests whose rhythm is known: Y17, Y18, Y19."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.insight.planted import COMMON, NOW, booking, hash_of
from xenia.insight.lifetime_value.product import KIND, SCORES
from xenia.insight.modelling import Asked, NotEnough
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.append import append_rows
from xenia.lake.engine import Lake
from xenia.lake.tables import get_table

GUESTS = 600
DAYS = 730


def fill(lake: Lake, guests: int = GUESTS, seed: int = 3) -> list[str]:
    """Guests who book at a rate of their own until they leave at a moment of their own; returns their ids."""
    random = np.random.default_rng(seed)
    ids = [f"0192f0aa-0000-7000-8000-{n:012d}" for n in range(guests)]
    rows = []
    for guest in ids:
        rate, began = random.gamma(1.2) / 100, random.uniform(200, DAYS)
        stay, spend, ago = random.exponential(600), random.gamma(4) * 12_500, began
        while ago > 0 and began - ago < stay:
            key = f"{guest} {ago:.4f}"
            made = booking(key, ago, booker_id=guest, total_minor=round(spend * random.gamma(5) / 5))
            rows.append(_row(len(rows), key, made))
            ago -= random.exponential(1 / rate)
    run_id = new_id()
    table = pa.Table.from_pylist([row | {"run_id": str(run_id)} for row in rows], get_table("booking_versions").schema)
    append_rows("booking_versions", table, run_id=run_id, chunk=0, lake=lake)
    return ids


def _row(place: int, key: str, made: dict) -> dict:  # type: ignore[type-arg]
    at: datetime = made["booked_at"]
    own = {name: value for name, value in made.items() if name != "key"}
    hashes = {"record_hash": hash_of(key), "content_hash": hash_of(place, key)}
    return COMMON | {"order_at": at, "recorded_at": at, "booking_id": key, "booking_key": key} | hashes | own


def asked(session: read.Session, as_of: datetime = NOW) -> Asked:
    return Asked(session=session, as_of=as_of)


def given(ids: list[str]) -> dict[str, pa.Table]:
    return given_to_facts(guest_map_of(pa.table({"record_id": ids, "guest_id": ids})))


def test_y17_y18_what_was_planted_is_foretold_and_kept(lake: Lake, tmp_path: Path) -> None:
    ids = fill(lake)
    with read.session(units=None, given=given(ids), lake=lake) as session:
        made = KIND.train(asked(session), 1)
        made.save(tmp_path)
        (batch,) = KIND.score(KIND.load(tmp_path), asked(session))
    measures = {one.name: one for one in made.judged.measures}
    told = batch.to_pandas()
    assert made.judged.measures[0].name == "rmse"
    assert abs(measures["total_error"].ours.value) < 0.25
    assert 0.8 < measures["coverage"].ours.value <= 1
    assert list(batch.schema.names) == ["guest_id", *(one.name for one in SCORES)]
    assert (told["value_low_minor"] <= told["value_minor_365d"]).all()
    assert (told["value_minor_365d"] <= told["value_high_minor"]).all()
    assert told["alive_chance"].between(0, 1).all()


def test_y18_the_judged_window_begins_after_the_fitted_one(lake: Lake) -> None:
    ids = fill(lake)
    with read.session(units=None, given=given(ids), lake=lake) as session:
        judged = KIND.train(asked(session), 1).judged
    assert judged.fitted_until + timedelta(days=1) == judged.judged_from
    assert judged.judged_until == NOW.date() + timedelta(days=1)
    assert len(judged.calibration) == 10
    assert judged.judged_rows <= judged.fitted_rows < GUESTS


def test_y19_a_guest_is_told_the_rhythm_silence_and_spend(lake: Lake, tmp_path: Path) -> None:
    ids = fill(lake)
    with read.session(units=None, given=given(ids), lake=lake) as session:
        KIND.train(asked(session), 1).save(tmp_path)
    with read.session(units=None, given=given(ids[:1]), lake=lake) as session:
        reasons = KIND.explain(KIND.load(tmp_path), asked(session), ids[0])
    assert sorted(one.name for one in reasons) == ["frequency", "silence", "spend"]
    assert all(one.words.zh and one.words.en for one in reasons)


def test_too_few_who_book_again_are_told_so(lake: Lake) -> None:
    ids = fill(lake, guests=40)
    with read.session(units=None, given=given(ids), lake=lake) as session, pytest.raises(NotEnough, match="100 are needed"):
        KIND.train(asked(session), 1)


def test_data_that_ended_long_ago_is_told_so(lake: Lake) -> None:
    ids = fill(lake, guests=40)
    with (
        read.session(units=None, given=given(ids), lake=lake) as session,
        pytest.raises(NotEnough, match="the days to judge the forecast on"),
    ):
        KIND.train(asked(session, NOW + timedelta(days=800)), 1)


def test_no_bookings_are_told_so(lake: Lake) -> None:
    with read.session(units=None, given=given(["a"]), lake=lake) as session, pytest.raises(NotEnough, match="0 days"):
        KIND.train(asked(session), 1)


def test_who_buys_as_a_trade_is_left_out(lake: Lake, tmp_path: Path) -> None:
    ids = fill(lake)
    agency = "0192f0aa-0000-7000-8000-999999999999"
    made = [_row(n, f"agency {n}", booking(f"agency {n}", 500 - n / 2, booker_id=agency)) for n in range(501)]
    run_id = new_id()
    table = pa.Table.from_pylist([row | {"run_id": str(run_id)} for row in made], get_table("booking_versions").schema)
    append_rows("booking_versions", table, run_id=run_id, chunk=0, lake=lake)
    with read.session(units=None, given=given([*ids, agency]), lake=lake) as session:
        rows = KIND.features_of(None, asked(session))
    assert rows.num_rows == GUESTS
