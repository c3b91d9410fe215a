"""What runs a question over the lake: DuckDB in this process, or any Spark Connect endpoint. Both read the Parquet files Delta lists.

DuckDB is one instance a process, so that its memory limit holds for all threads together; each piece of work takes a connection of its own.
"""

import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import duckdb
import fsspec
import ibis
import psutil
import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import TableNotFoundError

from xenia.kernel.errors import NotFound
from xenia.lake.tables import DATE, FLAG, HASH, INSTANT, MINOR, REAL, TEXT, TEXTS, WHOLE, files_of, get_table, is_local, table_uri
from xenia.settings import ENV

DUCKDB_TYPES = {
    TEXT: "VARCHAR",
    TEXTS: "VARCHAR[]",
    HASH: "BLOB",
    INSTANT: "TIMESTAMPTZ",
    DATE: "DATE",
    MINOR: "BIGINT",
    WHOLE: "INTEGER",
    REAL: "DOUBLE",
    FLAG: "BOOLEAN",
}
SPARK_TYPES = {
    TEXT: "string",
    TEXTS: "array<string>",
    HASH: "binary",
    INSTANT: "timestamp",
    DATE: "date",
    MINOR: "bigint",
    WHOLE: "int",
    REAL: "double",
    FLAG: "boolean",
}

SPARK_ZONE = "spark.sql.session.timeZone"


@dataclass(frozen=True)
class Lake:
    """Where the facts are (a folder or an object store) and what reads them: `duckdb`, or `sc://host:port` for Spark Connect."""

    url: str
    engine: str = "duckdb"

    @property
    def is_spark(self) -> bool:
        return self.engine.startswith("sc://")


def default_lake() -> Lake:
    """The lake the environment names."""
    return Lake(ENV.lake_url, ENV.engine)


def open_table(lake: Lake, name: str) -> DeltaTable:
    """Returns the table at its newest version; raises NotFound when the lake was not made yet."""
    try:
        return DeltaTable(table_uri(lake.url, name))
    except TableNotFoundError as absent:
        raise NotFound(
            "lake_table_missing",
            f"The lake at {lake.url} has no table {name}; make it with xenia.lake.tables.ensure_tables, which every start does.",
            f"数据湖 {lake.url} 中没有表 {name}；系统启动时会自动创建，请重新启动。",
        ) from absent


def quote(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def parquet_list(files: Sequence[str]) -> str:
    """The files as a DuckDB list of literal paths: characters DuckDB would take for a pattern are made plain."""
    plain = (path.translate({ord("["): "[[]", ord("*"): "[*]", ord("?"): "[?]"}) for path in files)
    return "[" + ", ".join(quote(path) for path in plain) + "]"


@contextmanager
def duckdb_connection(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own to this process's DuckDB, able to read the lake's files; temporary tables vanish with it."""
    connection = _duckdb_instance(os.getpid()).cursor()
    try:
        scheme = urlsplit(lake.url).scheme
        if not is_local(lake.url) and scheme not in connection.list_filesystems():
            connection.register_filesystem(_object_store(scheme))
        yield connection
    finally:
        connection.close()


@contextmanager
def own_duckdb() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of the caller's own in memory, for work beside the lake. What does not fit is spilled into the home: names and contacts must
    not come to lie in whatever folder the process was started in."""
    spill = _spill_folder(f"{os.getpid()}-{uuid.uuid4().hex}")
    connection = duckdb.connect(":memory:", config={"temp_directory": str(spill)})
    try:
        yield connection
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)


def _spill_folder(name: str) -> Path:
    """A folder whose name begins with this process, once those of processes that were killed are gone: what they spilled must not lie
    about."""
    folder = ENV.home / "spill"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.iterdir():
        process = left.name.partition("-")[0]
        if process.isdigit() and not psutil.pid_exists(int(process)):
            shutil.rmtree(left, ignore_errors=True)
    return folder / name


@cache
def _duckdb_instance(process: int) -> duckdb.DuckDBPyConnection:
    """One a process: the argument keeps a forked child from using its parent's."""
    connection = duckdb.connect(":memory:", config={"memory_limit": ENV.lake_memory, "temp_directory": str(_spill_folder(str(process)))})
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.execute("SET GLOBAL parquet_metadata_cache = true")  # a Delta file never changes under its name
    return connection


@cache
def _object_store(scheme: str) -> Any:
    return fsspec.filesystem(scheme)


def _named(column: str) -> str:
    """The column as an SQL name: some of ours, such as `at`, are words of the language."""
    return f'"{column}"'


@dataclass(frozen=True)
class Shown:
    """What a view shows: columns, and the files they are read from."""

    schema: pa.Schema
    files: Sequence[str]


def shown_table(lake: Lake, name: str) -> Shown:
    """A fact table as of now."""
    return Shown(get_table(name).schema, files_of(open_table(lake, name)))


def duckdb_select(connection: duckdb.DuckDBPyConnection, schema: pa.Schema, files: Sequence[str]) -> str:
    """A SELECT of exactly the declared columns of the files; a column older files lack is null in their rows."""
    if not files:
        nothing = ", ".join(f"CAST(NULL AS {DUCKDB_TYPES[column.type]}) AS {_named(column.name)}" for column in schema)
        return f"SELECT {nothing} WHERE false"
    scan = f"read_parquet({parquet_list(files)}, union_by_name = true)"
    written = {row[0] for row in connection.execute(f"DESCRIBE FROM {scan}").fetchall()}
    columns = [_named(c.name) if c.name in written else f"CAST(NULL AS {DUCKDB_TYPES[c.type]}) AS {_named(c.name)}" for c in schema]
    return f"SELECT {', '.join(columns)} FROM {scan}"  # noqa: S608 - the names come from tables.py, the paths from Delta


class Asked(Protocol):
    """An engine in which views show fact tables as they were when they were opened. Answers come as Arrow, never through pandas, which
    turns whole numbers with a gap into fractions."""

    dialect: str

    def show(self, view: str, shown: Shown) -> None:
        """Makes a view of files of the lake."""

    def give(self, view: str, rows: pa.Table) -> None:
        """Makes a view of rows in memory."""

    def keep(self, view: str, sql: str) -> None:
        """Names the answer to a question, so that others can ask of it. DuckDB computes it now, and once."""

    def let_go(self, view: str) -> None:
        """Forgets an answer that was kept, and gives back the memory it took."""

    def run(self, sql: str) -> pa.Table:
        """Returns the whole answer."""

    def stream(self, sql: str, batch_rows: int) -> Iterator[pa.Table]:
        """Yields the answer piece by piece; DuckDB keeps to `batch_rows`, Spark sends pieces of its own size."""


@contextmanager
def open_engine(lake: Lake) -> Iterator[Asked]:
    """An engine of one's own; its views end with the block."""
    if lake.is_spark:
        on_spark = _OnSpark(_spark_session(lake.engine))
        try:
            yield on_spark
        finally:
            on_spark.close()
        return
    with duckdb_connection(lake) as connection:
        yield _OnDuckDB(connection)


class _OnDuckDB:
    dialect = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def show(self, view: str, shown: Shown) -> None:
        self._connection.execute(f"CREATE TEMP VIEW {view} AS {duckdb_select(self._connection, shown.schema, shown.files)}")

    def give(self, view: str, rows: pa.Table) -> None:
        self._connection.register(view, rows)

    def keep(self, view: str, sql: str) -> None:
        self._connection.execute(f"CREATE TEMP TABLE {view} AS {sql}")

    def let_go(self, view: str) -> None:
        self._connection.execute(f"DROP TABLE {view}")

    def run(self, sql: str) -> pa.Table:
        return self._connection.execute(sql).to_arrow_table()

    def stream(self, sql: str, batch_rows: int) -> Iterator[pa.Table]:
        # Streaming the question itself can stop for ever (DuckDB 1.5.6, a union over joins of 10 million rows): producers and reader wait
        # for each other. A temporary table is spilled to disk where memory ends, and streaming a plain table has nothing to wait for.
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE streamed AS {sql}")
        for batch in self._connection.execute("FROM streamed").to_arrow_reader(batch_rows):
            yield pa.Table.from_batches([batch])


class _OnSpark:
    dialect = "pyspark"

    def __init__(self, session: Any) -> None:
        self._session = session
        self._views: list[str] = []

    def show(self, view: str, shown: Shown) -> None:
        columns = ", ".join(f"`{column.name}` {SPARK_TYPES[column.type]}" for column in shown.schema)
        addresses = [f"file://{path}" if path.startswith("/") else path for path in shown.files]
        read = self._session.read.schema(columns)
        self._name(view, read.parquet(*addresses) if addresses else self._session.createDataFrame([], columns))

    def give(self, view: str, rows: pa.Table) -> None:
        """Of a table without rows Spark does not tell the columns by itself."""
        from pyspark.sql.pandas.types import from_arrow_schema  # optional: installed with the extra named spark

        self._name(view, self._session.createDataFrame(rows, None if rows.num_rows else from_arrow_schema(rows.schema)))

    def keep(self, view: str, sql: str) -> None:
        self._name(view, self._session.sql(sql))

    def let_go(self, view: str) -> None:
        self._session.catalog.dropTempView(view)
        self._views.remove(view)

    def run(self, sql: str) -> pa.Table:
        return self._session.sql(sql).toArrow()

    def stream(self, sql: str, batch_rows: int) -> Iterator[pa.Table]:
        frame, client = self._session.sql(sql), self._session.client
        for piece in client.to_table_as_iterator(frame._plan.to_proto(client), frame._plan.observations):
            if isinstance(piece, pa.Table):  # the other thing that comes is the schema
                yield piece

    def close(self) -> None:
        """Drops the views: Spark keeps them by session, and the session is shared."""
        for view in self._views:
            self._session.catalog.dropTempView(view)

    def _name(self, view: str, frame: Any) -> None:
        frame.createOrReplaceTempView(view)
        self._views.append(view)


def _spark_session(engine: str) -> Any:
    """The session this process has at the endpoint, a new one where the server has forgotten it: servers end the sessions of who was silent
    for long (Spark an hour, Sail a quarter of one) or was connected before they were started anew."""
    from pyspark.errors import PySparkException  # optional: installed with the extra named spark

    try:
        _sessions(engine).conf.get(SPARK_ZONE)
    except PySparkException:
        _sessions.cache_clear()
    return _sessions(engine)


@cache
def _sessions(engine: str) -> Any:
    os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")  # we fork only to start programs; its handlers may abort such a child
    from pyspark.sql import SparkSession

    session = SparkSession.builder.remote(engine).create()
    session.conf.set(SPARK_ZONE, "UTC")
    return session


def view_name(table: str) -> str:
    """A name no other thread's view has: Spark keeps temporary views by session, and the session is shared."""
    return f"{table}_{uuid.uuid4().hex}"


def ibis_schema(schema: pa.Schema) -> ibis.Schema:
    """The declared columns as Ibis types, instants in UTC."""
    return ibis.Schema.from_pyarrow(schema)
