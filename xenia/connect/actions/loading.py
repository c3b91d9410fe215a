"""Loading a file in one go, without the worker: what `xenia load` does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from xenia.connect import models
from xenia.connect.actions.runs import perform_run, record_run
from xenia.connect.actions.sources import save_mapping
from xenia.connect.actions.uploads import store_upload
from xenia.connect.queries.sources import list_presets
from xenia.connect.queries.uploads import get_upload, suggest_mapping
from xenia.connect.rules.mapping import parse_mapping
from xenia.connect.rules.suggest import fitted
from xenia.connect.types.runs import RunState
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.trust.types.access import Permission


@dataclass(frozen=True)
class LoadOrder:
    """`preset` names a mapping that ships; `document` is one of the caller's own; without either the best fit is taken."""

    path: Path
    source_id: UUID
    preset: str | None = None
    document: dict[str, Any] | None = None
    as_of: datetime | None = None
    is_dry: bool = False


def load_file(*, actor: Actor, order: LoadOrder, clock: Callable[[], datetime]) -> UUID:
    """Returns the id of the run once it is over; its state tells how it ended.

    Raises Invalid for an unknown preset or a mapping that does not fit.
    """
    actor.require(Permission.LOAD_DATA)
    with order.path.open("rb") as stream:
        upload_id = store_upload(
            actor=actor, source_id=order.source_id, file_name=order.path.name, stream=stream, as_of=order.as_of, now=clock()
        )
    upload = get_upload(actor, upload_id)
    header = upload.shape["header"] if upload.shape else []
    document = _document(actor, order, upload_id, header)
    parse_mapping(document, header=header)
    mapping_id = save_mapping(actor=actor, source_id=order.source_id, document=document, now=clock())
    with transaction.atomic():
        run = models.Run(source_id=order.source_id, upload_id=upload_id, mapping_id=mapping_id, state=RunState.WAITING, is_dry=order.is_dry)
        run.created_by, run.created_at = actor.user_id, clock()
        run.save(force_insert=True)
        record_run(actor, "run.started", run.id, run.created_at)
    perform_run(run_id=run.id, clock=clock)
    return run.id


def _document(actor: Actor, order: LoadOrder, upload_id: UUID, header: list[str]) -> dict[str, Any]:
    if order.document is not None:
        return order.document
    if order.preset is None:
        return suggest_mapping(actor, upload_id)
    named = {preset.name: preset.document for preset in list_presets()}
    family = [document for name, document in named.items() if name == order.preset or name.startswith(order.preset + "_")]
    chosen = next((document for document in family if set(document["match"]["columns"]) <= set(header)), None)
    if chosen is None:
        known = ", ".join(sorted(named))
        raise Invalid(
            "preset_unfit",
            f"No preset {order.preset!r} fits the columns {', '.join(header[:12])}. Presets: {known}.",
            f"预置映射“{order.preset}”与列不符。可用：{known}。",
        )
    return fitted(chosen, header)
