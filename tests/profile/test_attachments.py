"""Files kept with a guest: sealed at rest, opened with an entry in the log, deleted softly."""

import io
from pathlib import Path

import pytest

from tests.cast import NOON, Company
from xenia.kernel.errors import Invalid, NotFound
from xenia.profile.actions.attachments import attach_file, delete_file, open_file
from xenia.profile.models.staff import Attachment
from xenia.profile.queries.sealed_words import attachment_path
from xenia.profile.queries.staff import list_moments
from xenia.profile.rules.attachments import BYTES_MAX
from xenia.settings import ENV
from xenia.trust.models.audit import AuditEntry

PDF = b"%PDF-1.7\n" + b"wheelchair certificate " * 1000


def attach(company: Company, content: bytes = PDF, name: str = "证明.pdf"):
    return attach_file(actor=company.actor("zhao"), guest_id=company.guests["林薇"], file_name=name, stream=io.BytesIO(content), now=NOON)


def test_a_file_lies_sealed_and_comes_back_whole(company: Company) -> None:
    file_id = attach(company)
    assert b"wheelchair" not in attachment_path(file_id).read_bytes()
    file = open_file(actor=company.actor("sun"), attachment_id=file_id, now=NOON)
    assert (b"".join(file.blocks), file.name, file.media_type, file.size_bytes) == (PDF, "证明.pdf", "application/pdf", len(PDF))
    assert AuditEntry.objects.filter(action="file.opened", actor_id=company.actor("sun").user_id).count() == 1


def test_a_file_that_is_refused_or_too_large_leaves_nothing(company: Company) -> None:
    folder = ENV.home / "attachments"
    before = set(folder.glob("*")) if folder.exists() else set[Path]()
    for content, name in ((b"MZ\x90", "a.pdf"), (PDF + b"x" * BYTES_MAX, "a.pdf")):
        with pytest.raises(Invalid):
            attach(company, content, name)
    assert (Attachment.objects.count(), set(folder.glob("*")) if folder.exists() else set[Path]()) == (0, before)


def test_a_file_of_a_guest_out_of_sight_is_not_there(company: Company) -> None:
    file_id = attach(company)
    with pytest.raises(NotFound):
        open_file(actor=company.actor("he"), attachment_id=file_id, now=NOON)


def test_a_deleted_file_is_gone_from_sight(company: Company) -> None:
    file_id = attach(company)
    delete_file(actor=company.actor("zhao"), attachment_id=file_id, now=NOON)
    assert list_moments(company.actor("zhao"), company.guests["林薇"]).items == []
    with pytest.raises(NotFound):
        open_file(actor=company.actor("zhao"), attachment_id=file_id, now=NOON)
