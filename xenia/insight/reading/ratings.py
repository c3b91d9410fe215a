"""A survey of passengers after a journey, one line each (`airline_satisfaction/ratings.csv.gz`): 14 touchpoints from 1 to 5 and the
verdict."""

from pathlib import Path

import numpy as np
import pandas as pd

from xenia.insight.reading.tables import Array, Unreadable, file_of, numbers, read_table

TOUCHPOINTS = {
    "Inflight wifi service": "wifi",
    "Departure/Arrival time convenient": "times",
    "Ease of Online booking": "booking",
    "Gate location": "gate",
    "Food and drink": "food",
    "Online boarding": "boarding",
    "Seat comfort": "seat",
    "Inflight entertainment": "entertainment",
    "On-board service": "crew",
    "Leg room service": "leg_room",
    "Baggage handling": "baggage",
    "Checkin service": "check_in",
    "Inflight service": "service",
    "Cleanliness": "cleanliness",
}
TEXTS = {"Gender": "gender", "Customer Type": "loyal", "Type of Travel": "purpose", "Class": "cabin"}
NUMBERS = {
    "Age": "age",
    "Flight Distance": "distance",
    "Departure Delay in Minutes": "departure_delay_minutes",
    "Arrival Delay in Minutes": "arrival_delay_minutes",
}
VERDICTS = {"satisfied": 1, "neutral or dissatisfied": 0, "dissatisfied": 0, "neutral": 0}
PURPOSES = {"business travel": "business", "personal travel": "leisure"}


def read_ratings(path: Path) -> pd.DataFrame:
    """One row per line of the file, in its order: the columns of TOUCHPOINTS, TEXTS and NUMBERS by our names, and `satisfied` (1 or 0; -1
    on every row where the file has no verdict).

    Rule J1: a rating of 0 or none reads NaN. `purpose` is business, leisure or what the file says. Raises Unreadable.
    """
    source = file_of(path, "评分", "ratings")
    table = read_table(source, (*TOUCHPOINTS, *TEXTS, *NUMBERS), perhaps=("satisfaction",))
    found = {ours: table[theirs].str.strip() for theirs, ours in TEXTS.items()}
    found["purpose"] = found["purpose"].str.lower().replace(PURPOSES)
    found |= {ours: _ratings(table, theirs, source) for theirs, ours in TOUCHPOINTS.items()}
    found |= {ours: numbers(table, theirs, source, empty=np.nan) for theirs, ours in NUMBERS.items()}
    found["satisfied"] = _verdicts(table, source) if "satisfaction" in table.columns else -1
    return pd.DataFrame(found, index=table.index)


def _ratings(table: pd.DataFrame, column: str, source: Path) -> Array:
    said = numbers(table, column, source, empty=0.0)
    wrong = ~np.isin(said, (0, 1, 2, 3, 4, 5))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise Unreadable(
            "file_unreadable",
            f"{source} line {row + 2}: {column} is {said[row]:g}; ratings are 1 to 5, 0 for not applicable: mend the line.",
            f"{source} 第 {row + 2} 行：{column} 为 {said[row]:g}；评分是 1 到 5，0 为不适用；请更正。",
        )
    return np.where(said == 0, np.nan, said)


def _verdicts(table: pd.DataFrame, source: Path) -> Array:
    verdict = table["satisfaction"].str.strip().str.lower().map(VERDICTS)
    if verdict.isna().any():
        row = int(np.flatnonzero(verdict.isna())[0])
        said = table["satisfaction"].iloc[row]
        raise Unreadable(
            "file_unreadable",
            f"{source} line {row + 2}: satisfaction is {said!r}; write {' or '.join(VERDICTS)}.",
            f"{source} 第 {row + 2} 行：satisfaction 为 {said!r}；请写 {'、'.join(VERDICTS)} 之一。",
        )
    return np.asarray(verdict.to_numpy(dtype=np.int64))
