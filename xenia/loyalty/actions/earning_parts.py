"""One part of earning: some thousand purchases, read against what stands in the ledger, written in one statement. For this module."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.expiry import roll_lots
from xenia.loyalty.actions.ledger import write_deed, write_deeds
from xenia.loyalty.actions.tiers import recompute
from xenia.loyalty.models import earning as models
from xenia.loyalty.models.companies import Company
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.earning import member_accounts_of_kinds, rows_of_month, rows_of_sources
from xenia.loyalty.queries.ledger import company_account
from xenia.loyalty.queries.tier_history import History, base_tier, tier_history
from xenia.loyalty.rules.earning import COUPON_LINES, capped_by_month, earned_by, in_force, kept_faults, tier_on
from xenia.loyalty.rules.expiry import expires_on
from xenia.loyalty.rules.following import ChainKey, Planned, Standing, as_judged, asked_of, followed, key_of, mark_of, standings
from xenia.loyalty.rules.programmes import has_rolling_expiry
from xenia.loyalty.rules.purchases import counted_on
from xenia.loyalty.types.earning import EarnedLine, EarnedRun, Purchase, RuleInForce, Stage, Why
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move, Phase, PointRole
from xenia.loyalty.types.programmes import Programme
from xenia.trust.types.access import Permission

Month = tuple[int, UUID, tuple[int, int]]
"""An account, a rule, and a month of the programme's calendar."""
_BACK = frozenset({Phase.REVERSAL})
_CREDITS = frozenset({Phase.PENDING, Phase.POST, Phase.POSTED})


@dataclass(frozen=True)
class Setting:
    """What all parts of a run share. `is_claimed`: a person looked at it, so its age is no matter."""

    programme: Programme
    versions: tuple[RuleInForce, ...]
    today: date
    is_claimed: bool = False


@dataclass
class _Part:
    """What a part is read against, all of its accounts locked. `left` is what each budget can still give, `had` what a rule gave an account
    in a month; both follow what is planned. `companies`: which of the accounts are companies'."""

    setting: Setting
    accounts: dict[tuple[UUID, str], int]
    issued: dict[str, int]
    budgets: dict[UUID, int]
    left: dict[int, int]
    had: dict[Month, int]
    standing: dict[ChainKey, Standing]
    enrolled: dict[UUID, date]
    tiers: History
    base_tier: str
    companies: frozenset[int]
    deeds: list[Deed] = field(default_factory=list)
    active: dict[date, set[int]] = field(default_factory=dict)
    judged: list[Purchase] = field(default_factory=list)
    unearned: list[tuple[Purchase, Why, dict[str, Any]]] = field(default_factory=list)


@dataclass(frozen=True)
class _Change:
    """What one rule's chain becomes."""

    chain: ChainKey
    plans: Sequence[Planned]
    line: EarnedLine | None


def follow_part(actor: Actor, setting: Setting, purchases: Sequence[Purchase], *, now: datetime) -> EarnedRun:
    """Makes the ledger follow these purchases and returns what it did. All rows of a booking must be among them; runs in a transaction. For
    this module's own actions, which ask for the permission."""
    actor.require(Permission.VIEW_LOYALTY)
    part = _read(actor, setting, purchases)
    of_thing: dict[tuple[str, str], list[ChainKey]] = {}
    for chain in part.standing:
        of_thing.setdefault((chain.source, chain.part), []).append(chain)
    things: dict[tuple[str, str], list[Purchase]] = {}
    for purchase in purchases:
        things.setdefault((purchase.source, purchase.part), []).append(purchase)
    for key, those in things.items():
        _follow_thing(part, those, of_thing.pop(key, []))
    for chains in of_thing.values():
        _undo(part, chains)
    written = _write(actor, part, now=now)
    if written:
        _review_tiers(actor, part, now)
    _keep_unearned(part, now)
    counted: dict[Why, int] = {}
    for _, why, _ in part.unearned:
        counted[why] = counted.get(why, 0) + 1
    return EarnedRun(len(purchases), written, counted)


def _read(actor: Actor, setting: Setting, purchases: Sequence[Purchase]) -> _Part:
    """Rule EA10: the accounts are locked in the order of their ids, then what stands is read: two runs at once write nothing twice."""
    programme, sources = setting.programme, {one.source for one in purchases}
    accounts = member_accounts_of_kinds(actor, programme, {one.member_id for one in purchases})
    known = standings(rows_of_sources(actor, sources))
    budgets = _budgets(programme, setting.versions)
    locked = {*accounts.values(), *(chain.account for chain in known), *budgets.values()}
    rows = Account.objects.select_for_update(no_key=True).filter(id__in=locked).order_by("id")
    usable = {row.id: row.posted - row.reserved for row in rows}
    of_programme = {one.rule_id for one in setting.versions}
    standing = {chain: one for chain, one in standings(rows_of_sources(actor, sources)).items() if chain.rule_id in of_programme}
    return _Part(
        setting,
        accounts,
        {one.code: company_account(actor, one.id, AccountRole.ISSUED) for one in programme.kinds},
        budgets,
        {account: usable[account] for account in budgets.values()},
        _had(actor, setting, purchases, set(accounts.values())),
        standing,
        dict(Member.objects.filter(id__in={one.member_id for one in purchases}).values_list("id", "enrolled_on")),
        tier_history(actor, {one.member_id for one in purchases}),
        base_tier(actor, programme.id),
        _companies(locked),
    )


def _companies(accounts: Collection[int]) -> frozenset[int]:
    companies = Company.objects.values("member_id")
    return frozenset(Account.objects.filter(id__in=accounts, member_id__in=companies).values_list("id", flat=True))


def _budgets(programme: Programme, versions: Iterable[RuleInForce]) -> dict[UUID, int]:
    holders = {f"earning:{one.rule_id}": one.rule_id for one in versions if one.rule.has_budget}
    kinds = [one.id for one in programme.kinds]
    rows = Account.objects.filter(role=AccountRole.BUDGET.value, holder__in=holders, point_kind_id__in=kinds)
    return {holders[row.holder]: row.id for row in rows}


def _had(actor: Actor, setting: Setting, purchases: Sequence[Purchase], accounts: Collection[int]) -> dict[Month, int]:
    """Rule EA7: what each rule with a cap gave each account in each month, promises included."""
    capped = {one.rule_id for one in setting.versions if one.rule.caps.per_month is not None}
    days = [one.counts_on for one in purchases if one.counts_on]
    if not capped or not days:
        return {}
    had: dict[Month, int] = {}
    for chain, one in standings(rows_of_month(actor, accounts, capped, min(days).replace(day=1))).items():
        if one.value_on and chain.account in accounts:
            key = (chain.account, chain.rule_id, (one.value_on.year, one.value_on.month))
            had[key] = had.get(key, 0) + one.held
    return had


def _follow_thing(part: _Part, purchases: Sequence[Purchase], chains: Sequence[ChainKey]) -> None:
    """Follows one stay or coupon for all who earn by it. Rule EA13: what was posted stays with whom it was posted to, a promise goes; what
    was posted to people is no matter of companies, nor the other way round (rule CM3)."""
    mine = {account: one.member_id for one in purchases for account in _accounts_of(part, one).values()}
    others = [chain for chain in chains if chain.account not in mine]
    stage = purchases[0].stage
    may_hold = stage is Stage.DONE and purchases[0].line not in COUPON_LINES
    held = {chain.account in part.companies for chain in others if may_hold and part.standing[chain].rest}
    for purchase in purchases:
        own = [chain for chain in chains if mine.get(chain.account) == purchase.member_id]
        if purchase.is_company in held:
            part.judged.append(purchase)
            part.unearned.append((purchase, Why.HELD_BY_ANOTHER, {}))
        elif not own or any(part.standing[chain].mark != mark_of(purchase) for chain in own):
            _follow(part, purchase, own)
    for chain in others:
        standing = part.standing[chain]
        is_void = stage in (Stage.VOID, Stage.NONE)
        if standing.promise or (is_void and standing.rest):
            plans = followed(standing, Stage.VOID if is_void else Stage.DONE, standing.rest, 0)
            _plan(part, purchases[0], [_Change(chain, plans, None)], [])


def _undo(part: _Part, chains: Sequence[ChainKey]) -> None:
    """What is no part of its booking any more earns nothing."""
    for chain in chains:
        standing = part.standing[chain]
        gone = Purchase(chain.source, chain.part, UUID(int=0), Stage.VOID, counts_on=standing.value_on)
        _plan(part, gone, [_Change(chain, followed(standing, Stage.VOID, 0, 0), None)], [])


def _accounts_of(part: _Part, purchase: Purchase) -> dict[str, int]:
    kinds = [one.code for one in part.setting.programme.kinds]
    return {kind: part.accounts[purchase.member_id, kind] for kind in kinds if (purchase.member_id, kind) in part.accounts}


def _follow(part: _Part, told: Purchase, own: Sequence[ChainKey]) -> None:
    day = told.starts_on or told.counts_on or part.setting.today
    tier = tier_on(part.tiers.get(told.member_id, ()), part.base_tier, day)
    purchase = as_judged(replace(told, tier=tier), [part.standing[chain] for chain in own])
    purchase = counted_on(purchase, part.setting.today)
    part.judged.append(told)
    lines = _lines(part, purchase, own)
    without: list[dict[str, Any]] = []
    changes = []
    for line in lines:
        chain = ChainKey(purchase.source, purchase.part, _accounts_of(part, purchase)[line.kind], line.rule.rule_id)
        changes.append(_change(part, purchase, chain, line, without))
    earning = {one.chain for one in changes}
    changes += [_Change(chain, followed(part.standing[chain], purchase.stage, 0, 0), None) for chain in own if chain not in earning]
    for one in without:
        part.unearned.append((told, Why.BUDGET_EXHAUSTED, one))
    _plan(part, replace(purchase, faults=told.faults), changes, without, mark=mark_of(told))


def _lines(part: _Part, purchase: Purchase, own: Sequence[ChainKey]) -> list[EarnedLine]:
    """What the purchase earns; what is wrong with it is noted."""
    setting, day = part.setting, purchase.counts_on
    if purchase.stage not in (Stage.PROMISED, Stage.DONE):
        return []
    is_held = any(part.standing[chain].held for chain in own)
    joined = part.enrolled.get(purchase.member_id)
    if day is not None and (joined is None or day < joined) and not is_held:
        return []
    oldest = setting.today - timedelta(days=setting.programme.policy.backdate_days_max)
    if day is not None and day < oldest and not is_held and not setting.is_claimed:
        part.unearned.append((purchase, Why.TOO_OLD, {"counts_on": day.isoformat()}))
        return []
    rules = in_force(setting.versions, day or setting.today)
    part.unearned += [(purchase, why, _about(purchase)) for why in kept_faults(purchase, rules)]
    return [one for one in earned_by(purchase, setting.versions) if (purchase.member_id, one.kind) in part.accounts]


def _about(purchase: Purchase) -> dict[str, Any]:
    return {"currency": purchase.currency, "minor": purchase.told_minor} if purchase.currency else {}


def _change(part: _Part, purchase: Purchase, chain: ChainKey, line: EarnedLine, without: list[dict[str, Any]]) -> _Change:
    """Rules EA7 and EA14: the line within what the month and the promotion's budget still have."""
    standing = part.standing.get(chain, Standing())
    day = purchase.counts_on or part.setting.today
    month = (chain.account, chain.rule_id, (day.year, day.month))
    is_same_month = standing.value_on is not None and (standing.value_on.year, standing.value_on.month) == month[2]
    others = part.had.get(month, 0) - (standing.held if is_same_month else 0)
    line = capped_by_month(line, others)
    giver = part.issued[line.kind]
    if line.rule.rule.has_budget:
        line, giver = _within_budget(part, purchase, standing, line, without)
    part.had[month] = others + line.points
    return _Change(chain, followed(standing, purchase.stage, line.points, giver), line)


def _within_budget(
    part: _Part, purchase: Purchase, standing: Standing, line: EarnedLine, without: list[dict[str, Any]]
) -> tuple[EarnedLine, int]:
    """Rule EA14: the budget pays a line whole or leaves it as it stands; what it could not pay is said beside the other points."""
    giver = part.budgets.get(line.rule.rule_id, 0)
    asked = asked_of(followed(standing, purchase.stage, line.points, giver))
    if giver and asked <= part.left[giver]:
        part.left[giver] -= asked
        return line, giver
    without.append({"rule": line.rule.code, "points": line.points})
    return replace(line, points=min(standing.held, line.points)), giver


def _plan(part: _Part, purchase: Purchase, changes: Sequence[_Change], without: list[dict[str, Any]], mark: str = "") -> None:
    day = purchase.counts_on or part.setting.today
    moves = [move for one in changes for move in _moves(part, purchase, one, {"mark": mark or mark_of(purchase)}, without)]
    if moves:
        part.deeds.append(Deed(_cause(purchase), purchase.source, part.setting.today, tuple(moves)))
        if purchase.stage is Stage.DONE:
            part.active.setdefault(day, set()).update(one.chain.account for one in changes)


def _moves(part: _Part, purchase: Purchase, change: _Change, about: Mapping[str, Any], without: list[dict[str, Any]]) -> list[Move]:
    day, account = purchase.counts_on or part.setting.today, change.chain.account
    kind = next((one for one in part.setting.programme.kinds if change.line and one.code == change.line.kind), None)
    ends = expires_on(part.setting.programme.policy.expiry, day) if kind and kind.has_lots else None
    moves = []
    for one in change.plans:
        is_back, is_credit = one.phase in _BACK, one.phase in _CREDITS
        moves.append(
            Move(
                key=key_of(change.chain, one.number),
                giver=account if is_back else one.giver,
                taker=one.giver if is_back else account,
                amount=one.amount,
                phase=one.phase,
                of=one.of,
                value_on=day,
                expires_on=ends if one.phase in (Phase.POST, Phase.POSTED) else None,
                details=_details(purchase, change, about, without if is_credit else []),
            )
        )
    return moves


def _details(purchase: Purchase, change: _Change, about: Mapping[str, Any], without: list[dict[str, Any]]) -> dict[str, Any]:
    """Rule EA9: what the points were judged by and how they came about, kept with them for ever."""
    found: dict[str, Any] = {**about, "part": purchase.part}
    if purchase.action is None and not purchase.is_company:  # what was paid for, as accounting shares it with the points (CL5, CM5)
        found["paid_minor"] = (purchase.amount_minor or 0) if purchase.stage is Stage.DONE else 0
    if change.line is None:
        return found
    rule, steps = change.line.rule, [[one.what, one.values] for one in change.line.steps]
    found |= {"rule": rule.code, "version": rule.number, "steps": steps}
    found["judged"] = {"tier": purchase.tier, "tags": sorted(purchase.tags), "rate": purchase.rate}
    return {**found, "without": without} if without else found


def _cause(purchase: Purchase) -> Cause:
    if purchase.action is not None:
        return Cause.ACTION
    return Cause.TRIP if purchase.line in COUPON_LINES else Cause.STAY if purchase.line == "hotel" else Cause.SPEND


def _write(actor: Actor, part: _Part, *, now: datetime) -> int:
    """Writes all deeds in one statement; where a member would owe more than the policy allows, one by one, and that one is listed."""
    try:
        written = sum(one.is_new for one in write_deeds(actor, part.deeds, now=now))
    except Conflict as refused:
        if refused.code != "points_short":
            raise
        written = sum(_write_one(actor, part, deed, now) for deed in part.deeds)
    if has_rolling_expiry(part.setting.programme.policy):
        for day, accounts in sorted(part.active.items()):
            roll_lots(actor, part.setting.programme.id, sorted(accounts), day)
    return written


def _review_tiers(actor: Actor, part: _Part, now: datetime) -> None:
    """Points and nights that qualify may have made or unmade a tier."""
    moved = {account for deed in part.deeds for move in deed.moves for account in (move.giver, move.taker)}
    rows = Account.objects.filter(id__in=moved, member__isnull=False, point_kind__role=PointRole.QUALIFYING.value)
    members = sorted(set(rows.values_list("member_id", flat=True)))
    if members:
        recompute(actor=actor, programme_id=part.setting.programme.id, member_ids=members, now=now)


def _write_one(actor: Actor, part: _Part, deed: Deed, now: datetime) -> int:
    try:
        return sum(one.is_new for one in write_deed(actor, deed, now=now))
    except Conflict as refused:
        if refused.code != "points_short":
            raise
        those = [one for one in part.judged if one.source == deed.source]
        part.unearned += [(one, Why.DEBT_LIMIT, {}) for one in those[:1]]
        return 0


def _keep_unearned(part: _Part, now: datetime) -> None:
    """The list holds what is true now: what was judged again stands there only where something is wrong still."""
    programme_id = part.setting.programme.id
    kept = models.Unearned.objects.filter(programme_id=programme_id, source__in={one.source for one in part.judged})
    true = {(one.source, one.part, one.member_id, why): about for one, why, about in part.unearned}
    judged = {(one.source, one.part, one.member_id) for one in part.judged}
    whose = {row.id: (row.source, row.part, row.member_id) for row in kept}
    gone = [row.id for row in kept if whose[row.id] in judged and (*whose[row.id], Why(row.why)) not in true]
    models.Unearned.objects.filter(id__in=gone).delete()
    rows = [
        models.Unearned(
            id=new_id(), programme_id=programme_id, member_id=member, source=source, part=said, why=why.value, details=about, noticed_at=now
        )
        for (source, said, member, why), about in true.items()
    ]
    models.Unearned.objects.bulk_create(rows, ignore_conflicts=True)
