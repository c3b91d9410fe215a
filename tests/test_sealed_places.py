"""The list of what is sealed is whole: a sealed column that is not on it would lose its key at the next rotation."""

import re
from pathlib import Path

import pytest
from django.db import connection

from xenia import wiring

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.django_db
def test_every_sealed_column_of_the_real_tables_is_on_the_list_and_no_other() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'bytea' AND column_name LIKE '%\\_sealed'"
        )
        real = set(cursor.fetchall())
    assert {(one.table, one.column) for one in wiring.SEALED.columns} == real


@pytest.mark.django_db
def test_the_id_column_of_each_is_the_key_of_its_table() -> None:
    with connection.cursor() as cursor:
        for one in wiring.SEALED.columns:
            assert connection.introspection.get_primary_key_columns(cursor, one.table) == [one.id_column]


def test_every_field_that_is_sealed_anywhere_in_the_code_is_on_the_list() -> None:
    listed = {one.field for one in wiring.SEALED.columns}
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "xenia").rglob("*.py"))
    named = set(re.findall(r'_FIELD = "([a-z_]+\.[a-z_]+\.[a-z_]+)"', code)) | set(re.findall(r'field="([a-z_]+\.[a-z_]+\.[a-z_]+)"', code))
    assert {field for field in named if not field.endswith((".key", "_index"))} <= listed


def test_every_folder_of_sealed_files_is_on_the_list() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "xenia").rglob("*.py"))
    assert set(re.findall(r'ENV\.home / "(\w+)" / f"\{\w+\}\.sealed"', code)) == {folder.name for folder in wiring.SEALED.folders}
