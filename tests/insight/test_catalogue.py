"""The catalogue, the snapshot and the page about them say the same."""

import pyarrow as pa

from tests.insight.planted import NOW
from tools.feature_page import PAGE, page
from xenia.insight.facts.snapshot import MOVING, SCHEMA, guest_features
from xenia.insight.rules.catalogue import BY_NAME, FEATURES, NEVER_NULL
from xenia.lake.tables import TABLES


def test_every_column_of_the_snapshot_has_its_line_and_every_line_its_column() -> None:
    columns = set(guest_features(NOW).columns)
    assert columns - {"guest_id"} == set(BY_NAME) == set(SCHEMA.names) - {"guest_id"}


def test_no_feature_is_told_twice_and_each_says_everything_in_both_languages() -> None:
    assert len(BY_NAME) == len(FEATURES) > 60
    for one in FEATURES:
        assert all((one.label.zh, one.label.en, one.definition.zh, one.definition.en, one.null.en, one.sources)), one.name


def test_sources_are_tables_of_the_lake_or_the_links() -> None:
    assert {source for one in FEATURES for source in one.sources} <= {*TABLES, "identity_guestlink"}


def test_what_moves_with_the_day_says_so() -> None:
    assert {one.name for one in FEATURES if "every guest" in one.freshness.en} == set(MOVING)


def test_counts_are_never_null_and_money_is_whole() -> None:
    assert {"bookings", "searches_7d", "companions", "spend_minor"} <= set(NEVER_NULL)
    assert SCHEMA.field("spend_minor").type == pa.int64()


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tools.feature_page"
