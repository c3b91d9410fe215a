"""When a run stops itself."""

import pytest

from xenia.connect.rules.runs import is_too_bad, stopped_message
from xenia.connect.types.runs import Counts


@pytest.mark.parametrize(
    ("counts", "limit", "stops"),
    [
        (Counts(new=80, quarantined=20), 0.2, False),
        (Counts(new=79, quarantined=21), 0.2, True),
        (Counts(quarantined=19), 0.2, False),
        (Counts(quarantined=20), 0.2, True),
        (Counts(quarantined=500), 1.0, False),
        (Counts(), 0.2, False),
    ],
)
def test_a_run_stops_above_its_limit_and_not_before_20_rows(counts: Counts, limit: float, stops: bool) -> None:
    assert is_too_bad(counts, limit) is stops


def test_the_message_says_how_bad_against_which_limit_and_why() -> None:
    said = stopped_message(Counts(new=60, quarantined=40), 0.2, "0|starts_on|date_unreadable")
    assert "40 of 100 rows" in said.en
    assert all(word in said.en for word in ("40%", "limit 20%", "starts_on", "there is no such day"))
    assert "100 行中有 40 行" in said.zh
