"""Every file of the company is read by one source through a mapping that connect accepts, and the contract finds what was planted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import ibis
import pyarrow as pa
import pytest

from tests.demo.conftest import Rows
from xenia.connect.facts.canonical import FileSetting, canonical_layers
from xenia.connect.rules.mapping import parse_mapping
from xenia.demo.house import UNITS
from xenia.demo.people_of_the_house import PEOPLE, ROLES
from xenia.demo.sources import SOURCES, files_of, load_mapping
from xenia.demo.writer import FAULTS, CompanyFiles
from xenia.trust.rules.access import FIRST_ROLES

SETTING = FileSetting("salt", UUID(int=1), "Asia/Shanghai", "CNY", None)


def test_every_written_file_belongs_to_exactly_one_source(company: CompanyFiles) -> None:
    taken = [path for source in SOURCES for path, _ in files_of(source, company)]
    assert sorted(taken) == sorted(company.folder / file.path for file in company.files if file.rows)


def test_orders_are_loaded_before_the_later_export_of_them(company: CompanyFiles) -> None:
    names = [path.name for path, _ in files_of(SOURCES[0], company)]
    assert names.index("members.csv") < names.index("orders.csv") < names.index("orders_delta.csv")


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_each_mapping_is_one_that_connect_accepts(name: str) -> None:
    document = load_mapping(name)
    assert parse_mapping(document).name == name
    assert document["title"]["zh"] != document["title"]["en"]


def test_mappings_and_their_match_name_columns_that_the_files_have(company: CompanyFiles, rows_of: Callable[[str], Rows]) -> None:
    for file in company.files:
        if file.path.endswith(".csv") and file.rows:
            header = list(rows_of(file.path)[0])
            parse_mapping(load_mapping(file.mapping), header=header)
            assert set(load_mapping(file.mapping)["match"]["columns"]) <= set(header)


def test_sources_and_people_name_units_and_roles_that_exist() -> None:
    units = {unit.code for unit in UNITS}
    assert {source.unit_code for source in SOURCES} | {code for person in PEOPLE for code in person.unit_codes} <= units
    assert {code for person in PEOPLE for code in person.role_codes} == {role.code for role in (*FIRST_ROLES, *ROLES)}
    assert {unit.parent_code for unit in UNITS} - {None} <= units


@pytest.mark.slow
@pytest.mark.parametrize("name", ["members", "orders", "payments", "reservations", "calls", "reviews", "stay_reviews", "corporate_trips"])
def test_the_contract_refuses_the_planted_rows_and_no_others(company: CompanyFiles, rows_of: Callable[[str], Rows], name: str) -> None:
    file = max((file for file in company.files if file.mapping == name), key=lambda file: file.rows)
    planted = {int(row["line"]): row["rule"] for row in rows_of("truth/faults.csv") if row["file"] == file.path}
    refused = refusals(rows_of(file.path), name)
    assert refused.keys() == planted.keys()
    assert all(any(found.endswith(planted[line]) for found in refused[line]) for line in planted)


def refusals(rows: Rows, name: str) -> dict[int, list[str]]:
    """Returns the faults that the contract finds, by line of the file."""
    connection = ibis.duckdb.connect()
    table = pa.table({column: pa.array([row[column] or None for row in rows], pa.string()) for column in rows[0]})
    table = table.append_column("_row", pa.array(range(2, len(rows) + 2), pa.int64()))
    for number, layer in enumerate(canonical_layers(list(rows[0]), parse_mapping(load_mapping(name)), SETTING)):
        connection.con.register(f"layer{number}", table)
        table = connection.con.sql(ibis.to_sql(layer, dialect="duckdb")).to_arrow_table()
    return {row["_row"]: row["faults"] for row in table.select(["_row", "bad", "faults"]).to_pylist() if row["bad"]}


def test_events_name_the_columns_of_their_mapping(company: CompanyFiles, events: list[dict[str, Any]]) -> None:
    assert {event["type"] for event in events} == {"track"}
    assert {"event", "userId", "anonymousId", "messageId", "timestamp", "context", "properties"} <= set(events[0])
    assert all(event["userId"] or event["anonymousId"] for event in events)
