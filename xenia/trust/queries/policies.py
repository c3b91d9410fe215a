"""What the company decided about the rights of guests."""

from xenia.kernel.actor import Actor
from xenia.trust.models.requests import RightsPolicyRow
from xenia.trust.rules.requests import policy_of
from xenia.trust.types.access import Permission
from xenia.trust.types.requests import RightsPolicy


def rights_policy() -> RightsPolicy:
    """Returns the policy in force. It tells nothing of anyone, and imports ask for it too, so it takes no actor."""
    return policy_of(dict(RightsPolicyRow.objects.values_list("code", "value")))


def get_rights_policy(actor: Actor) -> RightsPolicy:
    """Returns the policy for those who handle requests or decide on retention."""
    if not actor.may(Permission.HANDLE_REQUESTS):
        actor.require(Permission.MANAGE_RETENTION)
    return rights_policy()
