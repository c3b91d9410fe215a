"""Words of runs: long work that is ordered, waits, and is done by the worker."""

OPEN = ("queued", "running")
"""States of a run that is not over; one that is over is done, cancelled or failed."""
