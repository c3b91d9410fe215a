"""The numbered rules of docs/algorithms: each stands once in its page, in a docstring of the product, and in a test."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PAGES = sorted((ROOT / "docs" / "algorithms").glob("*.md"))
STATED = re.compile(r"^\*\*([A-Z]{1,2})(\d+)\. ", re.MULTILINE)
NAMED = re.compile(r"\b([A-Z]{1,2})(\d+)(?: to [A-Z]{0,2}(\d+))?\b")


def rules_of(page: Path) -> list[str]:
    return [letter + number for letter, number in STATED.findall(page.read_text(encoding="utf-8"))]


def letters_of(rule: str) -> str:
    """`H10` belongs to H, `LV2` to LV."""
    return rule.rstrip("0123456789")


def named_in(text: str) -> set[str]:
    """Every rule a text names, `V1 to V9` as nine."""
    return {f"{letter}{number}" for letter, first, last in NAMED.findall(text) for number in range(int(first), int(last or first) + 1)}


def docstrings() -> str:
    texts = []
    for path in sorted((ROOT / "xenia").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                texts.append(ast.get_docstring(node) or "")
    return "\n".join(texts)


def code_of_the_tests() -> str:
    """The code of the tests without its docstrings; `test_v10_of_...` names V10."""
    files = (path for path in (ROOT / "tests").rglob("*.py") if HERE not in path.parents)
    code = "\n".join(re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL) for path in files)
    return re.sub(r"\btest_([a-z]{1,2})(\d+)_", lambda found: f"{found[1].upper()}{found[2]} ", code)


IN_DOCSTRINGS, IN_TESTS = named_in(docstrings()), named_in(code_of_the_tests())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_rules_of_a_page_are_numbered_without_gap_or_repeat(page: Path) -> None:
    rules = rules_of(page)
    letters = list(dict.fromkeys(letters_of(rule) for rule in rules))
    assert (
        rules
        == [f"{letter}{place}" for letter in letters for place in range(1, sum(letters_of(rule) == letter for rule in rules) + 1)]
        != []
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_numbered_rule_is_named_in_a_docstring_and_in_a_test(page: Path) -> None:
    rules = set(rules_of(page))
    assert (rules - IN_DOCSTRINGS, rules - IN_TESTS) == (set(), set())


def test_no_letter_numbers_the_rules_of_two_pages() -> None:
    letters = [{letters_of(rule) for rule in rules_of(page)} for page in PAGES]
    assert sum(map(len, letters)) == len(set().union(*letters))
