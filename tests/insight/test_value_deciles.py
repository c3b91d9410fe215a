"""What guests are expected to spend in a year, tenth by tenth: the sums, and who is left out."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pytest

from tests.cast import DIRECTOR
from tests.insight.kinds import judged
from tests.insight.planted import CHEN_GUEST, LIN_GUEST, MOTHER_GUEST, NOW
from tests.insight.test_scoring import house as house
from tests.insight.test_scoring import object_to_profiling
from xenia.insight.facts.value import EXPECTED_SCHEMA, SCORES, expected, tenths
from xenia.insight.models.register import ModelRun, ModelVersion
from xenia.insight.models.snapshots import Snapshot
from xenia.insight.queries.value import value_deciles
from xenia.insight.types.documents import document_of
from xenia.kernel.errors import NotFound
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.engine import Lake
from xenia.lake.snapshots import write_snapshot


def scored(worth: Mapping[str, int | None], model: str = "lifetime_value") -> None:
    """A scoring by one model that says what these guests are worth."""
    version = ModelVersion.objects.create(
        id=new_id(), kind=model, number=1, state="champion", judged=document_of(judged(0.8)), trained_at=NOW
    )
    run = ModelRun.objects.create(
        task="score", state="done", reason="snapshot", as_of=NOW, snapshot_id=Snapshot.objects.get().id,
        versions={model: str(version.id)}, created_at=NOW,
    )  # fmt: skip
    rows = pa.table([list(worth), list(worth.values())], schema=EXPECTED_SCHEMA)
    write_snapshot(SCORES, EXPECTED_SCHEMA, rows.to_batches(), version=run.id)


def parted(worth: list[int | None], lake: Lake) -> list[dict[str, Any]]:
    rows = pa.table([[f"{place:03}" for place in range(len(worth))], worth], schema=EXPECTED_SCHEMA)
    version = new_id()
    write_snapshot(SCORES, EXPECTED_SCHEMA, rows.to_batches(), version=version, lake=lake)
    return read.execute(tenths(expected(version)), units=None, lake=lake).to_pylist()


def test_each_tenth_has_as_many_guests_and_the_first_those_of_the_highest_value(lake: Lake) -> None:
    found = parted([*range(1, 21), None], lake)
    assert [(row["tenth"], row["guests"]) for row in found] == [(place, 2) for place in range(10)]
    assert (found[0]["total"], found[0]["low"], found[0]["high"]) == (39, 19, 20)
    assert sum(row["total"] for row in found) == 210


def test_fewer_than_ten_guests_make_fewer_tenths(lake: Lake) -> None:
    assert [row["total"] for row in parted([5, 9, 7], lake)] == [9, 7, 5]


@pytest.mark.django_db
def test_the_sums_are_of_everybody_but_those_who_object(house: None) -> None:
    scored({LIN_GUEST: 900, MOTHER_GUEST: 300, CHEN_GUEST: 100})
    object_to_profiling(LIN_GUEST)
    told = value_deciles(DIRECTOR, now=NOW)
    assert (told.guests, told.sum_minor, told.currency) == (2, 400, "CNY")
    assert [(one.number, one.mean_minor) for one in told.tenths] == [(1, 300), (2, 100)]


@pytest.mark.django_db
def test_without_a_model_of_value_it_is_told_what_to_do(house: None) -> None:
    scored({LIN_GUEST: None}, model="leaving")
    with pytest.raises(NotFound, match="train lifetime value"):
        value_deciles(DIRECTOR, now=NOW)
