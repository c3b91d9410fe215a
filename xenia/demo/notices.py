"""What the demonstration tells its guests before it asks them: one notice a purpose, in the versions it had."""

from dataclasses import dataclass

from xenia.kernel.texts import Text

NOTHING = Text("", "")


@dataclass(frozen=True)
class DemoNotice:
    """One version; in use since so many months before today."""

    purpose: str
    months_ago: int
    text: Text
    change: Text = NOTHING
    asks_again: bool = False


_MARKETING = Text(
    "我们想把适合您的优惠、活动和目的地推荐发给您。\n\n"
    "谁：云行旅业有限公司及旗下宾至酒店、云行航旅、云行假期。\n"
    "用什么：您的姓名、您选择的联系方式、预订过的产品类别。\n"
    "怎么发：短信、邮件、微信、电话、App 推送或邮寄，每一种由您单独选择；每月合计不超过 6 条，晚 9 点至早 8 点不打扰。\n"
    "多久：自您同意起 24 个月，到期前会再次征求。\n"
    "不同意或撤回都不影响预订、价格和服务。随时可回复 TD、在“我的—隐私”中关闭，或告诉任何一位同事，立即生效。\n"
    "问题与投诉：隐私负责人方正，privacy@yunxing.example.com。",
    "We would like to send you offers, events and ideas for journeys.\n\n"
    "Who: Yunxing Travel with Binzhi Hotels, Yunxing Air and Yunxing Holidays.\n"
    "What we use: your name, the contact you choose, and the kinds of products you booked.\n"
    "How: by SMS, e-mail, WeChat, phone, app or post, each of which you choose by itself; at most 6 a month in all, never between 9 pm "
    "and 8 am.\n"
    "How long: 24 months from today; we ask again before that ends.\n"
    "Saying no, or taking it back, changes nothing about bookings, prices or service. Reply TD, switch it off under My privacy, "
    "or tell any "
    "of us; it counts at once.\n"
    "Questions: Fang Zheng, privacy officer, privacy@yunxing.example.com.",
)
_PROFILING = Text(
    "我们想根据您的预订、入住和浏览记录推断您的旅行偏好，用来挑选首页、App 和邮件中展示的内容。\n\n"
    "不会用于：定价、是否有房、排队先后。任何客人在同一时间看到的公开价格相同。\n"
    "多久：24 个月。您可以随时关闭个性化，之后看到的是不针对个人的内容。\n"
    "您可以要求我们说明某条推荐的理由，也可以拒绝仅由系统作出的、对您有重大影响的决定。",
    "We would like to draw your travel preferences from your bookings, stays and visits, to choose what is shown to you on the "
    "home page, in "
    "the app and in e-mails.\n\n"
    "Never used for: prices, availability, or who is served first. The public price is the same for everyone at the same moment.\n"
    "How long: 24 months. Switch it off at any time; what you see then is not chosen for you personally.\n"
    "You can ask why something was suggested, and refuse decisions of weight that only a system makes.",
)
_SHARING = Text(
    "经您单独同意，我们会把您的姓名、手机号和到店日期提供给：当地接送公司“途安用车”，用于安排车辆；积分伙伴“星途里程”，用于累积里程。\n\n"
    "接收方不得用于其他目的；停止合作或您撤回后 30 日内删除。\n"
    "有效期 12 个月。不同意不影响预订，只是无法使用上述服务。",
    "With your separate consent we hand your name, phone number and day of arrival to the local driver Tu'an Cars, to arrange a "
    "car, and to "
    "the points partner Startrip Miles, to credit miles.\n\n"
    "They may use it for nothing else, and delete it within 30 days after the partnership ends or you withdraw.\n"
    "It lasts 12 months. Without it your booking is the same; only these services are not possible.",
)
_SHARING_NEW = Text(
    _SHARING.zh.replace("积分伙伴“星途里程”，用于累积里程。", "积分伙伴“星途里程”，用于累积里程；旅行保险公司“安途保险”，用于出单。"),
    _SHARING.en.replace("to credit miles.", "to credit miles, and to the insurer Antu, to issue a policy."),
)
_SENSITIVE = Text(
    "以下属于敏感个人信息，仅在您单独同意后记录：饮食禁忌与过敏、行动或健康方面的照顾需要、宗教相关的餐食要求。\n\n"
    "为什么需要：安排餐食、房间和出行照顾，避免对您造成伤害。不提供不影响入住，但可能无法安排相应照顾。\n"
    "谁能看见：为您服务的门店与客服，逐次留痕。保存 12 个月，或您撤回时立即删除。\n"
    "未满 14 周岁由监护人决定。",
    "The following is sensitive, and we keep it only with your separate consent: allergies and diet, needs of mobility or health, meals "
    "required by religion.\n\n"
    "Why: to arrange meals, rooms and journeys so that nothing harms you. Without it you can stay all the same, but we may not be able to "
    "look after you in this.\n"
    "Who sees it: the hotel and the agents who serve you, each time recorded. Kept 12 months, or deleted at once when you withdraw.\n"
    "For a child under 14 a guardian decides.",
)
_CROSS_BORDER = Text(
    "预订境外酒店、航班和向导所必需的信息会发送给境外供应商，这不需要另行同意。\n\n"
    "经您单独同意，我们还会把您的会员号与偏好提供给新加坡的合作伙伴 Wanderwell Pte. Ltd.，用于在境外门店识别您的会员身份。\n"
    "您可以向该公司行使查阅、更正、删除的权利：privacy@wanderwell.example.com。有效期 12 个月，随时可撤回。",
    "What a hotel, flight or guide abroad needs for your own booking is sent there without further consent.\n\n"
    "With your separate consent we also send your membership number and preferences to our partner Wanderwell Pte. Ltd. in "
    "Singapore, so that "
    "its shops abroad know you as a member.\n"
    "You can ask that company to show, correct or delete them: privacy@wanderwell.example.com. It lasts 12 months; withdraw at any time.",
)
_RESEARCH = Text(
    "我们想偶尔请您填写问卷或参加访谈，用来改进酒店、航线和客服。每季度不超过 1 次，每次约 3 分钟。\n\n"
    "回答与您的身份分开保存；报告中只有汇总结果。有效期 24 个月，随时可退出，不影响任何服务。",
    "Now and then we would like to ask you to fill in a survey or take part in an interview, to improve hotels, routes and "
    "service: at most "
    "once a quarter, about 3 minutes each.\n\n"
    "Answers are kept apart from who you are; reports hold totals only. It lasts 24 months; leave at any time, nothing else changes.",
)

_MARKETING_FIRST = Text(
    _MARKETING.zh.replace("；每月合计不超过 6 条，晚 9 点至早 8 点不打扰", ""),
    _MARKETING.en.replace("; at most 6 a month in all, never between 9 pm and 8 am", ""),
)

NOTICES = (
    DemoNotice("marketing", 32, _MARKETING_FIRST),
    DemoNotice(
        "marketing",
        14,
        _MARKETING,
        Text("写明每月条数与免打扰时段；目的与方式不变。", "Names the limit a month and the quiet hours; nothing else changed."),
    ),
    DemoNotice("profiling", 32, _PROFILING),
    DemoNotice("sharing", 32, _SHARING),
    DemoNotice(
        "sharing",
        4,
        _SHARING_NEW,
        Text("新增接收方“安途保险”，需重新征求同意。", "The insurer Antu is a new recipient; everybody is asked again."),
        asks_again=True,
    ),
    DemoNotice("sensitive_data", 32, _SENSITIVE),
    DemoNotice("cross_border", 20, _CROSS_BORDER),
    DemoNotice("research", 32, _RESEARCH),
)
