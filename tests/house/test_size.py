"""Files and functions stay small enough to be read in one go."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
KERNEL_LINES_MAX = 600
SOURCES = sorted(path for path in (ROOT / "xenia").rglob("*.py") if "migrations" not in path.parts)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_passes_400_lines_and_no_function_60(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {node.name: lines for node in functions if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX}

    assert text.count("\n") <= FILE_LINES_MAX
    assert long == {}


def test_the_kernel_stays_under_600_lines() -> None:
    total = sum(path.read_text(encoding="utf-8").count("\n") for path in (ROOT / "xenia" / "kernel").glob("*.py"))

    assert 0 < total <= KERNEL_LINES_MAX


def test_there_is_no_room_without_a_name() -> None:
    folders = {path.name for path in (ROOT / "xenia").rglob("*") if path.is_dir()} | {path.stem for path in SOURCES}

    assert folders & {"utils", "core", "common", "helpers", "misc"} == set()


def test_nothing_is_re_exported_through_init_files() -> None:
    inits = [path for path in SOURCES if path.name == "__init__.py"]
    speaking = [path for path in inits if any(not isinstance(node, ast.Expr) for node in ast.parse(path.read_text(encoding="utf-8")).body)]

    assert speaking == []
