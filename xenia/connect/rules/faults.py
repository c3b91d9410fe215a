"""The rules C1 to C25 of docs/algorithms/contract.md by name: what is wrong, and what to do about it, in both languages."""

from dataclasses import dataclass

from xenia.kernel.texts import Text


@dataclass(frozen=True)
class ContractRule:
    """`number` is that of docs/algorithms/contract.md; `what` and `mend` are sentences for the person who sees the quarantined row."""

    number: str
    code: str
    what: Text
    mend: Text


def _rule(number: str, code: str, what: tuple[str, str], mend: tuple[str, str]) -> tuple[str, ContractRule]:
    """`what` and `mend`: Chinese, then English."""
    return code, ContractRule(number, code, Text(*what), Text(*mend))


CONTRACT_RULES = dict(
    (
        _rule("C1", "required_missing", ("必填项为空。", "A required value is missing."),
              ("补上此值，或在映射中给出默认值。", "Fill it in, or give a default in the mapping.")),
        _rule("C2", "date_unreadable", ("日期无法识别，或这一天不存在。", "The date cannot be read, or there is no such day."),
              ("改成 2026-11-22 这样的日期，或在映射中写明格式。", "Write it like 2026-11-22, or name the format in the mapping.")),
        _rule("C3", "date_out_of_range", ("日期不在 1900 至 2099 年之间。", "The date is not in the years 1900 to 2099."),
              ("核对年份，两位数年份请写成四位。", "Check the year; write it with four digits.")),
        _rule("C4", "instant_unreadable", ("时间无法识别。", "The time cannot be read."),
              ("改成 2026-11-22 18:30:00，或在映射中写明格式与时区。", "Write it like 2026-11-22 18:30:00, or name format and zone in the mapping.")),
        _rule("C5", "number_unreadable", ("数字无法识别。", "The number cannot be read."),
              ("只留数字；千位分隔须每三位一个逗号。", "Leave digits only; thousand separators stand every three digits.")),
        _rule("C6", "number_out_of_range", ("数字超出允许范围。", "The number is outside its range."),
              ("核对数值与单位。", "Check the value and its unit.")),
        _rule("C7", "amount_unreadable", ("金额无法识别。", "The amount cannot be read."),
              ("写成 1234.50，币种放在单独一列。", "Write it like 1234.50, with the currency in a column of its own.")),
        _rule("C8", "currency_unknown", ("币种不是 ISO 4217 代码。", "The currency is not an ISO 4217 code."),
              ("改为 CNY、USD 这样的三字母代码。", "Use a three-letter code such as CNY or USD.")),
        _rule("C9", "boolean_unreadable", ("是/否无法识别。", "Yes or no cannot be read."),
              ("写成 1/0、true/false 或 是/否。", "Write 1/0, true/false or 是/否.")),
        _rule("C10", "code_unknown", ("取值不在代码表中。", "The value is not in the code list."),
              ("在映射中把它对应到标准代码，或更正此值。", "Map it to a standard code in the mapping, or correct it.")),
        _rule("C11", "airport_unknown", ("机场三字码不存在。", "There is no airport with this IATA code."),
              ("核对三字码，例如 PVG、NRT。", "Check the three letters, for example PVG or NRT.")),
        _rule("C12", "text_unreadable", ("有无法解码的字符。", "Some characters cannot be decoded."),
              ("以 UTF-8 或 GB18030 重新导出这一行。", "Export this row again as UTF-8 or GB18030.")),
        _rule("C13", "text_too_long", ("文字超过 20,000 字。", "The text is longer than 20,000 characters."),
              ("缩短此值；长文请放到附件。", "Shorten it; long documents belong in an attachment.")),
        _rule("C14", "key_too_long", ("编号超过 500 个字符。", "The key is longer than 500 characters."),
              ("核对映射：编号列可能选错了。", "Check the mapping: the key may be read from the wrong column.")),
        _rule("C15", "ends_before_starts", ("结束早于开始（如离店早于入住）。", "It ends before it starts (check-out before check-in)."),
              ("核对两个日期是否填反。", "Check whether the two dates are swapped.")),
        _rule("C16", "cancelled_after_end", ("取消日期晚于行程结束。", "It was cancelled after it ended."),
              ("取消应早于入住或出发；核对日期与状态。", "A cancellation comes before the stay; check date and status.")),
        _rule("C17", "rating_above_best", ("评分高于满分。", "The rating is above the best possible."),
              ("核对评分与满分。", "Check the rating and its maximum.")),
        _rule("C18", "person_unnamed", ("没有可识别客人的信息。", "Nothing names the person."),
              ("至少给出编号、姓名、手机、邮箱或证件之一。", "Give at least a key, name, phone, e-mail or document.")),
        _rule("C19", "columns_ragged", ("列数与表头不一致。", "The row has another number of columns than the header."),
              ("检查该行是否多了分隔符或少了引号。", "Look for a stray separator or a missing quote.")),
        _rule("C20", "nul_byte", ("含有空字符（NUL）。", "The row holds a NUL byte."),
              ("重新导出，或删去这个字符。", "Export it again, or delete that character.")),
        _rule("C21", "cell_too_long", ("单元格超过 1 MB。", "A cell is larger than 1 MB."),
              ("把长内容拆出，或删去。", "Move the long content elsewhere, or delete it.")),
        _rule("C22", "encoding_mixed", ("编码与文件其余部分不同。", "The row is in another encoding than the rest of the file."),
              ("统一为 UTF-8 或 GB18030 后重新导出。", "Export again in one encoding, UTF-8 or GB18030.")),
        _rule("C23", "json_invalid", ("这一行不是有效的 JSON。", "The line is not valid JSON."),
              ("核对引号与括号。", "Check quotes and brackets.")),
        _rule("C24", "json_not_object", ("这一行不是一个 JSON 对象。", "The line is not a JSON object."),
              ("每行写一个 {…} 对象。", "Write one {…} object a line.")),
        _rule("C25", "json_key_twice", ("同一个键出现两次。", "A key stands twice in the object."),
              ("删去其中一个。", "Remove one of them.")),
    )
)  # fmt: skip


def contract_rule(code: str) -> ContractRule:
    """Returns the rule by its code; an unknown code (from a newer reader) gets a plain sentence rather than an error."""
    plain = ContractRule("", code, Text(f"不符合规则 {code}。", f"It breaks the rule {code}."), Text("核对此行。", "Check this row."))
    return CONTRACT_RULES.get(code, plain)
