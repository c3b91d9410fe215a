"""Every column of the satisfaction model with its words, and the reason it belongs to (rule J5)."""

from xenia.insight.explaining import Feature, Words

CHOICES = ("gender", "loyal", "purpose", "cabin")
NUMBERS = ("age", "distance", "departure_delay_minutes", "arrival_delay_minutes")
TOUCHPOINT_WORDS = {
    "wifi": Words("机上无线网络", "the wifi on board"),
    "times": Words("起降时间是否方便", "how convenient the times were"),
    "booking": Words("网上预订是否容易", "how easy it was to book online"),
    "gate": Words("登机口位置", "where the gate was"),
    "food": Words("餐饮", "food and drink"),
    "boarding": Words("网上值机登机", "boarding online"),
    "seat": Words("座椅舒适", "the comfort of the seat"),
    "entertainment": Words("机上娱乐", "the entertainment on board"),
    "crew": Words("登机后的接待", "the service on board"),
    "leg_room": Words("腿部空间", "the leg room"),
    "baggage": Words("行李处理", "how baggage was handled"),
    "check_in": Words("值机服务", "the check-in"),
    "service": Words("空中服务", "the service in flight"),
    "cleanliness": Words("清洁", "cleanliness"),
}
TOUCHPOINTS = tuple(TOUCHPOINT_WORDS)
JOURNEY = {
    "gender": ("性别", "gender", "passenger"),
    "loyal": ("是否常客", "whether a regular customer", "passenger"),
    "purpose": ("出行目的", "purpose of travel", "journey"),
    "cabin": ("舱位", "cabin", "journey"),
    "age": ("年龄", "age", "passenger"),
    "distance": ("航程", "distance flown", "journey"),
    "departure_delay_minutes": ("起飞延误(分钟)", "minutes late at departure", "delay"),
    "arrival_delay_minutes": ("到达延误(分钟)", "minutes late at arrival", "delay"),
}
REASONS = TOUCHPOINT_WORDS | {
    "passenger": Words("乘客的年龄、性别和是否常客", "age, gender and whether a regular customer"),
    "journey": Words("出行目的、舱位和航程", "purpose, cabin and distance of the journey"),
    "delay": Words("延误", "the delay"),
}
FEATURES = (
    *(Feature(name, words.zh, words.en, "ratings", "不适用", "not applicable", name) for name, words in TOUCHPOINT_WORDS.items()),
    *(Feature(name, zh, en, "ratings", "未知", "not known", reason) for name, (zh, en, reason) in JOURNEY.items()),
)
REASON_OF = {feature.name: feature.reason for feature in FEATURES}
