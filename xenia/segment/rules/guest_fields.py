"""What other modules know of guests, as fields of conditions: rule AU18 of docs/algorithms/audiences.md. Pure."""

from collections.abc import Iterable, Sequence

from xenia.insight.types.judged import Score, ScoreKind
from xenia.insight.types.standing import Named
from xenia.kernel.money import minor_digits
from xenia.kernel.texts import Text
from xenia.loyalty.types.tiers import Tier
from xenia.profile.types.tags import Tag
from xenia.segment.types.catalogue import Field, Option
from xenia.segment.types.operators import FieldKind
from xenia.trust.types.consent import Channel, Purpose

STANDING, VALUE, SCORE, TAG, CONSENT, TIER, PROFILE = "standing", "value", "score", "tag", "consent", "tier", "profile"
CODES, BIRTHDAY = "codes", "birthday"
"""The columns of tags and of birthdays."""
CHANNELS = {
    Channel.ALL: Text("不限渠道", "any channel"),
    Channel.SMS: Text("短信", "text message"),
    Channel.EMAIL: Text("邮件", "e-mail"),
    Channel.WECHAT: Text("微信", "WeChat"),
    Channel.PHONE: Text("电话", "phone"),
    Channel.APP_PUSH: Text("App 推送", "app push"),
    Channel.POST: Text("邮寄", "post"),
}
_OF_SCORE = {
    ScoreKind.CHANCE: FieldKind.SHARE,
    ScoreKind.REAL: FieldKind.REAL,
    ScoreKind.WHOLE: FieldKind.WHOLE,
    ScoreKind.MINOR: FieldKind.MINOR,
    ScoreKind.TEXT: FieldKind.TEXT,
    ScoreKind.DATE: FieldKind.DATE,
}


def fields_of_standing(stages: Sequence[Named], groups: Sequence[Named]) -> tuple[Field, ...]:
    """Returns where a guest stands: stage, since when, RFM groups and the three scores."""
    scores = (("recency", "最近一次", "Recency"), ("frequency", "频次", "Frequency"), ("money", "金额", "Money"))
    return (
        _standing("stage", FieldKind.TEXT, Text("生命周期阶段", "Stage of the relation"), stages),
        _standing("since", FieldKind.DATE, Text("进入当前阶段的日期", "In this stage since")),
        _standing("group", FieldKind.TEXT, Text("RFM 分组（五等分）", "RFM group by fifths"), groups),
        _standing("group_bound", FieldKind.TEXT, Text("RFM 分组（业务阈值）", "RFM group by bounds"), groups),
        *(_standing(name, FieldKind.WHOLE, Text(f"RFM {zh}得分（1–5）", f"RFM score of {en.lower()}, 1 to 5")) for name, zh, en in scores),
    )


def _standing(column: str, kind: FieldKind, label: Text, named: Sequence[Named] = ()) -> Field:
    return Field(f"{STANDING}.{column}", kind, label, STANDING, column, options=_options(named))


def _options(named: Iterable[Named]) -> tuple[Option, ...]:
    return tuple(Option(one.code, one.name) for one in named)


def fields_of_value(tiers: Sequence[Named], currency: str) -> tuple[Field, ...]:
    """Returns the value tier, and the value it goes by."""
    unit, label = (
        Text(currency, currency),
        Text("价值（预计未来 365 天；无模型时为近 730 天消费）", "Value of 365 days ahead, or of 730 days past"),
    )
    return (
        Field(f"{VALUE}.tier", FieldKind.TEXT, Text("价值分层", "Value tier"), VALUE, "tier", options=_options(tiers)),
        Field(f"{VALUE}.value_minor", FieldKind.MINOR, label, VALUE, "value_minor", unit=unit, decimals=minor_digits(currency)),
    )


def fields_of_scores(scores: Iterable[Score], currency: str) -> tuple[Field, ...]:
    """Returns a field for each score of the models in use."""
    return tuple(_score(one, currency) for one in scores)


def _score(one: Score, currency: str) -> Field:
    is_money = one.kind is ScoreKind.MINOR
    return Field(
        name=f"{SCORE}.{one.name}",
        kind=_OF_SCORE[one.kind],
        label=one.label,
        source=SCORE,
        column=one.name,
        unit=Text(currency, currency) if is_money else Text("", ""),
        meaning=one.definition,
        decimals=minor_digits(currency) if is_money else 0,
    )


def field_of_tags(tags: Iterable[Tag]) -> Field:
    """Returns the one field of all tags: the set of a guest's tags. Of everybody it is known, of most it is empty."""
    return Field(
        f"{TAG}.{CODES}", FieldKind.SET, Text("标签", "Tags"), TAG, CODES, options=tuple(Option(one.code, one.name) for one in tags)
    )


def field_of_birthday() -> Field:
    """Returns the birthday, whose year nobody needs."""
    return Field(f"{PROFILE}.{BIRTHDAY}", FieldKind.ANNUAL, Text("生日", "Birthday"), PROFILE, BIRTHDAY)


def places_of_consent(purposes: Iterable[Purpose]) -> dict[str, tuple[Purpose, Channel]]:
    """Returns every open purpose and channel by the name of its column."""
    return {f"{one.code}_{channel.value}": (one, channel) for one in purposes if one.is_open for channel in one.channels}


def fields_of_consent(purposes: Iterable[Purpose]) -> tuple[Field, ...]:
    """Returns a flag for each purpose and channel: whether it is allowed now. Known of everybody."""
    return tuple(_consent(column, *place) for column, place in places_of_consent(purposes).items())


def _consent(column: str, purpose: Purpose, channel: Channel) -> Field:
    zh, en, way = purpose.name.zh, purpose.name.en, CHANNELS[channel]
    label, yes = Text(f"允许：{zh}", f"Allowed: {en}"), Text(f"现在允许用于“{zh}”", f"may be used for “{en}” now")
    no = Text(f"现在不允许用于“{zh}”", f"may not be used for “{en}” now")
    if channel is not Channel.ALL:
        label = Text(f"允许联系：{zh}·{way.zh}", f"May be contacted: {en} by {way.en}")
        yes = Text(f"现在可以通过{way.zh}联系（{zh}）", f"may be contacted by {way.en} for “{en}” now")
        no = Text(f"现在不可以通过{way.zh}联系（{zh}）", f"may not be contacted by {way.en} for “{en}” now")
    return Field(f"{CONSENT}.{column}", FieldKind.FLAG, label, CONSENT, column, yes=yes, no=no)


def field_of_ladder(code: str, programme: Text, tiers: Iterable[Tier]) -> Field:
    """Returns the tier of one programme; who is no active member has none. Codes are in capital letters, names of fields in small ones."""
    label = Text(f"{programme.zh}：会员等级", f"{programme.en}: tier")
    return Field(f"{TIER}.{code.lower()}", FieldKind.TEXT, label, TIER, code, options=tuple(Option(one.code, one.name) for one in tiers))
