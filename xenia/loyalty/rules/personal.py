"""Loyalty's part of the data map. Pure."""

from xenia.kernel.personal import Erasing, FoundBy, Handling, Place, Whose, store, table
from xenia.kernel.texts import Text
from xenia.loyalty.rules.index_evidence import EVIDENCE

BOOKS = Text(
    "账目须保留：与客人的联系在会员记录中删除，账上只余编号与积分。",
    "Books are kept by law: the person leaves the membership, and what stays in the books is a number and points.",
)
_MEMBERS = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.ANONYMISE, "guests", BOOKS)
_WORDS = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.BLANK, "guests", BOOKS)
"""The words are emptied; what was moved stays in the books."""
_BOOKS = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.KEEP, "", BOOKS)
"""Found by the member, whom the guest's id leads to; once the membership is cut loose they are nobody's."""
_EVIDENCE = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.DELETE, "guests")

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
    table(
        "loyalty_couponbatch", "优惠券批次", "Batches of coupons",
        none="id programme_id code name_zh name_en mode account_id total is_open created_by created_at",
    ),
    table("loyalty_coupontermsversion", "优惠券规则版本", "Versions of terms of coupons", none="id batch_id number value changed_by changed_at"),
    table("loyalty_couponbundle", "优惠券礼包", "Bundles of coupons", none="id programme_id code name_zh name_en parts created_by created_at"),
    table(
        "loyalty_coupon", "已发出的优惠券", "Coupons given out", _BOOKS, pseudonym="member_id",
        none="id batch_id terms_number code_index slot key account_id given_by given_at",
    ),
    table(
        "loyalty_couponorder", "用券记录", "Uses of coupons for bookings", _MEMBERS, pseudonym="member_id guest_id source",
        finance="spend_minor off_minor", behaviour="line channel state", none="id programme_id key held_until ordered_by ordered_at ended_at",
    ),
    table(
        "loyalty_couponuse", "用券明细", "Coupons of a use", _MEMBERS, pseudonym="guest_id source", finance="off_minor", behaviour="item",
        none="id order_id place coupon_id batch_id key slot is_open",
    ),
    table("loyalty_reward", "奖励目录", "Rewards", none="id programme_id code name_zh name_en kind account_id created_by created_at"),
    table(
        "loyalty_rewardversion", "奖励条款版本", "Versions of a reward's terms",
        none="id reward_id number valid_from valid_until value changed_by changed_at",
    ),
    table(
        "loyalty_club", "俱乐部", "Clubs above the tiers",
        none="id programme_id code name_zh name_en promise_zh promise_en capacity tier_from answer_days number changed_by changed_at",
    ),
    table(
        "loyalty_clubmember", "俱乐部会员", "Members of clubs", _BOOKS, pseudonym="member_id contact_id", behaviour="state reason",
        none="id club_id invited_on answer_until joined_on ended_on invited_by created_at",
    ),
    table(
        "loyalty_clubevent", "俱乐部活动", "Events of clubs",
        none="id club_id code name_zh name_en place starts_at ends_at places guests_most reply_until is_cancelled changed_by changed_at",
    ),
    table(
        "loyalty_eventreply", "活动答复", "Replies to events", _BOOKS, pseudonym="club_member_id", behaviour="guests attended",
        none="id event_id turn replied_by replied_at",
    ),
    table("loyalty_memberprice", "会员价", "Members-only prices", none="id programme_id code name_zh name_en created_by created_at"),
    table(
        "loyalty_memberpriceversion", "会员价条款版本", "Versions of a member price's terms",
        none="id price_id number valid_from valid_until value changed_by changed_at",
    ),
    table(
        "loyalty_rewardorder", "奖励兑换记录", "Rewards ordered", _BOOKS, pseudonym="member_id source", finance="points money_minor",
        behaviour="reward_id count state confirmed_on", none="id version_number key held_until ordered_by ordered_at ended_at",
    ),
    table("loyalty_giftpolicy", "礼品卡规定版本", "Versions of rules of gift cards", none="id programme_id number value changed_by changed_at"),
    table(
        "loyalty_giftcard", "礼品卡", "Gift cards", _BOOKS, pseudonym="member_id source", finance="face_minor",
        none="id programme_id policy_number code_index account_id key expires_on issued_by issued_at",
    ),
    table(
        "loyalty_giftuse", "礼品卡使用记录", "Uses of gift cards", _BOOKS, pseudonym="source", finance="amount_minor", behaviour="state",
        none="id card_id key held_until ordered_by ordered_at ended_at",
    ),
    table(
        "loyalty_adjustment", "人工调整", "Adjustments by hand", _WORDS, pseudonym="member_id", finance="points", free_text="words",
        behaviour="reason state", none="id point_kind_id key of_id approval_id asked_by asked_at done_on done_at",
    ),
    table(
        "loyalty_passing", "转赠记录", "Points passed on", _WORDS, pseudonym="giver_id taker_id", finance="points", free_text="message",
        behaviour="kind state passed_on", none="id key wait_until asked_by asked_at ended_at",
    ),
    table(
        "loyalty_family", "会员家庭", "Families", _BOOKS, pseudonym="head_id",
        none="id programme_id opened_by opened_on opened_at closed_at",
    ),
    table(
        "loyalty_familytie", "家庭成员", "Members of families", _BOOKS, pseudonym="member_id guardian_id",
        behaviour="role state shares shares_since joined_on", none="id family_id shares_by asked_by asked_at answer_until ended_at",
    ),
    table(
        "loyalty_guardianconsent", "监护人同意", "Consents of guardians", _BOOKS, pseudonym="member_id guardian_id",
        behaviour="consented_at", none="id recorded_by",
    ),
    table("loyalty_company", "企业会员", "Companies that are members", none="member_id programme_id name credit_code closed_on"),
    table(
        "loyalty_companytie", "企业会员的出行人", "Who travels for companies", _BOOKS, pseudonym="company_id member_id",
        behaviour="role agreed_by joined_on left_on", none="id added_by added_at ended_by ended_at",
    ),
    table("loyalty_referralterms", "推荐规则版本", "Versions of terms of referrals", none="id programme_id number valid_from value changed_by changed_at"),
    table(
        "loyalty_referralcode", "推荐码", "Codes of members for their friends", _BOOKS, pseudonym="member_id code",
        none="id programme_id made_by made_at revoked_by revoked_at",
    ),
    table(
        "loyalty_referral", "推荐记录", "Friends referred", _BOOKS, pseudonym="referrer_id friend_id trip",
        behaviour="state why signs referred_on travel_until rewarded_on",
        none="id programme_id code_id key terms_number made_by made_at decided_by decided_at",
    ),
    table("loyalty_accountingversion", "积分会计规则版本", "Versions of a programme's accounting", none="id programme_id number value changed_by changed_at"),
    table(
        "loyalty_closing", "积分月结", "Closings of months",
        none="id programme_id month state step cancel_asked counted totals open_from policy_number message ordered_by ordered_at beat_at ended_at",
    ),
    table(
        "loyalty_closedcohort", "已结月份的积分批次", "Cohorts of closed months",
        none="id closing_id cohort kind sales_minor issued redeemed expired forfeited reversed passed expected share_permyriad deferred_minor "
        "recognised_minor true_up_minor",
    ),
    table(
        "loyalty_comparison", "积分与预订对账", "Comparisons of points with bookings",
        none="id programme_id state as_of purchases by_rules in_ledger found cancel_asked message ordered_by beat_at ended_at",
    ),
    table(
        "loyalty_simulation", "积分规则模拟", "Simulations of earning rules",
        none="id programme_id state codes months asked as_of purchases result cancel_asked message ordered_by beat_at ended_at",
    ),
    table(
        "loyalty_bookingdifference", "积分与预订的差异", "Bookings whose points differ", _BOOKS, pseudonym="booking_id member_id",
        behaviour="counts_on part why", finance="by_rules in_ledger", none="id comparison_id",
    ),
    table("loyalty_indexpolicy", "忠诚指数规则版本", "Versions of the policy of the loyalty index", none="id number value changed_by changed_at"),
    table(
        "loyalty_indexrun", "忠诚指数的计算", "Computations of the loyalty index",
        none="id state with_past as_of stage done total guests message cancel_asked ordered_by ordered_at beat_at ended_at",
    ),
    store(
        Place.LAKE, "guest_loyalty_index", Text("忠诚指数的依据", "Evidence of the loyalty index"), _EVIDENCE, pseudonym="guest_id",
        finance="spend_1y booking_mean",
        behaviour="tier enrolled_year " + " ".join(one.code for one in EVIDENCE if one.code not in ("spend_1y", "booking_mean")),
    ),
    table(
        "loyalty_takeover", "接管现有计划的记录", "Programmes taken over",
        none="id programme_id source_id members_upload balances_upload members_file balances_file as_of state is_ordered cancel_asked phase done "
        "total statement message ordered_by ordered_at beat_at ended_at",
    ),
    table("loyalty_takeoverfault", "接管时未导入的行", "Lines of a take-over not brought", none="id take_over_id file line code"),
    table(
        "loyalty_formernumber", "会员的原会员号", "Numbers members had before", _MEMBERS, pseudonym="member_id", identity="number",
        behaviour="said", none="programme_id take_over_id",
    ),
    table(
        "loyalty_partner", "合作伙伴", "Partners",
        none="id programme_id code name_zh name_en kind currency contact state ended_on account_id created_by created_at",
    ),
    table(
        "loyalty_partnerratesversion", "合作费率的版本", "Versions of rates with partners",
        none="id partner_id number valid_from valid_until value changed_by changed_at",
    ),
    table(
        "loyalty_partnerline", "合作伙伴流水", "Lines of partners", _BOOKS, pseudonym="member_id reference", behaviour="kind state day route",
        finance="amount asked_points points money_minor left_points left_amount",
        none="id partner_id booked_on rates_number of_id file_id held_until ordered_by ordered_at ended_at",
    ),
    table(
        "loyalty_partnerfile", "合作伙伴文件", "Files of partners",
        none="id partner_id upload_id file_name state is_ordered cancel_asked done said message ordered_by ordered_at beat_at ended_at",
    ),
    table("loyalty_partnerfault", "合作伙伴文件中未入账的行", "Lines of partners' files not booked", none="id file_id line code"),
    table("loyalty_tierchange", "等级变动", "Changes of tier", _BOOKS, pseudonym="member_id", behaviour="on before tier reason", none="id programme_id"),
)  # fmt: skip
