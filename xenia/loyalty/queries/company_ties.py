"""Who earns for which company, and since when: for those who read what members bought."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.db.models.functions import Coalesce, Greatest

from xenia.kernel.actor import Actor
from xenia.loyalty.models.companies import CompanyTie
from xenia.loyalty.types.companies import CompanyEarner
from xenia.trust.types.access import Permission


def list_earners(actor: Actor, programme_id: UUID) -> dict[UUID, list[CompanyEarner]]:
    """Returns by member every company the member travels or travelled for, the latest first."""
    actor.require(Permission.VIEW_LOYALTY)
    found: dict[UUID, list[CompanyEarner]] = {}
    rows = CompanyTie.objects.filter(company__programme_id=programme_id).order_by("-joined_on", "-id")
    for row in rows.values_list("member_id", "company_id", "joined_on", "left_on"):
        found.setdefault(row[0], []).append(CompanyEarner(*row))
    return found


def ties_moved(actor: Actor, programme_id: UUID) -> dict[UUID, datetime]:
    """Returns by member when the member last began or ended to travel for a company."""
    actor.require(Permission.VIEW_LOYALTY)
    rows = CompanyTie.objects.filter(company__programme_id=programme_id).values("member_id")
    moved = rows.annotate(moved_at=Max(Greatest("added_at", Coalesce("ended_at", "added_at"))))
    return dict(moved.values_list("member_id", "moved_at"))
