"""What each action of loyalty is called in the audit log, and its codes as people say them: a part of audit_words.py. Pure (rule L9)."""

from xenia.kernel.texts import Text

LOYALTY = {
    "programme.created": "{actor} 新建了{subject}（{code}）|{actor} created {subject} ({code})",
    "programme.opened": "{actor} 开放了{subject}|{actor} opened {subject}",
    "programme.ended": "{actor} 结束了{subject}|{actor} ended {subject}",
    "programme.policy_changed": "{actor} 修改了{subject}的规则（第 {version} 版）|{actor} changed rules of {subject} (version {version})",
    "programme.members_enrolled": "{actor} 为{subject}办理了 {members} 位会员入会|{actor} enrolled {members} members in {subject}",
    "programme.earning_rule_set": "{actor} 设定了{subject}的积分规则 {code}（第 {version} 版）|"
    "{actor} set the earning rule {code} of {subject} (version {version})",
    "programme.budget_funded": "{actor} 为{subject}的规则 {code} 增加了 {points} 分预算|"
    "{actor} added {points} points to the budget of the rule {code} of {subject}",
    "member.claimed": "{actor} 为{subject}登记了补登申请（依据：{proof}）|"
    "{actor} took a claim of missing points for {subject} (proof: {proof})",
    "member.claim_granted": "{actor} 同意了{subject}的补登申请（{transfers} 笔入账）|"
    "{actor} granted a claim of {subject} ({transfers} transfers)",
    "member.claim_refused": "{actor} 拒绝了{subject}的补登申请（{why}）|{actor} refused a claim of {subject} ({why})",
    "programme.tiers_changed": "{actor} 修改了{subject}的等级（第 {version} 版）|"
    "{actor} changed the tiers of {subject} (version {version})",
    "programme.closing_ordered": "{actor} 开始对{subject}的 {month} 月结账|{actor} began to close {month} of {subject}",
    "programme.closing_cancelled": "{actor} 中止了{subject}的 {month} 月结账|{actor} stopped the closing of {month} of {subject}",
    "programme.month_closed": "{subject}的 {month} 已结账|{month} of {subject} was closed",
    "programme.accounting_changed": "{actor} 修改了{subject}的会计规则（第 {version} 版）|"
    "{actor} changed the accounting of {subject} (version {version})",
    "programme.bookings_compared": "{actor} 将{subject}的积分与预订对账|{actor} compared the points of {subject} with the bookings",
    "member.match_offered": "{actor} 为{subject}提供了等级匹配（{tier}，{days} 天）|"
    "{actor} offered {subject} a match of {tier} for {days} days",
    "member.challenge_offered": "{actor} 为{subject}提供了等级挑战（{tier}，{days} 天）|"
    "{actor} offered {subject} a challenge of {days} days for {tier}",
    "member.offer_accepted": "{actor} 登记了{subject}接受 {tier} 邀约|{actor} noted that {subject} accepted the offer of {tier}",
    "member.tier_withdrawn": "{actor} 撤回了{subject}的 {tier} 优待|{actor} withdrew {tier} from {subject}",
    "member.tier_by_hand": "{actor} 手工授予{subject} {tier} 至 {until}（{reason}）|"
    "{actor} gave {subject} {tier} by hand until {until} ({reason})",
    "member.benefit_held": "{actor} 为{subject}预留了权益 {benefit}（{uses} 次）|{actor} held back {uses} uses of {benefit} for {subject}",
    "member.benefit_used": "{actor} 确认{subject}使用了权益（{uses} 次）|{actor} confirmed {uses} uses of a benefit by {subject}",
    "member.benefit_given_back": "{actor} 为{subject}退回了权益（{uses} 次）|{actor} gave {subject} back {uses} uses of a benefit",
    "programme.coupons_created": "{actor} 为{subject}新建了优惠券批次 {code}（{total} 张）|"
    "{actor} made a batch {code} of {total} coupons for {subject}",
    "programme.coupons_changed": "{actor} 修改了{subject}的优惠券 {code} 的规则（第 {version} 版）|"
    "{actor} changed the terms of the coupons {code} of {subject} (version {version})",
    "programme.coupons_opened": "{actor} 重新开放了{subject}的优惠券批次 {code}|{actor} opened the coupons {code} of {subject} again",
    "programme.coupons_closed": "{actor} 停发了{subject}的优惠券批次 {code}|{actor} closed the coupons {code} of {subject}",
    "programme.coupons_printed": "{actor} 生成了{subject}的优惠券 {code} 的 {count} 个券码|"
    "{actor} made {count} codes of the coupons {code} of {subject}",
    "programme.bundle_created": "{actor} 为{subject}新建了礼包 {code}|{actor} made a bundle {code} for {subject}",
    "member.coupons_given": "{actor} 为{subject}发放了 {count} 张优惠券（{code}）|{actor} gave {subject} {count} coupons ({code})",
    "programme.reward_created": "{actor} 为{subject}新建了奖励 {code}|{actor} made a reward {code} for {subject}",
    "programme.reward_changed": "{actor} 修改了{subject}的奖励 {code} 的条款（第 {version} 版）|"
    "{actor} changed the terms of the reward {code} of {subject} (version {version})",
    "programme.reward_stocked": "{actor} 为{subject}的奖励 {code} 增加了 {pieces} 份库存|"
    "{actor} added {pieces} pieces to the reward {code} of {subject}",
    "member.reward_held": "{actor} 为{subject}预留了奖励 {code}（{points} 分）|"
    "{actor} held the reward {code} for {subject} ({points} points)",
    "member.reward_confirmed": "{actor} 确认了{subject}的奖励 {code}（{points} 分）|"
    "{actor} confirmed the reward {code} of {subject} ({points} points)",
    "member.reward_cancelled": "{actor} 为{subject}取消了奖励 {code}（退回 {points} 分）|"
    "{actor} cancelled the reward {code} of {subject} ({points} points given back)",
    "programme.partner_created": "{actor} 为{subject}新建了合作伙伴 {code}|{actor} created the partner {code} of {subject}",
    "programme.partner_changed": "{actor} 修改了{subject}的合作伙伴 {code}|{actor} changed the partner {code} of {subject}",
    "programme.partner_begun": "{actor} 启用了{subject}与合作伙伴 {code} 的往来|{actor} began booking with the partner {code} of {subject}",
    "programme.partner_ended": "{actor} 结束了{subject}与合作伙伴 {code} 的往来|{actor} ended booking with the partner {code} of {subject}",
    "programme.partner_rates_set": "{actor} 设定了{subject}与合作伙伴 {code} 的费率（第 {version} 版）|"
    "{actor} set the rates of {subject} with the partner {code} (version {version})",
    "programme.partner_file_checked": "{actor} 检查了{subject}的合作伙伴 {code} 的文件|"
    "{actor} had a file of the partner {code} of {subject} checked",
    "programme.partner_file_ordered": "{actor} 执行了{subject}的合作伙伴 {code} 的文件|"
    "{actor} had a file of the partner {code} of {subject} booked",
    "programme.partner_file_cancelled": "{actor} 中止了{subject}的合作伙伴 {code} 的文件|"
    "{actor} stopped a file of the partner {code} of {subject}",
    "programme.partner_file_booked": "{subject}的合作伙伴 {code} 的文件已入账 {lines} 笔，未入账 {refused} 笔|"
    "{lines} lines of a file of the partner {code} of {subject} were booked, {refused} were not",
    "programme.partner_faults_fetched": "{actor} 下载了{subject}的合作伙伴 {code} 文件中未入账的行|"
    "{actor} fetched the lines of a file of the partner {code} of {subject} that were not booked",
    "member.partner_earned": "{subject}在合作伙伴 {code} 累积 {points} 分，由 {actor} 记入|"
    "{subject} earned {points} points at the partner {code}, by {actor}",
    "member.partner_held": "{actor} 为{subject}预留 {points} 分，用于合作伙伴 {code}|"
    "{actor} held {points} points of {subject} for the partner {code}",
    "member.partner_used": "{actor} 确认{subject}在合作伙伴 {code} 使用了 {points} 分|"
    "{actor} confirmed that {subject} used {points} points at the partner {code}",
    "member.partner_cancelled": "{actor} 取消了{subject}为合作伙伴 {code} 预留的 {points} 分|"
    "{actor} freed {points} points of {subject} held for the partner {code}",
    "member.partner_reversed": "{subject}在合作伙伴 {code} 的一笔积分冲回 {points} 分，由 {actor} 记入|"
    "{points} points of a line of {subject} at the partner {code} were taken back, by {actor}",
    "gift_card.policy_changed": "{actor} 修改了{subject}的礼品卡规定（第 {version} 版）|"
    "{actor} changed the rules of gift cards of {subject} (version {version})",
    "gift_card.issued": "{actor} 为{subject}发出礼品卡（{minor}）|{actor} issued a gift card of {subject} ({minor} minor units)",
    "gift_card.held": "{actor} 预留了{subject}礼品卡余额 {minor}|{actor} held {minor} minor units on a gift card of {subject}",
    "gift_card.used": "{actor} 确认使用{subject}礼品卡余额 {minor}|"
    "{actor} confirmed that {minor} minor units of a gift card of {subject} were used",
    "gift_card.given_back": "{actor} 向{subject}的礼品卡退回 {minor}|{actor} gave {minor} minor units back to a gift card of {subject}",
    "gift_card.paid_out": "{actor} 退还了{subject}礼品卡余额 {minor}|{actor} paid out {minor} minor units of a gift card of {subject}",
    "gift_card.extended": "{actor} 延长了{subject}的一张礼品卡至 {until}|{actor} extended a gift card of {subject} until {until}",
    "programme.referral_terms_set": "{actor} 设定了{subject}的推荐规则（第 {version} 版）|"
    "{actor} set the terms of referrals of {subject} (version {version})",
    "programme.referrals_funded": "{actor} 为{subject}的推荐奖励增加了 {points} 分预算|"
    "{actor} added {points} points to the budget of referrals of {subject}",
    "member.referral_code_made": "{actor} 为{subject}生成了推荐码|{actor} made a referral code for {subject}",
    "member.referral_code_revoked": "{actor} 停用了{subject}的推荐码|{actor} revoked the referral code of {subject}",
    "member.referred": "{actor} 登记了{subject}由他人推荐（{state}，{why}）|{actor} noted that {subject} was referred ({state}, {why})",
    "member.referral_approved": "{actor} 审核通过了{subject}的推荐（{state}）|{actor} approved the referral of {subject} ({state})",
    "member.referral_refused": "{actor} 拒绝了{subject}的推荐（{why}）|{actor} refused the referral of {subject} ({why})",
    "coupon.held": "{actor} 为{subject}的预订使用了 {coupons} 张优惠券|{actor} held {coupons} coupons for a booking of {subject}",
    "coupon.used": "{actor} 确认了{subject}的一次用券|{actor} confirmed that coupons of {subject} were used",
    "coupon.given_back": "{actor} 为{subject}退回了 {coupons} 张优惠券|{actor} gave back {coupons} coupons of {subject}",
    "member.enrolled": "{actor} 为{subject}办理入会（{programme}）|{actor} enrolled {subject} ({programme})",
    "member.left": "{actor} 为{subject}办理退会（{programme}）|{actor} ended the membership of {subject} ({programme})",
    "loyalty_index.policy_changed": "{actor} 修改了忠诚指数的规则（第 {version} 版）|"
    "{actor} changed the policy of the loyalty index (version {version})",
    "loyalty_index.ordered": "{actor} 要求计算忠诚指数|{actor} ordered the loyalty index to be computed",
    "loyalty_index.cancelled": "{actor} 停止了一次忠诚指数计算|{actor} stopped a computation of the loyalty index",
    "member.points_adjusted": "{actor} 为{subject}人工调整 {kind} {points}（{reason}）|"
    "{actor} adjusted {kind} of {subject} by {points} ({reason})",
    "member.adjustment_asked": "{actor} 申请为{subject}人工调整 {kind} {points}（{reason}），待复核|"
    "{actor} asked to adjust {kind} of {subject} by {points} ({reason}); a second person decides",
    "member.adjustment_taken_back": "{actor} 撤回了{subject}的一次人工调整：{kind} {points}（{reason}）|"
    "{actor} took back an adjustment of {subject}: {kind} {points} ({reason})",
    "member.points_passed": "{subject}转赠积分 {points}（{kind}），由 {actor} 办理|"
    "Points of {subject} were passed on: {points} ({kind}), by {actor}",
    "member.gift_held": "{subject}赠送积分 {points}（{kind}），待接收，由 {actor} 办理|"
    "{points} points ({kind}) of {subject} wait to be accepted, by {actor}",
    "member.gift_returned": "{subject}的赠送积分 {points} 已退回（{kind}），由 {actor} 办理|"
    "{points} points ({kind}) of {subject} went back to who gave them, by {actor}",
    "member.family_opened": "{actor} 为{subject}创建了家庭|{actor} opened a family for {subject}",
    "member.family_invited": "{actor} 登记了邀请{subject}加入家庭|{actor} noted that {subject} was invited to a family",
    "member.family_invitation_withdrawn": "{actor} 登记了撤回对{subject}的家庭邀请|"
    "{actor} noted that the invitation of {subject} was taken back",
    "member.family_joined": "{actor} 登记了{subject}加入家庭（共享积分：{shares}）|"
    "{actor} noted that {subject} joined a family (shares: {shares})",
    "member.family_declined": "{actor} 登记了{subject}谢绝家庭邀请|{actor} noted that {subject} declined to join a family",
    "member.family_minor_added": "{actor} 由监护人将{subject}加入家庭（共享积分：{shares}）|"
    "{actor} added {subject} to a family by the guardian (shares: {shares})",
    "member.family_left": "{subject}离开了家庭，由 {actor} 登记|{subject} left the family, noted by {actor}",
    "member.family_head_followed": "{subject}成为家庭负责人，由 {actor} 登记|{subject} became the head of the family, noted by {actor}",
    "member.sharing_agreed": "{actor} 登记了{subject}同意家庭共用积分|{actor} noted that {subject} agreed to share points",
    "member.sharing_ended": "{actor} 登记了{subject}停止家庭共用积分|{actor} noted that {subject} shares points no more",
    "member.company_enrolled": "{actor} 为企业办理入会：{subject}（{programme}）|{actor} enrolled the company {subject} ({programme})",
    "member.traveller_added": "{actor} 登记了{subject}作为企业出行人（{role}，同意方式：{agreed_by}）|"
    "{actor} noted that {subject} travels for a company ({role}, agreed by {agreed_by})",
    "member.traveller_removed": "{actor} 登记了{subject}不再是企业出行人|{actor} noted that {subject} travels for a company no more",
    "member.guardian_consented": "{actor} 登记了监护人同意{subject}入会|"
    "{actor} noted that a guardian agreed to the membership of {subject}",
    "programme.member_price_created": "{actor} 为{subject}新建了会员价 {code}|{actor} made the member price {code} of {subject}",
    "programme.member_price_changed": "{actor} 修改了{subject}的会员价 {code}（第 {version} 版）|"
    "{actor} changed the member price {code} of {subject} (version {version})",
    "programme.club_set": "{actor} 设定了{subject}的俱乐部 {code}（第 {version} 版）|"
    "{actor} set the club {code} of {subject} (version {version})",
    "programme.club_event_set": "{actor} 设定了{subject}的俱乐部活动 {code}（{places} 个名额）|"
    "{actor} set the event {code} of the club of {subject} ({places} places)",
    "programme.club_event_cancelled": "{actor} 取消了{subject}的俱乐部活动 {code}|"
    "{actor} cancelled the event {code} of the club of {subject}",
    "member.club_invited": "{actor} 邀请{subject}加入俱乐部 {code}（{reason}）|{actor} invited {subject} to the club {code} ({reason})",
    "member.club_answered": "{actor} 登记了{subject}对俱乐部 {code} 邀请的答复（{state}）|"
    "{actor} noted the answer of {subject} to the club {code} ({state})",
    "member.club_left": "{actor} 登记{subject}离开俱乐部 {code}|{actor} noted that {subject} left the club {code}",
    "member.club_contact_set": "{actor} 更换了{subject}在俱乐部 {code} 的联系人|"
    "{actor} changed the contact of {subject} in the club {code}",
    "member.club_replied": "{actor} 登记了{subject}对活动 {code} 的答复（{state}）|"
    "{actor} noted the reply of {subject} to the event {code} ({state})",
    "member.club_attended": "{actor} 登记{subject}出席了活动 {code}（{people} 人）|"
    "{actor} noted that {subject} was at the event {code} ({people})",
    "programme.take_over_checked": "{actor} 检查了{subject}要导入的现有计划（接管日 {as_of}）|"
    "{actor} checked the files of a programme for {subject} (as of {as_of})",
    "programme.take_over_ordered": "{actor} 开始将现有计划导入{subject}（接管日 {as_of}）|"
    "{actor} began to take a programme over into {subject} (as of {as_of})",
    "programme.take_over_cancelled": "{actor} 中止了向{subject}导入现有计划（接管日 {as_of}）|"
    "{actor} stopped taking a programme over into {subject} (as of {as_of})",
    "programme.take_over_faults_fetched": "{actor} 下载了{subject}导入现有计划时未导入的行（接管日 {as_of}）|"
    "{actor} fetched the lines not brought when a programme was taken over into {subject} (as of {as_of})",
    "programme.taken_over": "现有计划已导入{subject}：{members} 位会员、{lines} 行余额|"
    "A programme was taken over into {subject}: {members} members, {lines} lines of balances",
}
LOYALTY_VALUES = {
    "goodwill": Text("服务补偿", "goodwill"),
    "system_error": Text("系统错误", "an error of a system"),
    "missing_stay": Text("补记漏登的住宿", "a missing stay"),
    "fraud": Text("违规所得", "fraud"),
    "earlier_mistake": Text("更正先前的失误", "a mistake made before"),
    "other_reason": Text("其他", "another reason"),
    "take_back": Text("撤回", "taken back"),
}
