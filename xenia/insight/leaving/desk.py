"""Why guests leave, for the list of those who are leaving (LV8, LV11): reasons of many found at scoring and kept, of one when asked."""

from collections.abc import Iterator
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xenia.insight.explaining import Reason
from xenia.insight.facts import leaving as facts
from xenia.insight.leaving.model import Model, reasons
from xenia.insight.leaving.table import columns_of, own_rhythm
from xenia.insight.leaving.wording import NAMES, Row, Values, kept, told
from xenia.insight.modelling import Asked
from xenia.insight.rules.leaving import DESK_CHANCE_MIN, REASONS_TOLD, SEASON_DAYS_MAX
from xenia.insight.types.judged import ReasonLine

Telling = list[tuple[Reason, Values]]


def reasons_to_keep(model: Model, asked: Asked, scored: pa.Table) -> Iterator[pa.RecordBatch]:
    """One row a reason of each guest of the scores who stands among the first of a list (LV11): `guest_id`, `place` (0 the heaviest),
    `reason`, `weight`, `values`."""
    said = scored.select(facts.SAID_SCHEMA.names).filter(pc.field("leaving_chance") >= DESK_CHANCE_MIN)
    listed = facts.first_of_lists(asked.session.give("leaving_said", said.cast(facts.SAID_SCHEMA)), asked.snapshot)
    rows = asked.session.execute(facts.rows_to_score(asked.as_of, model.horizon, asked.snapshot, listed))
    found = telling(model, rows, asked.policies.reporting.currency)
    lines = [
        (guest, place, *one)
        for guest, told_of in zip(rows["guest_id"].to_pylist(), found, strict=True)
        for place, one in enumerate(told_of)
    ]
    if lines:
        guests, places, why, values = (list(column) for column in zip(*lines, strict=True))
        yield pa.RecordBatch.from_pydict(
            {
                "guest_id": guests,
                "place": places,
                "reason": [one.name for one in why],
                "weight": [one.weight for one in why],
                "values": pa.array(values, pa.list_(pa.string())),
            }
        )


def explain(model: Model, asked: Asked, subject_id: str) -> tuple[ReasonLine, ...]:
    """The heaviest reasons of one guest, with the numbers in them (LV8)."""
    rows = facts.rows_to_score(asked.as_of, model.horizon, asked.snapshot)
    found = telling(model, asked.session.execute(rows.filter(rows.guest_id == subject_id)), asked.policies.reporting.currency)
    lines = ((one, told(one.name, values)) for one, values in (found[0] if found else ()))
    return tuple(ReasonLine(one.name, words, one.weight) for one, words in lines if words)


def telling(model: Model, rows: pa.Table, currency: str) -> list[Telling]:
    """In: `facts.leaving.rows_to_score`. Of each row the heaviest reasons that say anything, the heaviest first, with their values."""
    found = reasons(model, columns_of(rows, model.log_parameters, model.horizon), rows.num_rows)
    return [_telling(lines, row) for lines, row in zip(found, _known(model, rows, currency), strict=True)]


def _telling(lines: tuple[Reason, ...], row: Row) -> Telling:
    pairs = ((one, kept(one.name, row)) for one in lines)
    return list(islice(((one, values) for one, values in pairs if told(one.name, values)), REASONS_TOLD))


def _known(model: Model, rows: pa.Table, currency: str) -> list[Row]:
    """What the words read of each guest."""
    about = {"currency": currency, "season_days": min(model.horizon, SEASON_DAYS_MAX)}
    rhythms = [None if np.isnan(days) else days for days in own_rhythm(rows)]
    read = rows.select([name for name in NAMES if name in rows.column_names]).to_pylist()
    return [about | {"own_rhythm_days": days} | row for row, days in zip(read, rhythms, strict=True)]
