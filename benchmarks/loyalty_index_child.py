"""The loyalty index of many guests: as the product says it, and the same in pandas."""

import time
from pathlib import Path
from typing import Any

SEED = 20_260_101
EVIDENCE = "evidence.parquet"


def loyalty_index_evidence(folder: str, guests: str) -> dict[str, Any]:
    """Writes evidence of so many made-up guests: a third knows nothing of each."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from xenia.loyalty.facts.loyalty_index import CODES, SCHEMA
    from xenia.loyalty.rules.index_evidence import DEFAULT

    random, count = np.random.default_rng(SEED), int(guests)
    tops = {one.code: one.anchors[-1].value for one in DEFAULT.scales}
    columns = {code: pa.array(random.random(count) * tops[code] * 1.2, mask=random.random(count) < 1 / 3) for code in CODES}
    held = {
        "guest_id": [f"{place:032x}" for place in range(count)],
        "tier": pa.nulls(count, pa.string()),
        "enrolled_year": pa.nulls(count, pa.int64()),
    }
    pq.write_table(pa.table(held | columns, schema=SCHEMA), Path(folder, EVIDENCE))
    return {"rows": count}


def loyalty_index_ours(folder: str) -> dict[str, Any]:
    """Every dimension and the index of all guests by the policy: read, scored, in Arrow."""
    import pyarrow.parquet as pq

    from xenia.lake import read
    from xenia.lake.engine import Lake
    from xenia.loyalty.facts.loyalty_index import SCHEMA, scored
    from xenia.loyalty.rules.index_evidence import DEFAULT

    held = pq.read_table(Path(folder, EVIDENCE))
    begun = time.perf_counter()
    answer = read.execute(scored(read.given("month", SCHEMA), DEFAULT), units=None, given={"month": held}, lake=Lake(f"{folder}/lake"))
    seconds = time.perf_counter() - begun
    return {
        "seconds": seconds,
        "said": answer.num_rows - answer["points"].null_count,
        "total": float(sum(answer["points"].drop_null().to_pylist())),
    }


def loyalty_index_pandas(folder: str) -> dict[str, Any]:
    """The same with pandas and numpy.interp, evidence by evidence."""
    import numpy as np
    import pandas as pd

    from xenia.loyalty.rules.index_evidence import DEFAULT
    from xenia.loyalty.rules.loyalty_index import scales_of
    from xenia.loyalty.types.loyalty_index import Dimension

    held = pd.read_parquet(Path(folder, EVIDENCE))
    begun = time.perf_counter()
    weights = {one.dimension: one.weight for one in DEFAULT.weights}
    counted, gained, covered = (pd.Series(0.0, index=held.index) for _ in range(3))
    for dimension in Dimension:
        scales = scales_of(DEFAULT, dimension)
        known, points = pd.Series(0.0, index=held.index), pd.Series(0.0, index=held.index)
        for one in scales:
            value = held[one.code]
            made = pd.Series(np.interp(value, [a.value for a in one.anchors], [a.points for a in one.anchors]), index=held.index)
            known += value.notna() * one.weight
            points += made.where(value.notna(), 0.0) * one.weight
        mean = points / known.replace(0.0, np.nan)
        counted += mean.notna() * weights[dimension]
        gained += mean.fillna(0.0) * weights[dimension]
        covered += known / sum(one.weight for one in scales) * weights[dimension]
    index = (gained / counted).where((covered / sum(weights.values())).round(6) * 100 >= DEFAULT.coverage_least_percent)
    return {"seconds": time.perf_counter() - begun, "said": int(index.notna().sum()), "total": float(index.sum())}


VERBS = {
    "loyalty_index_evidence": loyalty_index_evidence,
    "loyalty_index_ours": loyalty_index_ours,
    "loyalty_index_pandas": loyalty_index_pandas,
}
