"""Writes of the catalogue of rewards: what there is, what it costs from which day on, and how many pieces (docs/algorithms/rewards.md)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.ids import new_id
from xenia.kernel.names import require_plain
from xenia.kernel.texts import Text
from xenia.loyalty.actions.pieces import PIECES, kind_of, open_kinds, open_stock, stock_up
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.models import rewards as models
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.rewards import get_reward, list_reward_versions
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.programmes import CODE
from xenia.loyalty.rules.rewards import STOCK_MOST, as_value, checked_draft, checked_terms
from xenia.loyalty.rules.versions import Days, checked_days, next_number
from xenia.loyalty.types.ledger import Cause
from xenia.loyalty.types.rewards import RewardDraft, RewardTerms
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

WHAT = ("reward", Text("奖励", "The reward"))


@transaction.atomic
def create_reward(*, actor: Actor, programme_id: UUID, draft: RewardDraft, valid: Days, now: datetime) -> UUID:
    """Returns the id of a new reward, offered from a day on and until another (exclusive; None: until it is changed), with its stock.
    Raises Conflict where another has the code, and Invalid for a draft that cannot be."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    get_programme(actor, programme_id)
    wanted = checked_draft(draft)
    for said in (wanted.name.zh, wanted.name.en):
        require_plain(said)
    if not CODE.fullmatch(wanted.code):
        told = f"{wanted.code!r} is no code; take 2 to 20 capital letters, digits or underscores, a letter first."
        raise Invalid("reward_code_invalid", told, "代码须为 2 至 20 位大写字母、数字或下划线，以字母开头。")
    open_kinds(actor, programme_id)
    row = models.Reward(id=new_id(), programme_id=programme_id, code=wanted.code, kind=wanted.kind.value)
    row.name_zh, row.name_en, row.created_by, row.created_at = wanted.name.zh, wanted.name.en, actor.user_id, now
    if wanted.stock is not None:
        row.account_id = open_stock(actor, kind_of(actor, programme_id, PIECES), f"reward:{row.id}")
        stock_up(actor, row.account_id, wanted.stock, key=f"reward:{row.id}", cause=Cause.REWARD, now=now)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise Conflict("reward_code_taken", f"There is a reward {wanted.code} already.", f"已有代码为 {wanted.code} 的奖励。") from taken
    _keep(actor, row.id, 1, (wanted.terms, valid), now)
    record(actor, "programme.reward_created", subject=subject_of_programme(programme_id), details={"code": wanted.code}, now=now)
    return row.id


@transaction.atomic
def set_reward_terms(*, actor: Actor, reward_id: UUID, terms: RewardTerms, valid: Days, now: datetime) -> int:
    """Keeps other terms from a day on, today at the earliest, and returns the number of the version. What is ordered keeps its price (rule
    RW1)."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    models.Reward.objects.select_for_update(no_key=True).filter(id=reward_id).first()
    reward = get_reward(actor, reward_id, now=now)
    today = day_of(now, get_programme(actor, reward.programme_id).time_zone)
    checked_days(valid, today, WHAT)
    number = next_number(list_reward_versions(actor, reward_id))
    _keep(actor, reward_id, number, (checked_terms(terms), valid), now)
    details = {"code": reward.code, "version": number}
    record(actor, "programme.reward_changed", subject=subject_of_programme(reward.programme_id), details=details, now=now)
    return number


@transaction.atomic
def add_stock(*, actor: Actor, reward_id: UUID, pieces: int, key: str, now: datetime) -> int:
    """Adds pieces to a reward and returns how many are left; the same key adds once. Raises Conflict for a reward without a limit."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    reward = get_reward(actor, reward_id, now=now)
    account = models.Reward.objects.values_list("account_id", flat=True).get(id=reward_id)
    if account is None:
        raise Conflict("reward_unlimited", f"The reward {reward.code} has no limit.", f"奖励 {reward.code} 不限数量。")
    if isinstance(pieces, bool) or not 1 <= pieces <= STOCK_MOST:
        raise Invalid("reward_stock_invalid", f"{pieces} pieces cannot be added; take 1 to {STOCK_MOST:,}.", f"数量 {pieces} 无效。")
    if stock_up(actor, account, pieces, key=f"reward-stock:{reward_id.hex}:{key}", cause=Cause.REWARD, now=now):
        details = {"code": reward.code, "pieces": pieces}
        record(actor, "programme.reward_stocked", subject=subject_of_programme(reward.programme_id), details=details, now=now)
    return get_reward(actor, reward_id, now=now).left or 0


def _keep(actor: Actor, reward_id: UUID, number: int, said: tuple[RewardTerms, Days], now: datetime) -> None:
    terms, (begins, ends) = said[0], checked_days(said[1], None, WHAT)
    models.RewardVersion.objects.create(
        reward_id=reward_id,
        number=number,
        valid_from=begins,
        valid_until=ends,
        value=as_value(terms),
        changed_by=actor.user_id,
        changed_at=now,
    )
