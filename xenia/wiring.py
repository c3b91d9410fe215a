"""The one page that joins the modules: who hears which news, and which job runs when."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.db import connection
from procrastinate import App, RetryStrategy

from xenia.connect import jobs as connect_jobs
from xenia.connect.actions import subjects as connect_erasure
from xenia.connect.actions.pulls import PULL_TASK
from xenia.connect.actions.queueing import IMPORT_TASK
from xenia.connect.actions.retention import RETENTION_KINDS as CONNECT_RETENTION
from xenia.connect.queries import exports as connect_exports
from xenia.connect.queries import subjects as connect_subjects
from xenia.connect.rules import personal as connect_personal
from xenia.connect.rules import sealed as connect_sealed
from xenia.identity import jobs as identity_jobs
from xenia.identity.actions.erasure import ERASE_STEPS as IDENTITY_STEPS
from xenia.identity.actions.runs import RUN_TASK as MATCH_TASK
from xenia.identity.queries.links import export_subject as export_links
from xenia.identity.queries.links import guests_of
from xenia.identity.rules import personal as identity_personal
from xenia.identity.rules import sealed as identity_sealed
from xenia.insight import jobs as insight_jobs
from xenia.insight.actions.associations import ASSOCIATE_TASK
from xenia.insight.actions.erasure import ERASE_STEPS as INSIGHT_STEPS
from xenia.insight.actions.model_runs import SCORE_TASK, TRAIN_TASK
from xenia.insight.actions.snapshots import SNAPSHOT_TASK
from xenia.insight.queries.subjects import SCORE_STORES
from xenia.insight.queries.subjects import export_subject as export_insight
from xenia.insight.rules import personal as insight_personal
from xenia.insight.rules import sealed as insight_sealed
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.lake import personal as lake_personal
from xenia.lake.lock import use_lock
from xenia.lake.maintain import compact_tables, vacuum_tables
from xenia.loyalty import jobs as loyalty_jobs
from xenia.loyalty.actions.adjustments import perform_adjustment
from xenia.loyalty.actions.closings import CLOSE_TASK
from xenia.loyalty.actions.comparisons import COMPARE_TASK
from xenia.loyalty.actions.earning import EARN_TASK
from xenia.loyalty.actions.erasure import ERASE_STEPS as LOYALTY_STEPS
from xenia.loyalty.actions.loyalty_index import INDEX_TASK
from xenia.loyalty.actions.partner_files import PARTNER_FILE_TASK
from xenia.loyalty.actions.simulations import SIMULATE_TASK
from xenia.loyalty.actions.take_overs import TAKE_OVER_TASK
from xenia.loyalty.actions.tiers import REVIEW_TASK
from xenia.loyalty.queries.journal import EXPORTERS as LOYALTY_EXPORTERS
from xenia.loyalty.queries.partner_export import EXPORTERS as PARTNER_EXPORTERS
from xenia.loyalty.queries.subjects import export_subject as export_loyalty
from xenia.loyalty.rules import personal as loyalty_personal
from xenia.news import personal as news_personal
from xenia.news.deliver import Handler, deliver
from xenia.news.publish import DELIVER_TASK
from xenia.profile import jobs as profile_jobs
from xenia.profile.actions.cards import ERASE_STEPS as PROFILE_STEPS
from xenia.profile.actions.erasure import CLEAN_STEPS as WORDS_CLEAN_STEPS
from xenia.profile.actions.erasure import ERASE_STEPS as WORDS_STEPS
from xenia.profile.actions.tag_batches import BATCH_TASK
from xenia.profile.queries.subjects import export_subject as export_words
from xenia.profile.queries.subjects import search_subject as search_words
from xenia.profile.rules import personal as profile_personal
from xenia.profile.rules import personal_words
from xenia.profile.rules import sealed as profile_sealed
from xenia.recommend import jobs as recommend_jobs
from xenia.recommend.actions.erasure import ERASE_STEPS as RECOMMEND_STEPS
from xenia.recommend.actions.lists import LIST_TASK
from xenia.recommend.queries.subjects import export_subject as export_recommend
from xenia.recommend.rules import personal as recommend_personal
from xenia.segment import jobs as segment_jobs
from xenia.segment.actions.erasure import ERASE_STEPS as SEGMENT_STEPS
from xenia.segment.actions.rebuilds import REBUILD_TASK
from xenia.segment.queries.exports import exporters as audience_exporters
from xenia.segment.queries.memberships import export_subject as export_audiences
from xenia.segment.rules import personal as segment_personal
from xenia.settings import ENV
from xenia.trust.actions import subject_erasure
from xenia.trust.actions.access_changes import perform_access_change
from xenia.trust.actions.approvals import Handler as ApprovalHandler
from xenia.trust.actions.encryption import ROTATION_TASK, start_rotation
from xenia.trust.actions.exports import EXPORT_TASK, start_approved_export
from xenia.trust.actions.factors import perform_reset
from xenia.trust.actions.requests import WORK_TASK, start_approved
from xenia.trust.actions.retention import RETAIN_TASK
from xenia.trust.actions.retention_kinds import RETENTION_KINDS as TRUST_RETENTION
from xenia.trust.actions.verifying import VERIFY_TASK
from xenia.trust.adapters.key_command.client import KeyCommand
from xenia.trust.jobs import audit as audit_jobs
from xenia.trust.jobs import encryption as encryption_jobs
from xenia.trust.jobs import exports as export_jobs
from xenia.trust.jobs import rights as rights_jobs
from xenia.trust.jobs import signals as signal_jobs
from xenia.trust.keyring.masters import use_key_service
from xenia.trust.queries import subjects as trust_subjects
from xenia.trust.rules import personal as trust_personal
from xenia.trust.rules import sealed as trust_sealed
from xenia.trust.types.approvals import ApprovalKind
from xenia.trust.types.encryption import SealedPlaces
from xenia.trust.types.exports import Exporters
from xenia.trust.types.rights import Hits, ModuleRights, Rights, Section, Trace

SUBSCRIPTIONS: dict[str, tuple[Handler, ...]] = {
    "RecordsArrived": (identity_jobs.on_records_arrived, profile_jobs.on_records_arrived),
    "GuestsChanged": (identity_jobs.on_guests_changed, profile_jobs.on_guests_changed),
    "GuestsMerged": (identity_jobs.on_guests_merged, profile_jobs.on_guests_merged),
    "GuestSplit": (identity_jobs.on_guest_split, profile_jobs.on_guest_split),
    "TierChanged": (),  # nobody reacts yet; campaigns will
    "AudienceChanged": (),  # nobody reacts yet; campaigns and journeys will
    "ConsentChanged": (),  # nobody reacts yet; whoever sends messages asks `may` before each one
}


def _rotate_when_approved(asker: Actor, payload: Mapping[str, Any], now: datetime) -> None:
    start_rotation(actor=asker, reason=payload["reason"], now=now)


def _erase_when_approved(asker: Actor, payload: Mapping[str, Any], now: datetime) -> None:
    start_approved(actor=asker, payload=payload, rights=RIGHTS, now=now)


APPROVED: dict[ApprovalKind, ApprovalHandler] = {
    ApprovalKind.BULK_EXPORT: start_approved_export,
    ApprovalKind.BULK_ERASE: _erase_when_approved,
    ApprovalKind.KEY_ROTATION: _rotate_when_approved,
    ApprovalKind.ROLE_CHANGE: perform_access_change,
    ApprovalKind.FACTOR_RESET: perform_reset,
    ApprovalKind.POINTS_ADJUSTMENT: perform_adjustment,
}
"""What is done, as the person who asked, once a second person has agreed."""
SEALED = SealedPlaces(
    columns=(*trust_sealed.SEALED_COLUMNS, *connect_sealed.SEALED_COLUMNS, *identity_sealed.SEALED_COLUMNS, *profile_sealed.SEALED_COLUMNS),
    folders=(
        *trust_sealed.SEALED_FOLDERS,
        *connect_sealed.SEALED_FOLDERS,
        *profile_sealed.SEALED_FOLDERS,
        *insight_sealed.SEALED_FOLDERS,
    ),
)
"""Everything that is sealed at rest, wherever it lies: a change of the sealing key seals all of it anew, and a backup takes the folders."""

EXPORTERS: Exporters = {
    **connect_exports.EXPORTERS,
    **LOYALTY_EXPORTERS,
    **PARTNER_EXPORTERS,
    **audience_exporters(lambda: datetime.now(UTC)),
}
"""Every kind of list that can leave as a file."""
LOOPS: dict[str, tuple[Callable[[], None], float]] = {"seal_audit": (audit_jobs.seal_audit, 1.0)}
"""What every worker does beside its jobs: the step, and the seconds between two of them."""


def _export_trust(actor: Actor, record_ids: Sequence[UUID], now: datetime) -> Sequence[Section]:
    return trust_subjects.export_subject(actor, record_ids, guests_of(actor, record_ids), now)


def _search_trust(actor: Actor, traces: Sequence[Trace]) -> Sequence[Hits]:
    return [
        Hits("logs", subject_erasure.count_in_logs(actor, traces)),
        Hits("exports", len(subject_erasure.exports_with(traces))),
        Hits("erasure_ledger", subject_erasure.count_in_ledger(actor, traces)),
    ]


RIGHTS = Rights(
    modules=(
        ModuleRights(
            "connect",
            Text("数据接入", "Connect"),
            connect_personal.STORES,
            connect_subjects.export_subject,
            connect_subjects.search_subject,
        ),
        ModuleRights("identity", Text("身份识别", "Identity"), identity_personal.STORES, export_links),
        ModuleRights(
            "profile",
            Text("客人档案", "Profile"),
            (*profile_personal.STORES, *personal_words.WORDS_STORES),
            export_words,
            search_words,
        ),
        ModuleRights("insight", Text("洞察", "Insight"), (*insight_personal.STORES, *SCORE_STORES), export_insight),
        ModuleRights("loyalty", Text("会员计划", "Loyalty"), loyalty_personal.STORES, export_loyalty),
        ModuleRights("recommend", Text("推荐", "Recommend"), recommend_personal.STORES, export_recommend),
        ModuleRights("segment", Text("受众", "Audiences"), segment_personal.STORES, export_audiences),
        ModuleRights("trust", Text("隐私与审计", "Trust"), trust_personal.STORES, _export_trust, _search_trust),
        ModuleRights("lake", Text("数据湖", "Lake"), lake_personal.STORES),
        ModuleRights("news", Text("消息", "News"), news_personal.STORES),
    ),
    steps=(
        *(("trust", step) for step in subject_erasure.FIRST_STEPS),
        *(("connect", step) for step in connect_erasure.ERASE_STEPS),
        *(("profile", step) for step in WORDS_STEPS),
        *(("insight", step) for step in INSIGHT_STEPS),
        *(("loyalty", step) for step in LOYALTY_STEPS),
        *(("recommend", step) for step in RECOMMEND_STEPS),
        *(("segment", step) for step in SEGMENT_STEPS),
        *(("identity", step) for step in IDENTITY_STEPS),
        *(("profile", step) for step in PROFILE_STEPS),
        *(("trust", step) for step in subject_erasure.ERASE_STEPS),
        *(("connect", step) for step in connect_erasure.CLEAN_STEPS),
        *(("profile", step) for step in WORDS_CLEAN_STEPS),
    ),
    learn=connect_subjects.learn_subject,
    match=connect_subjects.match_subject,
    units=connect_subjects.units_of,
    guests=guests_of,
    bookings=connect_subjects.bookings_of,
)
"""What every module knows of a person, how it gives it out, and how it forgets it. A new module adds its line."""
RETENTION = (*CONNECT_RETENTION, *TRUST_RETENTION)
"""Every kind of data that ends in time."""


BY_THE_CLOCK: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
    ("30 2 * * *", "xenia.trust.retain_nightly", "retain", rights_jobs.order_night),
    ("* * * * *", "xenia.trust.look_at_sign_ins", "signals", signal_jobs.look),
    ("15 3 * * *", "xenia.identity.match_nightly", "match", identity_jobs.match_nightly),
    ("45 5 * * 1", "xenia.insight.find_associations_weekly", "associations", insight_jobs.find_associations_weekly),
    ("15 4 * * *", "xenia.insight.make_snapshot_nightly", "snapshot", insight_jobs.make_snapshot_nightly),
    ("45 3 * * *", "xenia.lake.maintain", "lake", lambda: _maintain_lake()),
    ("* * * * *", "xenia.profile.resume_left_batches", "resume_left_batches", profile_jobs.resume_left_batches),
    ("* * * * *", "xenia.connect.pull_due", "pull_due", connect_jobs.pull_due),
    ("* * * * *", "xenia.connect.resume_left_runs", "resume_left_runs", connect_jobs.resume_left_runs),
    ("*/5 * * * *", "xenia.recommend.resume_left", "resume_left_lists", recommend_jobs.resume_left),
    ("*/5 * * * *", "xenia.segment.keep_up", "audiences", segment_jobs.keep_up),
    ("15 5 * * *", "xenia.loyalty.earn_nightly", "earn", loyalty_jobs.order_points),
    ("*/5 * * * *", "xenia.loyalty.resume_left", "resume_left_loyalty", loyalty_jobs.resume_left),
    ("*/5 * * * *", "xenia.loyalty.lapse_holds", "lapse_holds", loyalty_jobs.lapse_holds),
    ("55 5 * * *", "xenia.loyalty.index_nightly", "index", loyalty_jobs.order_loyalty_index),
    ("2 * * * *", "xenia.loyalty.expire_ended", "expiry", loyalty_jobs.expire_ended),
    ("5 * * * *", "xenia.loyalty.review_tiers", "tiers", loyalty_jobs.review_tiers),
)
"""When (minute, hour, day, month, day of the week; UTC), the name of the task, its lock, and what it does. One of a lock waits at most."""


def register_jobs(app: App) -> None:
    """Names every job of the worker: the task, its queue, how it retries, when it runs by itself."""
    use_lock(_lock_in_database)
    use_key_service(KeyCommand(ENV.key_service) if ENV.key_service else None)
    for cron, name, lock, job in BY_THE_CLOCK:
        app.periodic(cron=cron)(app.task(name=name, queue="care", queueing_lock=lock)(_at_its_time(job)))
    app.task(name=ROTATION_TASK, queue="care", retry=RetryStrategy(max_attempts=5, exponential_wait=10))(_rotate_keys)
    app.task(name=EXPORT_TASK, queue="care", retry=RetryStrategy(max_attempts=3, wait=5))(_make_export)
    app.periodic(cron="25 * * * *")(app.task(name="xenia.trust.expire_exports", queue="care")(_at_its_time(export_jobs.expire_exports)))
    app.task(name=VERIFY_TASK, queue="care", retry=RetryStrategy(max_attempts=2, wait=5))(audit_jobs.verify_audit)
    app.task(name=IMPORT_TASK, queue="imports", retry=RetryStrategy(max_attempts=3, wait=5))(connect_jobs.import_run)
    app.task(name=DELIVER_TASK, queue="news", retry=RetryStrategy(max_attempts=20, exponential_wait=3))(_deliver)
    app.task(name=PULL_TASK, queue="imports", retry=RetryStrategy(max_attempts=3, exponential_wait=10))(connect_jobs.pull_source)
    app.task(name=WORK_TASK, queue="care", retry=RetryStrategy(max_attempts=5, exponential_wait=10))(_work_request)
    app.task(name=RETAIN_TASK, queue="care", retry=RetryStrategy(max_attempts=3, exponential_wait=30))(_retain)
    app.task(name=MATCH_TASK, queue="care")(_match_all)
    app.task(name=SNAPSHOT_TASK, queue="care", retry=RetryStrategy(max_attempts=3, exponential_wait=30))(_make_snapshot)
    app.task(name=ASSOCIATE_TASK, queue="care", retry=RetryStrategy(max_attempts=3, exponential_wait=30))(insight_jobs.find_associations)
    app.task(name=TRAIN_TASK, queue="care")(_train_model)
    app.task(name=SCORE_TASK, queue="care", retry=RetryStrategy(max_attempts=3, exponential_wait=30))(_score)
    app.task(name=BATCH_TASK, queue="care", retry=RetryStrategy(max_attempts=3, wait=5))(profile_jobs.tag_many)
    app.task(name=LIST_TASK, queue="care", retry=RetryStrategy(max_attempts=3, exponential_wait=30))(recommend_jobs.make_lists)
    _register_loyalty_jobs(app)
    app.task(name=REBUILD_TASK, queue="care", retry=RetryStrategy(max_attempts=3, exponential_wait=30))(segment_jobs.rebuild)


def _at_its_time(job: Callable[[], object]) -> Callable[[int], None]:
    """A job of the clock, which is told for which instant it is run; none of ours asks."""

    def run(timestamp: int) -> None:
        job()

    return run


def _register_loyalty_jobs(app: App) -> None:
    app.task(name=EARN_TASK, queue="care", retry=RetryStrategy(max_attempts=3, exponential_wait=30))(loyalty_jobs.earn_points)
    app.task(name=INDEX_TASK, queue="care", retry=RetryStrategy(max_attempts=3, exponential_wait=30))(loyalty_jobs.compute_loyalty_index)
    app.task(name=CLOSE_TASK, queue="care", retry=RetryStrategy(max_attempts=3, wait=5))(loyalty_jobs.close_month)
    app.task(name=TAKE_OVER_TASK, queue="care", retry=RetryStrategy(max_attempts=3, wait=5))(loyalty_jobs.take_over)
    app.task(name=PARTNER_FILE_TASK, queue="care", retry=RetryStrategy(max_attempts=3, wait=5))(loyalty_jobs.partner_file)
    app.task(name=COMPARE_TASK, queue="care", retry=RetryStrategy(max_attempts=2, wait=30))(loyalty_jobs.compare_bookings)
    app.task(name=SIMULATE_TASK, queue="care", retry=RetryStrategy(max_attempts=2, wait=5))(loyalty_jobs.simulate_earning)
    app.task(name=REVIEW_TASK, queue="care", retry=RetryStrategy(max_attempts=2, wait=30))(loyalty_jobs.review_tiers)


def _deliver(news_id: str) -> None:
    deliver(UUID(news_id), subscriptions=SUBSCRIPTIONS, now=datetime.now(UTC))


def _work_request(request_id: str) -> None:
    rights_jobs.work_request(request_id, rights=RIGHTS)


def _retain(report_id: str) -> None:
    rights_jobs.retain(report_id, kinds=RETENTION)


def _make_export(export_id: str) -> None:
    export_jobs.make_export(export_id, exporters=EXPORTERS)


def _rotate_keys(rotation_id: str) -> None:
    encryption_jobs.rotate_keys(rotation_id, places=SEALED)


def _maintain_lake() -> None:
    compact_tables()
    vacuum_tables()


@contextmanager
def _lock_in_database(name: str, exclusive: bool) -> Iterator[None]:
    """The lake lock of a lake that several machines share: an advisory lock, freed by PostgreSQL when its holder dies."""
    place = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
    kind = "" if exclusive else "_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock{kind}(%s)", [place])
        try:
            yield
        finally:
            cursor.execute(f"SELECT pg_advisory_unlock{kind}(%s)", [place])


def _match_all(run_id: str) -> None:
    identity_jobs.match_all(run_id)
    insight_jobs.make_snapshot_of_matched()
    loyalty_jobs.order_points()


def _make_snapshot(run_id: str) -> None:
    insight_jobs.make_snapshot(run_id)
    loyalty_jobs.order_loyalty_index()
    segment_jobs.follow_insight()
    recommend_jobs.follow_matched()


def _score(run_id: str) -> None:
    insight_jobs.score(run_id)
    segment_jobs.follow_insight()


def _train_model(run_id: str) -> None:
    if not recommend_jobs.train_model(run_id):
        insight_jobs.train_model(run_id)
