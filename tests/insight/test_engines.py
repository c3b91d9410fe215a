"""The whole snapshot on Spark Connect is that of DuckDB."""

from dataclasses import replace

import pytest

from tests.insight.planted import NOW, asked, fill
from xenia.insight.facts.snapshot import guest_features
from xenia.lake.engine import Lake


@pytest.mark.slow
@pytest.mark.parametrize("backfilled", [False, True])
def test_the_snapshot_is_the_same_on_both_engines(lake: Lake, sail: str, backfilled: bool) -> None:
    fill(lake)
    expression = guest_features(NOW, backfilled=backfilled)
    on_duckdb, on_spark = asked(expression, lake), asked(expression, replace(lake, engine=sail))
    assert len(on_duckdb) == 3
    for one, other in zip(on_duckdb, on_spark, strict=True):
        for name, value in one.items():
            assert other[name] == (pytest.approx(value, rel=1e-9) if isinstance(value, float) else value), name
