"""What a row of an incoming chunk is against what the lake holds. The rules V1 to V9 are in docs/algorithms/versions.md.

The state is read from the Parquet files Delta lists, in two steps: first only the record hashes, joined with the chunk's, which finds
where earlier versions stand; then, from the files that have any, the few columns that decide. 10 million held rows cost a third of a
second in the first step, and a chunk of new records stops there.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID

import duckdb
import pyarrow as pa

from xenia.kernel.errors import Invalid
from xenia.lake.engine import Lake, default_lake, duckdb_connection, open_table, parquet_list
from xenia.lake.tables import HASH, INSTANT, TEXT, FactTable, files_of, get_table

OrderMode = Literal["given", "arrival"]


class Outcome(StrEnum):
    """What became of one row. NEW, CHANGED and LATE are appended; UNCHANGED is when it is a later sighting (V5); DUPLICATE never."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    LATE = "late"


@dataclass(frozen=True)
class Scope:
    """Whose rows are classified: one run of one source. Rows of this run beyond `after_row` are being done again and do not count (V8)."""

    source_id: UUID
    run_id: UUID
    after_row: int = -1


CHUNK = pa.schema({"row_number": pa.int64(), "record_hash": HASH, "content_hash": HASH, "order_at": INSTANT})
RESULT = pa.schema({"row_number": pa.int64(), "outcome": TEXT, "append": pa.bool_(), "existing_booking_id": TEXT, "is_current": pa.bool_()})


def classify(chunk: pa.Table, *, table: str, scope: Scope, order_mode: OrderMode, lake: Lake | None = None) -> pa.Table:
    """Returns one row per row of the chunk, in ascending row_number, with the columns of RESULT.

    The chunk has the columns of CHUNK, row_number ascending and unique within the run. `append`: whether the row belongs in the lake.
    `existing_booking_id`: the id the lake already gave this booking, also by an attempt that is being done again; null in tables other
    than booking_versions. `is_current`: whether the row is appended and is its record's current version once the whole chunk is in.
    Classifying a file in one chunk or in many gives the same outcomes. Raises Invalid for a chunk that lacks a column.
    """
    fact, place = get_table(table), lake or default_lake()
    rows = _checked(chunk)
    with duckdb_connection(place) as connection:
        connection.register("arrived", rows)
        has_repeats = _number_records(connection)
        has_state = _load_state(connection, fact, scope, files_of(open_table(place, table)))
        if not has_state and not has_repeats:
            return _all_new(rows)
        connection.execute(_REPEATS_GIVEN if order_mode == "given" else _REPEATS_ARRIVAL)
        query = _GIVEN if order_mode == "given" else _ARRIVAL
        answer: pa.Table = connection.execute(query).to_arrow_table()
        return answer.cast(RESULT)


def _checked(chunk: pa.Table) -> pa.Table:
    lacking = [name for name in CHUNK.names if name not in chunk.schema.names]
    if lacking:
        raise Invalid("classify_column_lacking", f"The chunk lacks the column {lacking[0]}; classify needs {', '.join(CHUNK.names)}.")
    return chunk.select(CHUNK.names).cast(CHUNK)


def _all_new(rows: pa.Table) -> pa.Table:
    """Nothing of these records is held and none repeats: the usual first import, worth not asking SQL about."""
    count = rows.num_rows
    yes = pa.repeat(pa.scalar(True), count)
    return pa.Table.from_arrays(
        [rows["row_number"], pa.repeat(pa.scalar(Outcome.NEW.value, TEXT), count), yes, pa.nulls(count, TEXT), yes], schema=RESULT
    )


def _number_records(connection: duckdb.DuckDBPyConnection) -> bool:
    """Makes `incoming`, in which equal record hashes share one whole number, because joining numbers is far cheaper than joining hashes."""
    connection.execute(
        "CREATE TEMP TABLE many AS SELECT record_hash, min(row_number) AS record FROM arrived GROUP BY ALL HAVING count(*) > 1"
    )
    has_repeats = connection.execute("SELECT 1 FROM many LIMIT 1").fetchone() is not None
    connection.execute(_INCOMING_REPEATED if has_repeats else _INCOMING)
    return has_repeats


def _load_state(connection: duckdb.DuckDBPyConnection, fact: FactTable, scope: Scope, files: list[str]) -> bool:
    """Makes `held` (versions the lake has of the chunk's records), `top` (per record) and `settled` (V9); returns whether any is held."""
    has_state = bool(files) and _load_held(connection, fact, scope, files)
    if not has_state:
        connection.execute(_NOTHING_HELD)
    connection.execute("CREATE TEMP TABLE several AS SELECT record FROM held GROUP BY record HAVING count(*) > 1")
    connection.execute(_TOP)
    has_several = connection.execute("SELECT 1 FROM several LIMIT 1").fetchone() is not None
    connection.execute(_SETTLED if has_several else "CREATE TEMP TABLE settled (row_number BIGINT)")
    return has_state


def _load_held(connection: duckdb.DuckDBPyConnection, fact: FactTable, scope: Scope, files: list[str]) -> bool:
    connection.execute(_SPOTS.format(files=parquet_list(files)), [str(scope.source_id)])
    hit = [name for (name,) in connection.execute("SELECT DISTINCT filename FROM spots").fetchall()]
    if not hit:
        return False
    booking_id = "booking_id" if fact.holds_bookings else "CAST(NULL AS VARCHAR)"
    connection.execute(_HELD.format(files=parquet_list(hit), booking_id=booking_id), [str(scope.run_id), scope.after_row])
    return True


# A version's place is the pair (order_at, content_hash), compared as one value.
_INCOMING = """
CREATE TEMP VIEW incoming AS
SELECT row_number, row_number AS record, record_hash, record_hash = content_hash AS is_keyless, content_hash, order_at,
       {'at': order_at, 'content': content_hash} AS place
FROM arrived
"""
_INCOMING_REPEATED = """
CREATE TEMP TABLE incoming AS
SELECT row_number, coalesce(record, row_number) AS record, record_hash, record_hash = content_hash AS is_keyless, content_hash, order_at,
       {'at': order_at, 'content': content_hash} AS place
FROM arrived LEFT JOIN many USING (record_hash)
"""
_SPOTS = """
CREATE TEMP TABLE spots AS
SELECT filename, file_row_number, record
FROM read_parquet({files}, filename = true, file_row_number = true)
JOIN (SELECT record_hash, record FROM incoming WHERE record = row_number) USING (record_hash)
WHERE source_id = ?
"""
_HELD = """
CREATE TEMP TABLE held AS
SELECT record, content_hash, order_at, {{'at': order_at, 'content': content_hash}} AS place,
       run_id = $1 AS is_own, run_id = $1 AND row_number > $2 AS is_redone, {booking_id} AS booking_id
FROM read_parquet({files}, filename = true, file_row_number = true) JOIN spots USING (filename, file_row_number)
"""
_NOTHING_HELD = """
CREATE TEMP TABLE held AS
SELECT record, content_hash, order_at, place, false AS is_own, false AS is_redone, CAST(NULL AS VARCHAR) AS booking_id
FROM incoming WHERE false
"""
# Most records have one version: only the others are worth an aggregate.
_TOP = """
CREATE TEMP TABLE top AS
SELECT record, CASE WHEN NOT is_redone THEN place END AS place, is_own, NOT is_own AS is_held_earlier, NOT is_redone AS is_held, booking_id
FROM held ANTI JOIN several USING (record)
UNION ALL
SELECT record, max(place) FILTER (NOT is_redone), arg_max(is_own, place) FILTER (NOT is_redone),
       bool_or(NOT is_own), bool_or(NOT is_redone), min(booking_id)
FROM held SEMI JOIN several USING (record)
GROUP BY record
"""
# V9: rows that fall between two neighbouring sightings of their own content, both from earlier runs.
_SETTLED = """
CREATE TEMP TABLE settled AS
SELECT i.row_number
FROM (FROM held SEMI JOIN several USING (record)) h JOIN incoming i USING (record)
WHERE NOT h.is_own
GROUP BY i.row_number, i.content_hash
HAVING arg_max(h.content_hash, h.place) FILTER (h.place < i.place) = i.content_hash
   AND arg_min(h.content_hash, h.place) FILTER (h.place > i.place) = i.content_hash
"""
_REPEATS_GIVEN = """
CREATE TEMP TABLE repeats AS
SELECT row_number,
       row_number() OVER (PARTITION BY record ORDER BY row_number) > 1 AS is_seen_record,
       row_number() OVER (PARTITION BY record, order_at, content_hash ORDER BY row_number) > 1 AS is_seen_version,
       max(place) OVER (PARTITION BY record ORDER BY row_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier,
       max(place) OVER (PARTITION BY record) AS last
FROM incoming SEMI JOIN many USING (record)
"""
_REPEATS_ARRIVAL = """
CREATE TEMP TABLE repeats AS
WITH stepped AS (
    SELECT row_number, record, lag(content_hash) OVER (PARTITION BY record ORDER BY row_number) AS before, content_hash
    FROM incoming SEMI JOIN many USING (record)
)
SELECT row_number,
       before IS NOT NULL AS is_seen_record,
       before,
       count(*) FILTER (before <> content_hash) OVER (PARTITION BY record ORDER BY row_number) AS changes,
       count(*) FILTER (before <> content_hash) OVER (PARTITION BY record) AS changes_in_all
FROM stepped
"""
_GIVEN = """
WITH exact AS (
    SELECT record, order_at, content_hash, bool_or(NOT is_own) AS is_earlier
    FROM held SEMI JOIN several USING (record)
    WHERE NOT is_redone
    GROUP BY ALL
), compared AS (
    SELECT i.row_number, i.content_hash, i.place, i.is_keyless, t.place AS held_place, t.booking_id, t.is_held_earlier, t.is_held,
           coalesce(e.is_earlier, CASE WHEN i.place = t.place THEN NOT t.is_own END) AS is_exact_earlier,
           s.row_number IS NOT NULL AS is_settled,
           coalesce(r.is_seen_record, false) AS is_seen_record, coalesce(r.is_seen_version, false) AS is_seen_version,
           greatest(t.place, r.earlier) AS newest, r.last
    FROM incoming i
    LEFT JOIN top t USING (record)
    LEFT JOIN exact e USING (record, order_at, content_hash)
    LEFT JOIN settled s ON s.row_number = i.row_number
    LEFT JOIN repeats r ON r.row_number = i.row_number
), judged AS (
    SELECT *,
        CASE
            WHEN is_keyless AND is_held_earlier THEN 'unchanged'
            WHEN is_keyless AND (is_held OR is_seen_record) THEN 'duplicate'
            WHEN is_exact_earlier OR is_settled THEN 'unchanged'
            WHEN NOT is_exact_earlier OR is_seen_version THEN 'duplicate'
            WHEN newest IS NULL THEN 'new'
            WHEN place < newest THEN 'late'
            WHEN content_hash = newest.content THEN 'unchanged'
            ELSE 'changed'
        END AS outcome,
        outcome IN ('new', 'changed', 'late')
            OR (outcome = 'unchanged' AND NOT is_keyless AND is_exact_earlier IS NULL AND NOT is_settled) AS append
    FROM compared
)
SELECT row_number, outcome, append, booking_id AS existing_booking_id,
       append AND (is_keyless OR ((last IS NULL OR place = last) AND (held_place IS NULL OR place > held_place))) AS is_current
FROM judged ORDER BY row_number
"""
_ARRIVAL = """
WITH compared AS (
    SELECT i.row_number, i.content_hash, i.place, i.is_keyless,
           t.place AS held_place, t.is_own AS is_held_own, t.booking_id, t.is_held_earlier, t.is_held,
           coalesce(r.is_seen_record, false) AS is_seen_record, r.before,
           coalesce(r.changes, 0) AS changes, coalesce(r.changes_in_all, 0) AS changes_in_all
    FROM incoming i
    LEFT JOIN top t USING (record)
    LEFT JOIN repeats r ON r.row_number = i.row_number
), judged AS (
    SELECT *,
        content_hash = held_place.content AND changes = 0 AS is_as_held,
        CASE
            WHEN is_keyless AND is_held_earlier THEN 'unchanged'
            WHEN is_keyless AND (is_held OR is_seen_record) THEN 'duplicate'
            WHEN held_place IS NULL AND before IS NULL THEN 'new'
            WHEN is_as_held THEN CASE WHEN is_held_own THEN 'duplicate' ELSE 'unchanged' END
            WHEN place < held_place THEN 'late'
            WHEN content_hash = before THEN 'duplicate'
            ELSE 'changed'
        END AS outcome,
        outcome IN ('new', 'changed', 'late') AS append
    FROM compared
)
SELECT row_number, outcome, append, booking_id AS existing_booking_id,
       append AND outcome <> 'late' AND changes = changes_in_all AS is_current
FROM judged ORDER BY row_number
"""
