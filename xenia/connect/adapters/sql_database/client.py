"""One adapter for every database SQLAlchemy speaks to: a table or a query, read forward by a cursor column, never written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from xenia.connect.adapters.network.client import checked
from xenia.connect.rules.addresses import require_options
from xenia.connect.types.pulls import CursorValue, DatabaseLocation, PullFault, Row

ROWS_A_BATCH = 5_000
CONNECT_SECONDS = 15
PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306, "mssql": 1433, "oracle": 1521}
"""Kinds of databases on a server, with the port they listen on where none is given."""
DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
"""Drivers that ship with the product, for addresses that name none."""


class Database:
    """A table or query of a database. The connection only reads: what it began is rolled back."""

    def __init__(self, engine: sa.Engine, location: DatabaseLocation) -> None:
        self._engine = engine
        self._location = location

    def columns(self) -> list[str]:
        """Returns the columns of the table or query; raises PullFault where there is no such table, a column comes twice, or the cursor
        column is not among them."""
        with self._reading() as connection:
            return self._columns(connection)

    def rows_from(self, value: CursorValue | None) -> Iterator[list[Row]]:
        """Yields batches of rows whose cursor is at least `value` (every row where None) by rising cursor; memory holds one batch."""
        cursor = self._location.cursor_column
        with self._reading() as connection:
            names = self._columns(connection)
            columns: list[sa.ColumnElement[Any]] = [sa.column(name) for name in names]
            chosen = sa.select(*columns).select_from(self._origin())
            if cursor:
                chosen = chosen.order_by(sa.column(cursor))
                chosen = chosen.where(sa.column(cursor) >= value) if value is not None else chosen
            streamed = connection.execution_options(stream_results=True, max_row_buffer=ROWS_A_BATCH)
            for batch in streamed.execute(chosen).mappings().partitions(ROWS_A_BATCH):
                yield [dict(row) for row in batch]

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    def _columns(self, connection: sa.Connection) -> list[str]:
        names = self._query_columns(connection) if self._location.query else self._table_columns(connection)
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise PullFault(
                "column_twice",
                f"The query gives the column {twice[0]!r} twice; name one of them differently with AS.",
                f"查询结果中列“{twice[0]}”重复；请用 AS 改名。",
            )
        cursor = self._location.cursor_column
        if cursor and cursor not in names:
            raise PullFault(
                "cursor_column_missing",
                f"There is no column {cursor!r} to follow; the columns are {', '.join(names[:30])}.",
                f"没有增量列“{cursor}”；可用的列：{', '.join(names[:30])}。",
            )
        return names

    def _table_columns(self, connection: sa.Connection) -> list[str]:
        schema, name = self._table_name()
        inspector = sa.inspect(connection)
        if not inspector.has_table(name, schema=schema):
            known = ", ".join([*inspector.get_table_names(schema=schema), *inspector.get_view_names(schema=schema)][:20]) or "none"
            raise PullFault(
                "table_missing",
                f"There is no table {self._location.table!r}, or the user may not see it; the tables are {known}.",
                f"没有数据表“{self._location.table}”或无权查看；可用：{known}。",
            )
        return [str(column["name"]) for column in inspector.get_columns(name, schema=schema)]

    def _query_columns(self, connection: sa.Connection) -> list[str]:
        nothing: sa.Select[Any] = sa.select(sa.literal_column("*")).select_from(self._origin()).where(sa.literal(1) == sa.literal(0))
        return list(connection.execute(nothing).keys())

    def _table_name(self) -> tuple[str | None, str]:
        schema, _, name = self._location.table.rpartition(".")
        return schema or None, name

    def _origin(self) -> sa.FromClause:
        """The query stands in brackets, so that it can only be one SELECT; its colons are text, not parameters."""
        if self._location.query:
            return sa.text(self._location.query.replace(":", "\\:")).columns().subquery("pulled")
        schema, name = self._table_name()
        return sa.table(name, schema=schema)

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with _faults(self._engine.url), self._engine.connect() as connection:
            if self._engine.dialect.name == "postgresql":
                connection = connection.execution_options(postgresql_readonly=True)
            yield connection


def open_database(location: DatabaseLocation, *, allowed: tuple[Path, ...], private_hosts: tuple[str, ...] = ()) -> Database:
    """Returns the database of a location; connects at its first use. Raises PullFault for an address that cannot be read, a driver that is
    not installed, a database file outside the folders `allowed`, and a server of a private network outside `private_hosts`."""
    url = _url(location.url, allowed)
    name = url.get_backend_name()
    arguments: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS} if name in ("postgresql", "mysql", "mariadb") else {}
    try:
        url.get_dialect()
        if name != "sqlite":
            url, pinned = _pinned(url, private_hosts)
            arguments |= pinned
        return Database(sa.create_engine(url, poolclass=sa.NullPool, connect_args=arguments, hide_parameters=True), location)
    except (NoSuchModuleError, ImportError) as missing:
        raise PullFault(
            "driver_missing",
            f"The driver for {url.drivername} is not installed ({missing}); install its package beside Xenia.",
            f"没有安装 {url.drivername} 的驱动；请在 Xenia 的环境中安装。",
        ) from missing


def _url(text: str, allowed: tuple[Path, ...]) -> sa.URL:
    try:
        url = sa.make_url(text)
    except (ArgumentError, ValueError) as wrong:
        raise PullFault(
            "database_url_unreadable",
            "The database address cannot be read; give one such as postgresql://user:password@host:5432/name.",
            "数据库地址无法识别；格式如 postgresql://用户:密码@主机:5432/库名。",
        ) from wrong
    if url.get_backend_name() == "sqlite":
        return _sqlite_url(url, allowed)
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def _pinned(url: sa.URL, private_hosts: tuple[str, ...]) -> tuple[sa.URL, dict[str, Any]]:
    """The address with the host that was checked, so that the driver resolves nothing again. PostgreSQL's driver takes the address beside
    the name, which it still needs to check a certificate; others get the address alone, and a certificate by name then fails."""
    require_options(url.query)
    name = url.get_backend_name()
    if name not in PORTS or not url.host or "," in url.host or url.host.startswith("/"):
        raise PullFault(
            "database_url_unreadable",
            f"A database is read over the network from one host, of the kinds sqlite, {', '.join(PORTS)}; give postgresql://user:password@host/name.",
            f"只能从网络上的一台主机读取，支持 sqlite、{'、'.join(PORTS)}；格式如 postgresql://用户:密码@主机/库名。",
        )
    address = checked(url.host, url.port or PORTS[name], private_hosts)[0]
    return (url, {"hostaddr": address}) if name == "postgresql" else (url.set(host=address), {})


def _sqlite_url(url: sa.URL, allowed: tuple[Path, ...]) -> sa.URL:
    """A database file is a file of this machine: it lies in an allowed folder, exists, and is opened for reading only."""
    file = Path(url.database or "")
    if not file.is_absolute() or not any(file.resolve().is_relative_to(root.resolve()) for root in allowed):
        named = ", ".join(str(root) for root in allowed) or "none"
        raise PullFault(
            "folder_not_allowed",
            f"The database file {file} is outside the folders that may be read ({named}); have XENIA_PULL_FOLDERS extended.",
            f"数据库文件 {file} 不在允许读取的文件夹内（{named}）；请管理员修改 XENIA_PULL_FOLDERS。",
        )
    if not file.is_file():
        raise PullFault("database_missing", f"There is no database file {file}.", f"没有数据库文件 {file}。")
    return sa.URL.create("sqlite", database=file.resolve().as_uri(), query={"mode": "ro", "uri": "true"})


@contextmanager
def _faults(url: sa.URL) -> Iterator[None]:
    """Turns what a driver raises into a sentence without the password and without values of rows."""
    try:
        yield
    except DBAPIError as error:
        name, kind = url.host or url.database, type(error.orig).__name__
        said = (str(error.orig).strip().splitlines() or [""])[0][:200]
        said = said.replace(str(url.password), "...") if url.password else said
        raise PullFault(
            "database_unreadable",
            f"The database {name} cannot be read ({kind}: {said}); check address, user, rights and query.",
            f"无法读取数据库 {name}（{kind}：{said}）；请检查地址、用户、权限与查询。",
        ) from error
    except SQLAlchemyError as error:
        raise PullFault(
            "database_unreadable",
            f"The database {url.host or url.database} cannot be read ({type(error).__name__}); check address, user, rights and query.",
            f"无法读取数据库 {url.host or url.database}（{type(error).__name__}）；请检查地址、用户、权限与查询。",
        ) from error
