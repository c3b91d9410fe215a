"""What is written of each booking that stands and is to come."""

from xenia.insight.types.judged import Score, ScoreKind
from xenia.kernel.texts import Text

NO_AMOUNT = Text("金额或汇率未知", "The amount, or the rate of its currency, is not known")
NEVER = Text("不会为空", "Never empty")
SCORES = (
    Score(
        "cancellation_chance",
        ScoreKind.CHANCE,
        Text("取消概率", "Chance of cancelling"),
        Text("从今天起被取消或客人不到的概率", "Chance that the booking is cancelled or not shown up for, from today on"),
        NEVER,
    ),
    Score("amount_minor", ScoreKind.MINOR, Text("金额", "Amount"), Text("预订金额", "What the booking is worth"), NO_AMOUNT),
    Score(
        "at_stake_minor",
        ScoreKind.MINOR,
        Text("风险金额", "At stake"),
        Text("金额乘以取消概率", "The amount times the chance of cancelling"),
        NO_AMOUNT,
    ),
    Score("starts_on", ScoreKind.DATE, Text("入住或出发日", "Begins on"), Text("入住或出发的日期", "Day of arrival or departure"), NEVER),
    Score(
        "property",
        ScoreKind.TEXT,
        Text("酒店", "Property"),
        Text("来源系统所写的酒店；没有酒店的为产品线", "The property as its source writes it; of a booking without one, its line"),
        NEVER,
    ),
    Score(
        "destination_country",
        ScoreKind.TEXT,
        Text("目的地国家", "Country"),
        Text("入住或前往的国家、地区", "The country or region of the stay or journey"),
        Text("来源没有写明", "Its source does not say"),
    ),
    Score("unit_id", ScoreKind.TEXT, Text("单位", "Unit"), Text("预订所属的单位", "The unit that the booking belongs to"), NEVER),
    Score(
        "reasons",
        ScoreKind.TEXT,
        Text("主要原因", "Main reasons"),
        Text("最多三项推高风险的原因", "Up to three reasons that raise the risk"),
        Text("没有推高风险的原因，或风险金额不在前 500 名", "Nothing raises the risk, or it is not among the 500 with most at stake"),
    ),
)
