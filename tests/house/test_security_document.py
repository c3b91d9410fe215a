"""docs/security.md answers every requirement of OWASP ASVS 5.0.0 up to level 2, once, and names files that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SECTIONS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3
6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4
10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3
15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""
"""Section:number of its requirements of level 1 and 2; they are the first ones of each section."""
WANTED = {f"{section}.{place}" for pair in SECTIONS.split() for section, count in [pair.split(":")] for place in range(1, int(count) + 1)}
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if re.match(r"\| \d", line)]
IDS = [one.strip() for row in ROWS for one in row[0].split(",")]


def test_every_requirement_is_answered_once() -> None:
    assert (set(IDS) ^ WANTED, len(IDS)) == (set(), len(WANTED))


def test_every_answer_is_one_of_three_and_has_a_reason() -> None:
    assert {row[2] for row in ROWS} == {"met", "**open**", "not applicable"}
    assert [row[0] for row in ROWS if len(row) != 4 or len(row[3]) < 4] == []


def test_the_counts_at_the_top_are_those_of_the_table() -> None:
    counts = {answer: sum(len(row[0].split(",")) for row in ROWS if row[2] == answer) for answer in ("met", "**open**", "not applicable")}
    assert f"{counts['met']} met, {counts['**open**']} **open**, {counts['not applicable']} not applicable" in PAGE


def test_every_open_one_stands_in_the_list_of_what_is_open() -> None:
    listed = PAGE.split("## What is open")[1].split("\n## ")[0]
    numbers = set(re.findall(r"\d+\.\d+\.\d+", listed))
    for first, last in re.findall(r"(12\.1\.1) to (12\.3\.1)", listed):
        numbers |= {one for one in IDS if one.startswith("12.") and first <= one <= last}
    assert [one for row in ROWS if row[2] == "**open**" for one in row[0].split(", ") if one not in numbers] == []


def test_every_file_it_names_exists() -> None:
    named = set(re.findall(r"`((?:xenia|tests|frontend|docs|tools)/[^`]+)`", PAGE))
    linked = {f"docs/{link}" for link in re.findall(r"\]\(([^)#]+)\)", PAGE)}
    assert [path for path in sorted(named | linked) if not (ROOT / path).exists()] == []
