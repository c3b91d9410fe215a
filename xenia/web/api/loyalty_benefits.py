"""Benefits whose uses are counted, over HTTP: used at the desk, held back for a booking, confirmed, given back."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.loyalty.actions import benefits as actions
from xenia.loyalty.types.tiers import BenefitUse
from xenia.web.api.loyalty import MadeId
from xenia.web.session import actor_of

router = Router(tags=["loyalty"])


class NewBenefitUse(Schema):
    """`source` names what it is for, such as `booking:<id>`; the same `key` is the same use. `is_used`: now, not only held back."""

    benefit: str = Field(max_length=20)
    source: str = Field(default="", max_length=80)
    key: str = Field(min_length=1, max_length=40)
    uses: int = 1
    is_used: bool = True

    def use(self) -> BenefitUse:
        return BenefitUse(self.benefit, self.source, self.key, self.uses)


@router.post("/loyalty/members/{uuid:member_id}/benefit-uses", response={201: MadeId})
def use_benefit(request: HttpRequest, member_id: UUID, wanted: NewBenefitUse) -> Status[dict[str, UUID]]:
    """Uses a benefit now, or holds it back; returns the id by which it is confirmed or given back."""
    deed = actions.use_benefit_now if wanted.is_used else actions.use_benefit
    return Status(201, {"id": deed(actor=actor_of(request), member_id=member_id, use=wanted.use(), now=timezone.now())})


@router.post("/loyalty/benefit-uses/{uuid:use_id}/confirmation", response={204: None})
def confirm_benefit_use(request: HttpRequest, use_id: UUID) -> Status[None]:
    """The benefit that was held back was used."""
    actions.confirm_use(actor=actor_of(request), use_id=use_id, now=timezone.now())
    return Status(204, None)


@router.post("/loyalty/benefit-uses/{uuid:use_id}/return", response={204: None})
def give_benefit_back(request: HttpRequest, use_id: UUID) -> Status[None]:
    """The benefit was not used after all."""
    actions.give_back(actor=actor_of(request), use_id=use_id, now=timezone.now())
    return Status(204, None)
