"""One table of text from a CSV file (plain or gzip), and its columns as typed arrays."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from xenia.kernel.errors import Invalid

Array = np.ndarray[Any, Any]


class Unreadable(Invalid):
    """A file is absent, or not what it should be: which file, which column, which value, and what to do."""


def file_of(path: Path, zh: str, en: str) -> Path:
    """The file itself, or the first table in a folder; `zh` and `en` are what the table is of. Raises Unreadable where there is none."""
    if path.is_file():
        return path
    found = sorted(path.glob("*.csv.gz")) + sorted(path.glob("*.csv"))
    if not found:
        raise Unreadable(
            "file_unreadable",
            f"There is no .csv or .csv.gz at {path}; give the file of {en}.",
            f"{path} 没有 .csv 或 .csv.gz；请给出{zh}文件。",
        )
    return found[0]


def read_table(path: Path, columns: tuple[str, ...], *, perhaps: tuple[str, ...] = ()) -> pd.DataFrame:
    """The named columns of a CSV file, as text; what is empty or says NULL is an empty text. Other columns are never read;
    those of `perhaps` are read where the file has them.

    Raises Unreadable where the file is absent, is not CSV, or lacks one of the columns.
    """
    if not path.is_file():
        raise Unreadable(
            "file_unreadable",
            f"There is no file {path}; give the folder that holds it.",
            f"找不到文件 {path}；请给出它所在的文件夹。",
        )
    try:
        header = pd.read_csv(path, nrows=0, encoding="utf-8-sig").columns
        lacking = [name for name in columns if name not in header]
        if lacking:
            raise Unreadable(
                "file_unreadable",
                f"{path} has no column {', '.join(lacking)}; add it to the header.",
                f"{path} 缺少列 {'、'.join(lacking)}；请补上。",
            )
        return pd.read_csv(
            path,
            usecols=[*columns, *(name for name in perhaps if name in header)],
            dtype=str,
            keep_default_na=False,
            na_values=[],
            encoding="utf-8-sig",
            engine="c",
        ).replace("NULL", "")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, OSError) as fault:
        raise Unreadable(
            "file_unreadable",
            f"{path} is not a UTF-8 CSV file ({fault}); export it again.",
            f"{path} 不是 UTF-8 的 CSV 文件({fault});请重新导出。",
        ) from fault


def numbers(table: pd.DataFrame, column: str, path: Path, *, empty: float | None = None) -> Array:
    """A column as float64. An empty cell becomes `empty`; where that is None an empty cell is an error, as is any text that is no
    number."""
    said = table[column]
    value = pd.to_numeric(said, errors="coerce").to_numpy(dtype=float)
    blank = (said == "").to_numpy() | said.isin(["NA", "nan"]).to_numpy()
    wrong = np.isnan(value) & (~blank if empty is not None else np.ones(len(blank), dtype=bool))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise Unreadable(
            "file_unreadable",
            f"{path} line {row + 2}: {column} is {said.iloc[row]!r}, not a number; mend the line.",
            f"{path} 第 {row + 2} 行：{column} 为 {said.iloc[row]!r}，不是数字；请更正。",
        )
    return np.where(np.isnan(value), empty if empty is not None else 0.0, value)


def whole(table: pd.DataFrame, column: str, path: Path) -> Array:
    """A column of identifiers or counts as int64; every cell must be filled."""
    return np.asarray(numbers(table, column, path).astype(np.int64))


def instants(table: pd.DataFrame, column: str, path: Path) -> Array:
    """A column of `2017-03-28 10:00:06` as float64 seconds since 1970, the wall clock read as it stands."""
    when = pd.to_datetime(table[column], format="%Y-%m-%d %H:%M:%S", errors="coerce")
    if when.isna().any():
        row = int(np.flatnonzero(when.isna())[0])
        said = table[column].iloc[row]
        raise Unreadable(
            "file_unreadable",
            f"{path} line {row + 2}: {column} is {said!r}; write it as 2017-03-28 10:00:06.",
            f"{path} 第 {row + 2} 行：{column} 为 {said!r}；请写成 2017-03-28 10:00:06。",
        )
    return np.asarray(when.to_numpy().astype("datetime64[s]").astype(np.float64))
