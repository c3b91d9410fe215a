"""How good the matcher is, told from records whose truth is known: the demonstration company, loaded and matched as the product does it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cast import DIRECTOR, Company
from xenia.connect.queries.runs import list_record_ids
from xenia.demo.company import load_exports
from xenia.demo.writer import write_company
from xenia.identity.actions.links import link_records
from xenia.identity.actions.runs import order_run, perform_run
from xenia.identity.jobs import ACTOR
from xenia.identity.queries.evaluation import evaluate_guests
from xenia.kernel.errors import Invalid, Refused
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV

GUESTS, SEED = 200, 7
NOW = datetime(2026, 11, 1, 4, tzinfo=UTC)


def written(folder: Path, *lines: str) -> Path:
    path = folder / "truth.csv"
    path.write_text("\n".join(("system,record_key,person_id", *lines)), encoding="utf-8")
    return path


@pytest.fixture
def truth(db: None, empty_home: Path, tmp_path: Path) -> Path:
    """A small demonstration company, loaded and matched; what its writer knows of it."""
    ensure_tables(ENV.lake_url)
    company = write_company(tmp_path, guests=GUESTS, seed=SEED, until=date(2026, 10, 31), progress=lambda what, share: None)
    for run in load_exports(company, clock=lambda: NOW, progress=lambda line: None):
        for record_ids in list_record_ids(ACTOR, run.id):
            link_records(actor=ACTOR, record_ids=record_ids, now=NOW)
    perform_run(actor=ACTOR, run_id=order_run(actor=ACTOR, now=NOW), clock=lambda: NOW)
    return company.truth


def test_the_demonstration_company_becomes_the_guests_that_its_writer_knows(truth: Path) -> None:
    found = evaluate_guests(DIRECTOR, truth)
    assert (found.records > 400, found.breaches) == (True, 0)
    assert found.precision.value >= 0.98
    assert found.f1.value >= 0.9
    assert found.f1.low < found.f1.value < found.f1.high
    assert 0 < found.asked_same <= found.asked


def test_a_truth_that_names_nobody_here_is_refused_with_what_its_columns_mean(company: Company, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="system is the code of a source"):
        evaluate_guests(DIRECTOR, written(tmp_path, "pms-of-others,G1,p1"))


def test_who_works_for_one_house_cannot_measure_the_whole(company: Company, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        evaluate_guests(company.actor("he"), written(tmp_path, "any,G1,p1"))
