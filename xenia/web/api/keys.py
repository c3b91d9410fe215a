"""Service accounts, their keys, and which roles must have a second factor."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.trust.actions import factors
from xenia.trust.actions import keys as actions
from xenia.trust.queries import keys as queries
from xenia.trust.types.access import Outcome
from xenia.trust.types.keys import MadeKey, NewServiceAccount, ServiceAccount
from xenia.web.api.sources import Created
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["keys"])


class ServiceAccountDraft(Schema):
    """`scopes` are permissions; `unit_codes` the units it reaches, with everything below them."""

    name: str = Field(max_length=100)
    purpose: str = Field(max_length=500)
    owner_id: UUID
    scopes: list[str] = Field(max_length=50)
    unit_codes: list[str] = Field(max_length=500)


class KeyDraft(Schema):
    """How many days the key will live, 1 to 365."""

    days: int = Field(default=90, ge=1, le=365)


class FactorDemand(Schema):
    """`reason` is what a second person reads where a demand is to end."""

    demands: bool
    reason: str = Field(default="", max_length=1000)


@router.get("/service-accounts", response=list_of(ServiceAccount))
def list_service_accounts(request: HttpRequest) -> list[ServiceAccount]:
    """The machines that may call the API, with their keys."""
    return queries.list_service_accounts(actor_of(request), now=timezone.now())


@router.post("/service-accounts", response={201: Created})
def create_service_account(request: HttpRequest, draft: ServiceAccountDraft) -> dict[str, UUID]:
    """Makes a machine; a key is made afterwards."""
    return {"id": actions.create_service_account(actor=actor_of(request), account=_account(draft), now=timezone.now())}


@router.put("/service-accounts/{uuid:account_id}", response={204: None})
def change_service_account(request: HttpRequest, account_id: UUID, draft: ServiceAccountDraft) -> Status[None]:
    """Changes what a machine may do, where, and who answers for it; its keys follow at once."""
    actions.change_service_account(actor=actor_of(request), account_id=account_id, account=_account(draft), now=timezone.now())
    return Status(204, None)


@router.delete("/service-accounts/{uuid:account_id}", response={204: None})
def end_service_account(request: HttpRequest, account_id: UUID) -> Status[None]:
    """Ends a machine and revokes its keys."""
    actions.end_service_account(actor=actor_of(request), account_id=account_id, now=timezone.now())
    return Status(204, None)


@router.post("/service-accounts/{uuid:account_id}/keys", response={201: shape(MadeKey)})
def create_key(request: HttpRequest, account_id: UUID, draft: KeyDraft) -> MadeKey:
    """Makes a key and shows it, this once."""
    return actions.create_key(actor=actor_of(request), account_id=account_id, days=draft.days, now=timezone.now())


@router.delete("/keys/{uuid:key_id}", response={204: None})
def revoke_key(request: HttpRequest, key_id: UUID) -> Status[None]:
    """Ends a key at once."""
    actions.revoke_key(actor=actor_of(request), key_id=key_id, now=timezone.now())
    return Status(204, None)


@router.get("/scopes", response=list[str])
def list_scopes(request: HttpRequest) -> list[str]:
    """The permissions that the actor may give to a machine."""
    return queries.list_scopes(actor_of(request))


@router.put("/roles/{code}/second-factor", response=shape(Outcome))
def demand_second_factor(request: HttpRequest, code: str, demand: FactorDemand) -> Outcome:
    """Decides whether whoever holds the role must have a second factor; with an `approval_id` its end waits for a second person."""
    return factors.demand_second_factor(
        actor=actor_of(request), role_code=code, demands=demand.demands, reason=demand.reason, now=timezone.now()
    )


def _account(draft: ServiceAccountDraft) -> NewServiceAccount:
    return NewServiceAccount(draft.name, draft.purpose, draft.owner_id, tuple(draft.scopes), tuple(draft.unit_codes))
