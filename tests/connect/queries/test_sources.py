"""What the mapping screens ask: every version of a mapping, and the codes a field may hold."""

from datetime import timedelta

import pytest

from tests.cast import DIRECTOR, NOON, ORDERS, PEOPLE, open_source, with_fields
from xenia.connect.actions.sources import save_mapping
from xenia.connect.queries.sources import list_kinds, list_mappings, list_newest_mappings
from xenia.connect.rules.canonical import RECORDS
from xenia.connect.rules.codes import CODE_TITLES

CHANGED = with_fields(ORDERS, channel={"const": "web"})


def test_every_version_of_every_mapping_is_listed_the_one_saved_last_on_top(db: None) -> None:
    source_id = open_source()
    for hours, document in enumerate((ORDERS, PEOPLE, CHANGED)):
        save_mapping(actor=DIRECTOR, source_id=source_id, document=document, now=NOON + timedelta(hours=hours))
    assert [(one.name, one.version) for one in list_mappings(DIRECTOR, source_id)] == [("orders", 2), ("people", 1), ("orders", 1)]
    assert [(one.name, one.version) for one in list_newest_mappings(DIRECTOR, source_id)] == [("orders", 2), ("people", 1)]


@pytest.mark.parametrize(
    ("kind", "field", "codes"),
    [("booking", "line", "line"), ("booking", "status", "status"), ("item", "kind", "line"), ("interaction", "channel", "channel")],
)
def test_a_field_of_codes_offers_each_code_with_its_title_in_both_languages(kind: str, field: str, codes: str) -> None:
    fields = next(one["fields"] for one in list_kinds() if one["kind"] == kind)
    offered = {option["value"]: option["title"] for option in next(one["options"] for one in fields if one["name"] == field)}
    assert offered == {code: {"zh": title.zh, "en": title.en} for code, title in CODE_TITLES[codes].items()}


def test_a_field_of_free_text_or_of_a_world_wide_list_offers_none() -> None:
    offered = {(kind["kind"], field["name"]) for kind in list_kinds() for field in kind["fields"] if field["options"]}
    ours = {(record.kind.value, field.name) for record in RECORDS.values() for field in record.fields if field.codes in CODE_TITLES}
    assert offered == ours
