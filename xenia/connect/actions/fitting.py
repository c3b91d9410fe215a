"""From a pulled upload to its run: the source's best mapping; and taking an upload back that turned out to be none."""

from datetime import datetime
from uuid import UUID

from xenia.connect import models
from xenia.connect.actions.runs import start_run
from xenia.connect.actions.sources import save_mapping
from xenia.connect.queries.sources import list_newest_mappings
from xenia.connect.queries.uploads import get_upload, upload_path
from xenia.connect.rules.pulls import best_fit
from xenia.kernel.actor import Actor


def start_fitting_run(*, actor: Actor, source_id: UUID, upload_id: UUID, now: datetime) -> UUID | None:
    """Returns the run that imports the upload with the source's best mapping; None where none fits, and the upload waits."""
    upload = get_upload(actor, upload_id)
    document = best_fit(list_newest_mappings(actor, source_id), upload.shape["header"] if upload.shape else [])
    if document is None:
        return None
    mapping_id = save_mapping(actor=actor, source_id=source_id, document=document, now=now)
    return start_run(actor=actor, upload_id=upload_id, mapping_id=mapping_id, now=now)


def forget_upload(upload_id: UUID) -> None:
    """Removes an upload that no run and no pulled file names, its sealed bytes first."""
    upload_path(upload_id).unlink(missing_ok=True)
    models.Upload.objects.filter(id=upload_id).delete()
