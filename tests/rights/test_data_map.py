"""The data map says the truth: every table, column and lake table of the product is on it, once."""

import pytest
from django.db import connection

from tests.rights.planted import RIGHTS
from xenia.insight.facts import lifecycle, scores, snapshot, standing
from xenia.insight.kinds import KINDS
from xenia.kernel.personal import Category, Erasing, FoundBy, Place, Whose
from xenia.lake.tables import RECORD_COLUMNS, TABLES
from xenia.loyalty.facts import loyalty_index
from xenia.trust.rules.data_map import map_rows, map_section
from xenia.wiring import RETENTION, SEALED

SNAPSHOTS = {snapshot.NAME: snapshot.SCHEMA, standing.STANDING: standing.SCHEMA, lifecycle.MOVES: lifecycle.MOVES_SCHEMA}
SNAPSHOTS |= {loyalty_index.NAME: loyalty_index.SCHEMA}
SNAPSHOTS |= {name: scores.schema_of(subject, KINDS) for subject, name in scores.TABLES.items()} | {scores.REASONS: scores.REASONS_SCHEMA}
COLUMNS = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
HOW_TO_MEND = "declare it in rules/personal.py of its module: what it says of a person, how it is found, what erasing does"


def declared(place: Place) -> dict[str, set[str]]:
    return {store.name: {column.name for column in store.columns} for store in RIGHTS.stores if store.place is place}


@pytest.mark.django_db
def test_every_column_of_the_database_is_on_the_map() -> None:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        real = set(cursor.fetchall())
    said = {(table, column) for table, columns in declared(Place.DATABASE).items() for column in columns}
    assert real - said == set(), HOW_TO_MEND
    assert said - real == set(), "these columns are gone: take them off the map"


def test_every_column_of_the_lake_is_on_the_map() -> None:
    real = {(table.name, column) for table in TABLES.values() for column in table.schema.names}
    real |= {(name, column) for name, schema in SNAPSHOTS.items() for column in schema.names}
    said = {(table, column) for table, columns in declared(Place.LAKE).items() for column in columns}
    assert (real - said, said - real) == (set(), set()), HOW_TO_MEND


def test_nothing_is_declared_twice() -> None:
    names = [(store.place, store.name) for store in RIGHTS.stores]
    assert len(names) == len(set(names))
    for store in RIGHTS.stores:
        columns = [column.name for column in store.columns]
        assert len(columns) == len(set(columns)), store.name


def test_every_store_that_says_something_of_a_person_says_whose_it_is_and_what_becomes_of_it() -> None:
    silent = [
        store.name
        for store in RIGHTS.stores
        if any(column.category is not Category.NONE for column in store.columns) and store.whose is Whose.NOBODY
    ]
    assert silent == []
    assert [
        store.name for store in RIGHTS.stores if store.erasing is Erasing.KEEP and store.whose is Whose.GUEST and not store.why.en
    ] == []
    assert [store.name for store in RIGHTS.stores if store.whose is not Whose.NOBODY and store.erasing is Erasing.NOTHING] == []


def test_every_sealed_column_counts_as_personal_where_it_is_about_guests() -> None:
    sealed = {(one.table, one.column) for one in SEALED.columns}
    plain = {
        (store.name, column.name)
        for store in RIGHTS.stores
        for column in store.columns
        if store.whose is Whose.GUEST and column.category is Category.NONE
    }
    assert sealed & plain == set()


def test_every_sealed_folder_is_a_store_of_files() -> None:
    assert {folder.name for folder in SEALED.folders} <= set(declared(Place.FILES))


def test_lake_columns_that_name_people_are_pseudonyms() -> None:
    for store in RIGHTS.stores:
        if store.place is Place.LAKE:
            named = {column.name for column in store.columns if column.category is Category.PSEUDONYM}
            assert set(RECORD_COLUMNS) & {column.name for column in store.columns} <= named


def test_retention_named_on_the_map_is_a_rule_or_said_to_have_none() -> None:
    without_rule = {"", "guests", "exports"}  # until erased or dormant; exports end by the policy of exports
    named = {store.retention for store in RIGHTS.stores}
    assert named - {kind.code for kind in RETENTION} <= without_rule


def test_the_map_reads_as_rows_with_guests_first_and_as_a_part_of_a_package() -> None:
    rows = map_rows(RIGHTS.stores)
    assert (rows[0].whose, rows[-1].whose, len(rows)) == ("guest", "nobody", len(RIGHTS.stores))
    section = map_section(RIGHTS.stores)
    assert len(section.rows) == sum(store.whose is Whose.GUEST for store in RIGHTS.stores)
    assert FoundBy.RECORD in {store.found_by for store in RIGHTS.stores}
