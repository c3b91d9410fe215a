"""What Python's csv module writes is what the intake reads."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lake.intake.reading import read
from xenia.lake.intake.delimited_writer import write_delimited

CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=["Cn", "Cs", "Co"]), max_size=12
) | st.sampled_from(['"', '""', ",", "\n", "\r\n", "\r", ' "x" ', "a\nb", "'", ";", "\t", "001", "巴黎", "NULL"])
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3).filter(any), min_size=1, max_size=8)


@settings(max_examples=300, deadline=None)
@given(rows=ROWS, delimiter=st.sampled_from([",", ";", "\t", "|"]), encoding=st.sampled_from(["utf-8", "gb18030", "utf-16-le"]))
def test_cells_come_back_as_they_were_written(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])
    outcome = read(text.getvalue().encode(encoding), delimiter=delimiter, encoding=encoding)
    assert outcome.fault is None
    assert outcome.cells() == [[cell or None for cell in row] for row in rows]
    assert outcome.numbers == list(range(2, len(rows) + 2))


@settings(max_examples=100, deadline=None)
@given(rows=ROWS)
def test_an_export_comes_back_but_for_the_apostrophes(rows: list[list[str]]) -> None:
    out = io.BytesIO()
    write_delimited([["a", "b", "c"], *rows], out)
    cells = read(out.getvalue(), delimiter=",").cells()
    assert [[(cell or "").removeprefix("'") for cell in row] for row in cells] == [[cell.removeprefix("'") for cell in row] for row in rows]
