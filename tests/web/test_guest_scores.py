"""What the models say of a guest of the company: told with its model and its reasons, and not told of one who objects."""

from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pytest

from tests.cast import DIRECTOR, NOON, Company
from tests.identity.pairs import LINKER
from tests.insight.kinds import Coin, judged
from xenia.identity.actions.links import link_records
from xenia.identity.models import GuestLink
from xenia.insight.facts.scores import schema_of
from xenia.insight.facts.snapshot import NAME, SCHEMA
from xenia.insight.modelling import ModelKind
from xenia.insight.models.register import ModelRun, ModelVersion
from xenia.insight.models.snapshots import Snapshot
from xenia.insight.queries.model_files import write_model
from xenia.insight.queries.scores import ScoreList, explain_guest_score, get_guest_scores, list_scored
from xenia.insight.types.documents import document_of
from xenia.insight.types.judged import Subject
from xenia.kernel.errors import NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.lake.snapshots import write_snapshot
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV
from xenia.trust.models.requests import Restriction

SAID = {"林薇": 0.9, "张伟": 0.4}


@pytest.fixture
def coin(company: Company, empty_home: Path) -> ModelKind:
    """A model in use that has said something of two guests."""
    ensure_tables(ENV.lake_url)
    link_records(actor=LINKER, record_ids=sorted(company.guests.values()), now=NOON)
    kind, version = Coin(auc=0.8).kind(), new_id()
    write_model(version, Coin(auc=0.8).train_file)
    ModelVersion.objects.create(id=version, kind="coin", number=3, state="champion", judged=document_of(judged(0.8)), trained_at=NOON)
    snapshot = Snapshot.objects.create(as_of=NOON, state="done", is_full=True, created_at=NOON)
    run = ModelRun.objects.create(
        task="score", state="done", reason="snapshot", as_of=NOON, snapshot_id=snapshot.id, versions={"coin": str(version)}, created_at=NOON
    )
    guests = {str(guest_of(company, name)): said for name, said in SAID.items()}
    rows = [{"guest_id": guest, "coin_chance": said} for guest, said in guests.items()]
    schema = schema_of(Subject.GUEST, [kind])
    write_snapshot("guest_scores", schema, [pa.RecordBatch.from_pylist(rows, schema)], version=run.id)
    write_snapshot(NAME, SCHEMA, [pa.RecordBatch.from_pylist([{"guest_id": guest} for guest in guests], SCHEMA)], version=snapshot.id)
    return kind


def guest_of(company: Company, name: str) -> UUID:
    found: UUID = GuestLink.objects.get(record_id=company.guests[name]).guest_id
    return found


def test_a_guest_is_told_what_the_models_say_and_why(coin: ModelKind, company: Company) -> None:
    told = get_guest_scores(DIRECTOR, company.guests["林薇"], now=NOON, kinds=[coin])
    (reason,) = explain_guest_score(DIRECTOR, "coin", company.guests["林薇"], now=NOON, kinds=[coin])
    assert (told.guest_id, told.as_of) == (guest_of(company, "林薇"), NOON)
    assert [(one.name, one.value, one.version, one.trained_on) for one in told.scores] == [("coin_chance", 0.9, 3, NOON.date())]
    assert (reason.words.zh, reason.words.en) == ("1 位客人", f"{told.guest_id} at 0.8")


def test_guests_are_listed_by_a_score_page_by_page(coin: ModelKind, company: Company) -> None:
    first = list_scored(DIRECTOR, ScoreList("coin_chance"), size=1, now=NOON, kinds=[coin])
    second = list_scored(DIRECTOR, ScoreList("coin_chance"), size=1, page=first.next, now=NOON, kinds=[coin])
    rising = list_scored(DIRECTOR, ScoreList("coin_chance", is_falling=False), now=NOON, kinds=[coin])
    assert [(one.name, one.value) for one in (*first.items, *second.items)] == [("林薇", 0.9), ("张伟", 0.4)]
    assert second.next is None
    assert [one.value for one in rising.items] == [0.4, 0.9]


@pytest.mark.parametrize("kind", ["profiling", "processing"])
def test_mr9_of_one_who_objects_nothing_is_told(coin: ModelKind, company: Company, kind: str) -> None:
    Restriction.objects.create(guest_id=guest_of(company, "林薇"), kind=kind, since=NOON)
    for ask in (
        lambda: get_guest_scores(DIRECTOR, company.guests["林薇"], now=NOON, kinds=[coin]),
        lambda: explain_guest_score(DIRECTOR, "coin", company.guests["林薇"], now=NOON, kinds=[coin]),
    ):
        with pytest.raises(Refused, match="objects"):
            ask()
    assert [one.name for one in list_scored(DIRECTOR, ScoreList("coin_chance"), now=NOON, kinds=[coin]).items] == ["张伟"]


def test_of_a_guest_nobody_scored_nothing_is_known(coin: ModelKind, company: Company) -> None:
    other = next(record for name, record in company.guests.items() if name not in SAID)
    with pytest.raises(NotFound, match="has nothing of guest"):
        get_guest_scores(DIRECTOR, other, now=NOON, kinds=[coin])
