"""Every action code that the product writes into the audit log has its sentences, in the table and in docs/audit.md."""

import ast
import re
from pathlib import Path

import pytest

from tools.audit_codes import PAGE, page_with_table
from xenia.trust.rules.audit_words import WORDS

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
SOURCES = sorted(path for path in (ROOT / "xenia").rglob("*.py") if "migrations" not in path.parts)


def codes_in(path: Path) -> set[str]:
    """The codes of a file that writes entries: the second argument of its calls, and what a name of such an argument may stand for."""
    text = path.read_text(encoding="utf-8")
    if "trust.actions.audit import" not in text and "record_run" not in text:
        return set()
    tree = ast.parse(text)
    given = [node.args[1] for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) > 1]
    chosen = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and isinstance(node.value, ast.IfExp)]
    texts = {
        inner.value
        for one in (*given, *chosen)
        for inner in ast.walk(one)
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
    }
    return {code for code in texts if CODE.fullmatch(code)}


USED = {code: path.relative_to(ROOT) for path in SOURCES for code in codes_in(path)}


def test_the_codes_of_the_source_are_found() -> None:
    assert {"export.asked", "run.started", "source.changed", "export.threshold_passed", "audit.verified"} <= set(USED)


@pytest.mark.parametrize("code", sorted(USED))
def test_every_code_that_is_used_has_a_sentence_in_both_languages(code: str) -> None:
    assert code in WORDS, f"{USED[code]} records {code!r}: give it its sentences in xenia/trust/rules/audit_words.py."


@pytest.mark.parametrize("code", sorted(WORDS))
def test_a_sentence_is_whole_in_both_languages(code: str) -> None:
    words = WORDS[code]
    assert set(re.findall(r"{(\w+)}", words.zh)) == set(re.findall(r"{(\w+)}", words.en))
    assert re.search(r"[\u4e00-\u9fff]", words.zh)
    assert not re.search(r"[\u4e00-\u9fff]", words.en)


def test_the_page_of_the_audit_log_holds_the_table_of_today() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page_with_table(page) == page, "Run: python -m tools.audit_codes"
