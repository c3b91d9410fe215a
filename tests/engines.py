"""The two engines every fact is asked on: DuckDB in this process and Sail, a Spark Connect server in this process.

A conftest that wants them writes `from tests.engines import engine as engine, sail as sail`; a test that names `engine` then runs on both.
"""

import os
from collections.abc import Iterator

import pytest

SESSION_SECONDS = "7200"
"""The server forgets who has not asked for so long; between two files of a run there may be more than its quarter of an hour."""


@pytest.fixture(scope="session")
def sail() -> Iterator[str]:
    """The address of a Spark Connect server that lives as long as the tests."""
    spark = pytest.importorskip("pysail.spark", reason="install the extra named spark")
    os.environ["SAIL_SPARK__SESSION_TIMEOUT_SECS"] = SESSION_SECONDS
    server = spark.SparkConnectServer(port=0)
    server.start(background=True)
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    server.stop()


@pytest.fixture(params=["duckdb", pytest.param("sail", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest) -> str:
    """What `Lake.engine` is set to."""
    return str(request.getfixturevalue("sail")) if request.param == "sail" else "duckdb"
