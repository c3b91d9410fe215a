"""`xenia work`: one worker; any number may run against one database."""

from typing import Annotated

import typer


def work(
    queues: Annotated[str, typer.Option(help="Names of queues, separated by commas; empty: all.")] = "",
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Jobs at the same time.")] = 2,
) -> None:
    """Run background jobs: imports, schedules, deliveries. SIGTERM lets running jobs finish for 15 s; the others start again later."""
    import django

    from xenia.host import loops, preflight, worker
    from xenia.settings import ENV

    django.setup()
    preflight.compare_keys(ENV.key_file, ENV.database_url)
    from xenia import wiring  # it names models, which need Django

    loops.start_loops(wiring.LOOPS)
    named = [name.strip() for name in queues.split(",") if name.strip()]
    worker.work(worker.worker_app(), queues=named or None, concurrency=concurrency)
