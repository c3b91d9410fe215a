"""Writes docs/audience.schema.json anew from the types: `python -m tools.audience_schema`. A test fails where it is not up to date."""

import json
from pathlib import Path

from xenia.segment.types.schema import schema

PAGE = Path(__file__).resolve().parents[1] / "docs" / "audience.schema.json"


def page() -> str:
    """Returns the whole file."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
