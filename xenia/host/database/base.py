"""Django's engine for PostgreSQL, whose pool is looked through as a whole when one connection of it is found broken.

The pool checks what it hands out one by one, and waits 1, 2, 4 ... seconds between broken ones: after a restart of the server, with eight
idle connections, nobody was answered for twenty seconds. Its authors ask the application to call `check` (psycopg, issues 35 and 709).
"""

from typing import Any

from django.db.backends.postgresql import base
from psycopg import Error
from psycopg_pool import ConnectionPool

ROUNDS = 3
"""So often a connection that was handed out may be broken: the server may go away again in between."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django finds it by this name, in the module that `ENGINE` names."""

    pool: ConnectionPool[Any] | None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Returns a connection that answers. Raises OperationalError where the server does not within the pool's time."""
        for _ in range(ROUNDS - 1):
            found = super().get_new_connection(conn_params)
            if self.pool is None or _answers(found):
                return found
            self.pool.putconn(found)
            self.pool.check()
        return super().get_new_connection(conn_params)


def _answers(connection: Any) -> bool:
    try:
        ConnectionPool.check_connection(connection)
    except Error:
        return False
    return True
