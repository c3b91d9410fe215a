"""Loyalty's part of the data map. Pure."""

from xenia.kernel.personal import Erasing, FoundBy, Handling, Whose, table
from xenia.kernel.texts import Text

BOOKS = Text(
    "账目须保留：与客人的联系在会员记录中删除，账上只余编号与积分。",
    "Books are kept by law: the person leaves the membership, and what stays in the books is a number and points.",
)
_MEMBERS = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.ANONYMISE, "guests", BOOKS)
_BOOKS = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.KEEP, "", BOOKS)
"""Found by the member, whom the guest's id leads to; once the membership is cut loose they are nobody's."""

STORES = (
    table(
        "loyalty_programme", "会员计划", "Loyalty programmes",
        none="id code name_zh name_en currency time_zone state open_from version created_by created_at changed_at",
    ),
    table("loyalty_policyversion", "会员计划的规则版本", "Versions of a programme's policy", none="id programme_id number value changed_by changed_at"),
    table("loyalty_pointkind", "积分种类", "Kinds of points", none="id programme_id code role name_zh name_en has_lots"),
    table(
        "loyalty_member", "会员", "Members", _MEMBERS,
        pseudonym="id guest_id", identity="number",
        none="programme_id state enrolled_on enrolled_by channel merged_into left_on created_at",
    ),
    table(
        "loyalty_account", "积分账户", "Accounts of points", _BOOKS, finance="posted reserved incoming floor", pseudonym="member_id",
        none="id point_kind_id role holder is_counted has_lots",
    ),
    table(
        "loyalty_transfer", "积分流水", "Transfers of points", _BOOKS, finance="amount", behaviour="cause source details value_on",
        none="id key phase from_account_id to_account_id of deed booked_on expires_on by at",
    ),
    table(
        "loyalty_lot", "积分批次", "Lots of points", _BOOKS, finance="amount unused", behaviour="value_on",
        none="id account_id transfer_id earned_by expires_on",
    ),
    table("loyalty_lotuse", "积分批次的使用", "Uses of lots", _BOOKS, finance="amount", none="id transfer_id taker_id lot_id"),
    table("loyalty_earningrule", "积分规则", "Rules of earning", none="id programme_id code created_by created_at"),
    table(
        "loyalty_earningruleversion", "积分规则的版本", "Versions of a rule of earning",
        none="id rule_id number valid_from valid_until value changed_by changed_at",
    ),
    table(
        "loyalty_unearned", "未得积分清单", "What earned nothing", _BOOKS, pseudonym="member_id", behaviour="source part why details",
        none="id programme_id noticed_at",
    ),
    table("loyalty_earningrun", "积分计算记录", "Runs of earning", none="id programme_id since as_of purchases transfers finished_at"),
    table(
        "loyalty_claim", "补登申请", "Claims of missing points", _BOOKS, pseudonym="member_id booking_id", behaviour="proof state refused_for transfers",
        none="id claimed_by claimed_at decided_by decided_at",
    ),
    table("loyalty_tierversion", "等级规则版本", "Versions of a programme's tiers", none="id programme_id number valid_from value changed_by changed_at"),
    table(
        "loyalty_tiergrant", "等级匹配、挑战与手工等级", "Tiers given: matches, challenges, by hand", _BOOKS,
        pseudonym="member_id reference", behaviour="kind tier state since deadline until asks evidence reason",
        none="id offered_on answer_until days offered_by created_at",
    ),
    table(
        "loyalty_standing", "会员当前等级", "Where members stand", _BOOKS, pseudonym="member_id",
        behaviour="tier since until reason next_tier next_by progress_permille", none="programme_id review_on",
    ),
    table("loyalty_tierchange", "等级变动", "Changes of tier", _BOOKS, pseudonym="member_id", behaviour="on before tier reason", none="id programme_id"),
)  # fmt: skip
