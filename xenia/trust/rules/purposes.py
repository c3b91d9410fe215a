"""The purposes a company starts with, and what makes a purpose or a notice whole. Pure."""

from xenia.kernel.texts import Text
from xenia.trust.types.consent import Channel, GdprBasis, NewNotice, PiplBasis, Purpose, SeparateConsent

ALL = (Channel.ALL,)
MARKETING = (Channel.SMS, Channel.EMAIL, Channel.WECHAT, Channel.PHONE, Channel.APP_PUSH, Channel.POST)
NOTICE_LETTERS_MIN = 10
NOTICE_LETTERS_MAX = 10_000


def _asked(code: str, name: Text, description: Text, *, separate: SeparateConsent, channels: tuple[Channel, ...], months: int) -> Purpose:
    return Purpose(code, name, description, PiplBasis.CONSENT, GdprBasis.CONSENT, separate, channels, months, True, True)


_S = SeparateConsent
FIRST_PURPOSES = (
    Purpose(
        "service",
        Text("履行预订与服务", "Bookings and service"),
        Text("预订、入住、出行、退改与客诉所必需的联系与处理。", "What a booking, a stay, a journey, a change or a complaint needs."),
        PiplBasis.CONTRACT, GdprBasis.CONTRACT, _S.NONE, ALL, None, False, True,
    ),
    _asked(
        "marketing",
        Text("营销信息", "Marketing"),
        Text("发送优惠、活动与推荐；每个渠道分别同意。", "Offers, events and suggestions; each channel is asked for by itself."),
        separate=_S.NONE, channels=MARKETING, months=24,
    ),
    _asked(
        "profiling",
        Text("个性化推荐", "Personal recommendations"),
        Text("根据预订与浏览推断偏好，挑选展示的内容；不用于定价。", "Preferences from bookings choose what is shown; never a price."),
        separate=_S.NONE, channels=ALL, months=24,
    ),
    _asked(
        "sharing",
        Text("向合作伙伴提供", "Sharing with partners"),
        Text("向列明的合作伙伴提供个人信息（个人信息保护法第二十三条）。", "Handing data to partners who are named (PIPL art. 23)."),
        separate=_S.SHARING, channels=ALL, months=12,
    ),
    _asked(
        "sensitive_data",
        Text("敏感个人信息", "Sensitive data"),
        Text("证件、健康与饮食禁忌、行踪等（第二十九条）。", "Documents, health and diet, whereabouts (PIPL art. 29)."),
        separate=_S.SENSITIVE, channels=ALL, months=12,
    ),
    _asked(
        "cross_border",
        Text("向境外提供", "Transfer abroad"),
        Text("超出本人预订所必需的出境（第三十九条）。", "Transfers abroad beyond what the guest's own booking needs (PIPL art. 39)."),
        separate=_S.CROSS_BORDER, channels=ALL, months=12,
    ),
    _asked(
        "research",
        Text("调研与改进", "Research"),
        Text("问卷、访谈与服务改进研究。", "Surveys, interviews, studies that improve the service."),
        separate=_S.NONE, channels=ALL, months=24,
    ),
)  # fmt: skip
"""A policy of the company from the first start on; changed under Consent."""


def fault_of_purpose(purpose: Purpose) -> Text | None:
    """What keeps a purpose from being saved, None where nothing does."""
    if not all((purpose.name.zh.strip(), purpose.name.en.strip(), purpose.description.zh.strip(), purpose.description.en.strip())):
        return Text("名称与说明都需要中文和英文。", "A purpose needs its name and description in Chinese and in English.")
    if not purpose.channels or (Channel.ALL in purpose.channels and len(purpose.channels) > 1):
        return Text("请选择“不分渠道”，或选择一个以上具体渠道。", "Choose either no channel in particular, or one or more channels.")
    if purpose.separate and not purpose.needs_consent:
        return Text(
            f"第 {purpose.separate} 条要求单独同意；法律依据须为“同意”。",
            f"Article {purpose.separate} asks for a consent of its own; the ground has to be consent.",
        )
    if purpose.valid_months is not None and not 1 <= purpose.valid_months <= 120:
        return Text("有效期须为 1 至 120 个月。", f"A consent lasts 1 to 120 months, not {purpose.valid_months}.")
    return None


def asks_again(before: Purpose, after: Purpose) -> bool:
    """Whether a change is one of purpose or method (N6, PIPL art. 14): another ground, or another article of separate consent.

    Earlier consents then no longer count. A new channel needs no such rule: nobody has been asked on it.
    """
    return (before.pipl_basis, before.separate) != (after.pipl_basis, after.separate)


def fault_of_notice(notice: NewNotice, *, version: int) -> Text | None:
    """What keeps a notice from being published, None where nothing does."""
    if not all(NOTICE_LETTERS_MIN <= len(text.strip()) <= NOTICE_LETTERS_MAX for text in (notice.text.zh, notice.text.en)):
        return Text(
            f"告知书需要中文和英文，各 {NOTICE_LETTERS_MIN} 至 {NOTICE_LETTERS_MAX} 字。",
            f"A notice needs a Chinese and an English text of {NOTICE_LETTERS_MIN} to {NOTICE_LETTERS_MAX} letters each.",
        )
    if version > 1 and not (notice.change.zh.strip() and notice.change.en.strip()):
        return Text(
            "请用中文和英文各写一句话，说明与上一版的不同。",
            "Say in one sentence, in both languages, what differs from the version before.",
        )
    return None
