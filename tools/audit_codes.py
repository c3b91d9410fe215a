"""Writes the table of action codes in docs/audit.md anew: `python -m tools.audit_codes`. A house test fails where it is not up to date."""

from pathlib import Path

from xenia.trust.rules.audit_words import WORDS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "audit.md"
BEGIN, END = "<!-- codes -->", "<!-- /codes -->"


def table() -> str:
    """Returns the table: each code with its sentences, by code."""
    rows = [f"| `{code}` | {words.zh} | {words.en} |" for code, words in sorted(WORDS.items())]
    return "\n".join(["| Code | 中文 | English |", "|---|---|---|", *rows])


def page_with_table(page: str) -> str:
    """Returns the page with the table in its place."""
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(page_with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
