"""A company that is a member of the demonstration's club, beside those who travel for it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.loyalty.actions.companies import add_traveller, enrol_company
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.types.companies import AgreedBy, CompanyDraft, CompanyRole

COMPANY = CompanyDraft("云杉设计（杭州）有限公司", "91990000MA0DEMX00J")
"""The code's region is nowhere, so that it is nobody's; its check character fits."""
TRAVELLERS = 4
"""So many at most."""


def join_company(actor: Actor, programme_id: UUID, adults: Sequence[UUID], *, now: datetime) -> None:
    """The company joins with some travellers, the first of whom may ask for what it has."""
    company_id = enrol_company(actor=actor, programme_id=programme_id, draft=COMPANY, now=now)
    for place, member_id in enumerate(adults[:TRAVELLERS]):
        number = get_member(actor, member_id).number
        role, way = (CompanyRole.ADMINISTRATOR, AgreedBy.PAPER) if not place else (CompanyRole.TRAVELLER, AgreedBy.EMAIL)
        add_traveller(actor=actor, company_id=company_id, number=number, role=role, agreed_by=way, now=now)
