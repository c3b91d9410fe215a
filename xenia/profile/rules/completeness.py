"""How much is known of a guest, and what is worth asking next (rules S10 and S11, docs/algorithms/survivorship.md). Pure."""

from collections.abc import Collection

from xenia.kernel.texts import Text
from xenia.profile.types.guests import Completeness, KnownPart, Question

WEIGHTS = {
    "phone": 20,
    "name": 15,
    "email": 10,
    "birth_date": 10,
    "document": 10,
    "language": 10,
    "place": 10,
    "name_latin": 5,
    "gender": 5,
    "nationality": 5,
}
"""Rule S10: what each thing counts, 100 in all: what reaches a guest first, then what makes the next stay right."""
QUESTIONS_MAX = 3
QUESTIONS = {
    "phone": Text(
        "请问您方便留一个手机号吗？行程有变化时我们好第一时间告诉您。",
        "May I have a phone number, so that we can reach you if your trip changes?",
    ),
    "name": Text(
        "请问怎么称呼您？预订需要与证件一致的姓名。",
        "How may I address you? The booking needs your name as it stands on your document.",
    ),
    "email": Text("确认单发到哪个邮箱方便您查收？", "To which e-mail address may we send your confirmation?"),
    "birth_date": Text(
        "请问您的生日是哪一天？生日前后入住时我们想为您准备一份心意。",
        "When is your birthday? We like to prepare something when you stay around that day.",
    ),
    "language": Text("您希望我们用哪种语言与您联系？", "In which language would you like us to speak and write to you?"),
    "place": Text("请问您一般从哪个城市出发？", "From which city do you usually travel?"),
    "name_latin": Text("请问护照上的姓名拼音怎么写？订机票时需要。", "How is your name spelled in your passport? Flights need it."),
    "nationality": Text(
        "请问您持哪个国家或地区的证件出行？好提前为您确认签证要求。",
        "On which country's document do you travel? We can check the visa rules for you.",
    ),
}
"""Rule S11: a document is never asked for here, and neither is a gender: they are read at check-in, where the law asks for them."""


def completeness_of(known: Collection[str]) -> Completeness:
    """Returns the score (rule S10) and the questions (rule S11) where these fields are known."""
    parts = tuple(KnownPart(field, weight, field in known) for field, weight in WEIGHTS.items())
    asked = [Question(part.field, QUESTIONS[part.field]) for part in parts if not part.is_known and part.field in QUESTIONS]
    return Completeness(sum(part.weight for part in parts if part.is_known), parts, tuple(asked[:QUESTIONS_MAX]))
