"""Writing down that an import brought people who were erased."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from xenia.kernel.actor import product_actor
from xenia.trust.actions.audit import record
from xenia.trust.models.requests import SuppressionHit
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.suppression import Hit


@transaction.atomic
def note_hits(*, run_id: UUID, source_id: UUID, hits: Sequence[Hit], now: datetime) -> None:
    """Adds to what the run met. Called by imports on behalf of a source, so it takes no actor."""
    for hit in hits:
        row, made = SuppressionHit.objects.get_or_create(
            run_id=run_id, way=hit.way, deed=hit.deed, defaults={"source_id": source_id, "people": hit.people, "at": now}
        )
        if not made:
            SuppressionHit.objects.filter(id=row.id).update(people=F("people") + hit.people, at=now)
        details = {"way": hit.way, "deed": hit.deed, "people": hit.people, "source_id": str(source_id)}
        record(product_actor("import"), "suppressed.met", subject=Subject(SubjectKind.RUN, str(run_id)), details=details, now=now)
