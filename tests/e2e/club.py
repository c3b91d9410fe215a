"""A programme with two members for the browser tests of what they do with each other: `python -m tests.e2e.club`.

Runs in the environment of the product that is under test, once the guests of `tests.e2e.company` are there. Safe to repeat.
"""

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

CODE, NAME = "TOGETHER", "同行会"


def main() -> None:
    from xenia.cli.setup import prepare

    prepare()
    from xenia.kernel.actor import product_actor
    from xenia.kernel.texts import Text
    from xenia.loyalty.actions.members import enrol_many
    from xenia.loyalty.actions.programmes import create_programme, set_programme_state
    from xenia.loyalty.queries.programmes import list_programmes
    from xenia.loyalty.types.programmes import PassingPolicy, ProgrammeDraft, ProgrammePolicy, ProgrammeState
    from xenia.trust.types.access import Permission

    actor, now = product_actor("tests", *Permission), datetime.now(UTC)
    if any(one.code == CODE for one in list_programmes(actor)):
        return
    policy = ProgrammePolicy(passing=PassingPolicy(allowed=True, member_days_min=0))
    made = create_programme(actor=actor, draft=ProgrammeDraft(CODE, Text(NAME, "Together")), policy=policy, now=now)
    set_programme_state(actor=actor, programme_id=made, state=ProgrammeState.OPEN, now=now)
    enrol_many(actor=actor, programme_id=made, guest_ids=guests(), now=now)


def guests() -> "list[UUID]":
    """The guests of the file of members."""
    from xenia.connect.queries.runs import list_record_ids, list_runs
    from xenia.identity.actions.links import link_records
    from xenia.identity.queries.links import list_links
    from xenia.kernel.actor import product_actor
    from xenia.trust.types.access import Permission

    linker = product_actor("tests", *Permission, "link_records")
    run = [one for one in list_runs(linker).items if one.mapping_name == "members" and one.counts.new][-1]  # other files bring more later
    records = [one for batch in list_record_ids(linker, run.id) for one in batch]
    link_records(actor=linker, record_ids=records, now=datetime.now(UTC))
    return [one.guest_id for one in list_links(linker, records)]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xenia.settings")
    main()
