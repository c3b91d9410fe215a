"""An export as the audit log and the second person read it. Private."""

from typing import Any

from xenia.trust.models import exports as models


def about(row: models.Export) -> dict[str, Any]:
    """What the log says of an export: never a name of a guest nor the filter."""
    return {
        "kind": row.kind,
        "people": row.people,
        "rows": row.rows or row.rows_total,
        "recipient": row.recipient,
        "country": row.country,
        "agreement": row.agreement,
        "fields": list(row.fields),
        "is_sensitive": row.is_sensitive,
        "with_contacts": row.with_contacts,
        "canary": row.canary,
    }
