"""`xenia web`: one stateless web server; any number may run against one database."""

from typing import Annotated

import typer


def web(
    processes: Annotated[int, typer.Option(min=1, max=64, help="Worker processes; each holds up to 8 database connections.")] = 1,
) -> None:
    """Serve the screens and the API on XENIA_HOST:XENIA_PORT. SIGTERM ends it after the requests in hand."""
    from xenia.host import preflight, server
    from xenia.settings import ENV

    preflight.compare_keys(ENV.key_file, ENV.database_url)
    server.serve(ENV.host, ENV.port, processes)
