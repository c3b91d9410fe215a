"""Reads of pulling: how it stands with a source, the files of its folder, and the uploads that wait for a mapping."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from xenia.connect import models
from xenia.connect.queries.sources import get_source
from xenia.connect.queries.uploads import get_upload
from xenia.connect.types.pulls import PulledFile, PullState
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text

SHOWN_MAX = 100


def get_pull(actor: Actor, source_id: UUID) -> PullState:
    """Returns how pulling the source stands, with its 100 newest files and waiting uploads; raises NotFound."""
    source = get_source(actor, source_id)
    row = models.Source.objects.get(id=source_id)
    every = source.settings.every_minutes
    next_at = row.pulled_at + timedelta(minutes=every) if every and row.pulled_at else None
    files = models.PulledFile.objects.filter(source_id=source_id).order_by("-modified_at", "path")[:SHOWN_MAX]
    waiting = list_waiting_uploads(actor, source_id)[-SHOWN_MAX:]
    return PullState(
        source_id, row.pulled_at, next_at, _text(row.pull_message), tuple(_file(file) for file in files),
        tuple(get_upload(actor, upload_id) for upload_id in waiting),
    )  # fmt: skip


def list_waiting_uploads(actor: Actor, source_id: UUID) -> list[UUID]:
    """Returns the uploads of the source that no run has imported, for no mapping fitted them; oldest first by the moment they were true."""
    get_source(actor, source_id)
    runs = models.Run.objects.filter(upload=OuterRef("id"), is_dry=False)
    waiting = models.Upload.objects.filter(~Exists(runs), source_id=source_id, erased_at__isnull=True)
    return list(waiting.order_by("as_of", "id").values_list("id", flat=True))


def _file(row: models.PulledFile) -> PulledFile:
    return PulledFile(row.path, row.size_bytes, row.modified_at, row.taken_at, row.upload_id, _text(row.message))


def _text(message: dict[str, str] | None) -> Text | None:
    return Text(message["zh"], message["en"]) if message else None
