"""Changing what the company decided about the rights of guests."""

from datetime import datetime

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.trust.actions.audit import record
from xenia.trust.models.requests import RightsPolicyRow
from xenia.trust.queries.policies import rights_policy
from xenia.trust.rules.requests import check_policy
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.requests import RightsPolicy


@transaction.atomic
def change_rights_policy(*, actor: Actor, policy: RightsPolicy, now: datetime) -> None:
    """Keeps the rows that differ; open requests keep the day they were given. Raises Invalid for a policy that could not be kept."""
    actor.require_for_company(Permission.MANAGE_RETENTION)
    check_policy(policy)
    before = rights_policy().as_rows()
    for code, value in policy.as_rows().items():
        if before.get(code) != value:
            values = {"value": value, "changed_by": actor.user_id, "changed_at": now}
            RightsPolicyRow.objects.update_or_create(code=code, defaults=values)
            record(actor, "rights_policy.changed", subject=Subject(SubjectKind.POLICY, code), now=now)
