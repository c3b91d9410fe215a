"""Scores of many guests: each kind of the register trained on a small company, then everybody of a great one scored by all of them."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.insight_company import AS_OF


def insight_train(folder: str, models: str) -> dict[str, Any]:
    """Every kind trained on all guests of a company, as the register does, and saved below `models`; says why where one cannot be."""
    from xenia.insight.kinds import KINDS
    from xenia.insight.modelling import Asked, NotEnough

    begun, refused, rows = time.perf_counter(), {}, 0
    for kind in KINDS:
        with _session(folder) as (session, people, moment):
            rows = people.num_rows
            try:
                trained = kind.train(Asked(session=session, as_of=moment), 1)
            except NotEnough as lacking:
                refused[kind.name] = lacking.message
                continue
        place = Path(models) / kind.name
        place.mkdir(parents=True)
        trained.save(place)
    return {"rows": rows, "seconds": time.perf_counter() - begun, "refused": refused}


def insight_score(folder: str, models: str) -> dict[str, Any]:
    """A scoring as a night makes it, but for PostgreSQL, drift and the reasons of the desks: each model in turn, side by side,
    written as a version."""
    from xenia.insight.facts import scores
    from xenia.insight.facts.snapshot import NAME
    from xenia.insight.kinds import KINDS
    from xenia.insight.modelling import Asked
    from xenia.kernel.ids import new_id
    from xenia.lake.engine import Lake
    from xenia.lake.snapshots import list_versions, write_snapshot

    lake, took, tables = Lake(f"{folder}/lake"), {}, {}
    loaded = [(kind, kind.load(Path(models) / kind.name)) for kind in KINDS if (Path(models) / kind.name).exists()]
    begun = since = time.perf_counter()
    with _session(folder) as (session, people, moment):
        asked = Asked(session=session, as_of=moment, snapshot=list_versions(NAME, lake=lake)[0])
        for shared in scores.SHARED:
            session.keep(shared(moment))
        took["shared"], since = time.perf_counter() - since, time.perf_counter()
        for kind, model in loaded:
            tables[kind.name] = scores.of_kind(kind, kind.score(model, asked))
            took[kind.name], since = time.perf_counter() - since, time.perf_counter()
            print(kind.name, round(took[kind.name], 1), file=sys.stderr, flush=True)  # told at once: somebody waits for minutes
    version, kinds = new_id(), [kind for kind, _ in loaded]
    for subject, name in scores.TABLES.items():
        whole = scores.side_by_side(subject, kinds, [tables[one.name] for one in scores.kinds_of(subject, kinds)])
        write_snapshot(name, scores.schema_of(subject, kinds), whole.to_batches(), version=version, lake=lake)
    took["written"] = time.perf_counter() - since
    seconds, scored = time.perf_counter() - begun, {name: table.num_rows for name, table in tables.items()}
    return {"rows": len(people["guest_no"].unique()), "seconds": seconds, "took": took, "scored": scored}


def insight_read_and_write(folder: str) -> dict[str, Any]:
    """The limit: every column of the feature snapshot read, and as many rows of scores written, as Parquet by Arrow alone."""
    import pyarrow.parquet as pq

    from xenia.insight.facts.scores import TABLES
    from xenia.insight.facts.snapshot import NAME
    from xenia.insight.types.judged import Subject
    from xenia.lake.engine import Lake
    from xenia.lake.snapshots import files_of_version

    lake = Lake(f"{folder}/lake")
    written = pq.ParquetDataset(files_of_version(lake, TABLES[Subject.GUEST], None)).read()
    begun = time.perf_counter()
    rows = pq.ParquetDataset(files_of_version(lake, NAME, None)).read().num_rows
    pq.write_table(written, f"{folder}/limit.parquet", compression="zstd")
    return {"rows": rows, "seconds": time.perf_counter() - begun}


@contextmanager
def _session(folder: str) -> Iterator[tuple[Any, Any, datetime]]:
    """Questions to the company's lake, the map of its guests, all of them wanted, and the moment of its snapshot."""
    import pyarrow.parquet as pq

    from xenia.insight.rows import given_to_facts, guest_map_of
    from xenia.lake import read
    from xenia.lake.engine import Lake

    people = guest_map_of(pq.read_table(f"{folder}/links.parquet"))
    with read.session(units=None, given=given_to_facts(people), lake=Lake(f"{folder}/lake")) as session:
        yield session, people, datetime.fromisoformat(AS_OF)


VERBS = {"insight_train": insight_train, "insight_score": insight_score, "insight_read_and_write": insight_read_and_write}
