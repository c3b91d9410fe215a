"""Writes of signing in: the audit entries, and the sealed secrets of second factors."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound
from xenia.kernel.ids import new_id
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.models.sign_in import FactorSecret
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.sign_in import SignInFact
from xenia.trust.vault import vault_of

SECRET_FIELD = "trust.factorsecret.secret"  # noqa: S105 - the name of a field, not a secret
TYPED_FIELD = "sign_in.typed"
DEVICE_FIELD = "sign_in.device"
PLACE_FIELD = "sign_in.place"


@transaction.atomic
def record_sign_in(*, fact: SignInFact, now: datetime) -> None:
    """Writes one entry about signing in. Of what was typed and from where, blind indexes only: enough to see the same one again."""
    vault = vault_of(ENV.key_file)
    details = {
        "device": vault.index(fact.device.user_agent, field=DEVICE_FIELD).hex(),
        "place": vault.index(fact.device.address, field=PLACE_FIELD).hex(),
    }
    if fact.method:
        details["method"] = fact.method
    if fact.typed:
        details["typed"] = vault.index(fact.typed.strip().lower(), field=TYPED_FIELD).hex()
    subject = Subject(SubjectKind.PERSON, str(fact.user_id)) if fact.user_id else None
    record(_who(fact.user_id if fact.is_own else None), fact.event.value, subject=subject, details=details, now=now)


@transaction.atomic
def seal_factor_secret(*, secret: str, now: datetime) -> UUID:
    """Keeps what a second factor is computed from, sealed and bound to its row; returns the id by which `open_factor_secret` finds it."""
    row_id = new_id()
    sealed = vault_of(ENV.key_file).seal(secret, field=SECRET_FIELD, row=row_id)
    FactorSecret.objects.create(id=row_id, secret_sealed=sealed, created_at=now)
    return row_id


def open_factor_secret(*, secret_id: UUID) -> str:
    """Returns the secret; raises NotFound where it was forgotten, VaultFault where it does not open."""
    row = FactorSecret.objects.filter(id=secret_id).first()
    if row is None:
        raise NotFound("factor_secret_not_found", f"The secret {secret_id} of a second factor is gone; set the factor up again.")
    return vault_of(ENV.key_file).open(bytes(row.secret_sealed), field=SECRET_FIELD, row=row.id)


@transaction.atomic
def forget_factor_secret(*, secret_id: UUID) -> None:
    """Deletes the secret of a factor that was removed; safe to repeat."""
    FactorSecret.objects.filter(id=secret_id).delete()


def _who(user_id: UUID | None) -> Actor:
    return product_actor("sign-in") if user_id is None else Actor(user_id, "")
