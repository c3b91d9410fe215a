"""Runs in dlt's own environment: one CSV file to Parquet files, as dlt's documentation shows it. Prints one line of JSON."""

import json
import sys
import time
from itertools import islice
from pathlib import Path


def main() -> None:
    path, folder, how = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    with path.open(encoding="utf-8") as lines:
        (folder / "head.csv").write_text("".join(islice(lines, 1000)), encoding="utf-8")
    _load(folder / "head.csv", folder, how)  # as warm as we are
    rows, seconds = _load(path, folder, how)
    print(json.dumps({"rows": rows, "seconds": seconds, "rate": rows / seconds}))


def _load(path: Path, folder: Path, how: str) -> tuple[int, float]:
    import dlt
    from dlt.sources.filesystem import filesystem, read_csv, read_csv_duckdb

    files = filesystem(bucket_url=path.parent.as_uri(), file_glob=path.name)
    rows = files | (read_csv() if how == "rows" else read_csv_duckdb(use_pyarrow=True))
    destination = dlt.destinations.filesystem(bucket_url=(folder / "out").as_uri())
    pipeline = dlt.pipeline(path.stem, destination=destination, dataset_name="bookings", pipelines_dir=str(folder / "state"))
    begun = time.perf_counter()
    pipeline.run(rows.with_name("bookings"), loader_file_format="parquet")
    seconds = time.perf_counter() - begun
    return int(pipeline.last_trace.last_normalize_info.row_counts["bookings"]), seconds


if __name__ == "__main__":
    main()
