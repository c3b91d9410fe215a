"""The call centre: who rang, about what, and what the agent wrote; in GB18030 with dates like 2026/10/1 9:05, as Excel in China writes."""

from dataclasses import dataclass

import numpy as np

from xenia.demo import dirt, fates
from xenia.demo.block import Block
from xenia.demo.booking_engine import Sales
from xenia.demo.columns import Instants, Numbers, Texts, chance, draw, emptied, joined, numbers_text, pick, take, words_of
from xenia.demo.dirt import Columns
from xenia.demo.documents import mobile_numbers
from xenia.demo.stays import Stays

REASONS = ("退票退订", "改签变更", "行程咨询", "航班动态", "发票", "投诉", "会员积分", "行李", "特殊服务", "预订")
CANCEL, CHANGE, ASK, DYNAMICS, INVOICE, COMPLAINT, POINTS, BAGS, SPECIAL, BOOK = range(10)
RESULTS = ("已解决", "已转交", "待回访", "客户放弃", "已补偿")
AGENTS = ("1001 周敏", "1002 吴倩", "1003 郑凯", "1005 何婷", "1007 马超", "1008 宋佳", "1011 邓雪", "1012 曹阳", "1016 彭丽", "1019 蒋磊")
DETAILS = {
    CANCEL: ("客人要求退订，已告知手续费", "因病退票，需提供证明", "行程有变，申请全额退款", "重复下单，要求取消其中一单"),
    CHANGE: ("改到次日同一航班", "想提前一天出发，补差价后改签", "入住日期顺延一天", "同行人增加一位儿童"),
    ASK: ("咨询签证材料", "询问酒店是否可以加床", "问接送机怎么预约", "询问景区是否需要预约", "问老人是否有优惠"),
    DYNAMICS: ("询问航班是否延误", "航班延误，问能否改签", "问登机口"),
    INVOICE: ("抬头开错，要求重开", "未收到电子发票", "需要专票，已登记税号"),
    COMPLAINT: ("投诉前台态度", "投诉导游强制购物", "航班延误无人解释，情绪激动", "房间与图片不符", "退款超过七天未到账"),
    POINTS: ("积分未到账", "询问金卡保级条件", "积分兑换失败"),
    BAGS: ("行李破损，指导填写单据", "行李未到", "询问托运额度"),
    SPECIAL: ("申请轮椅", "预订婴儿餐", "老人独自乘机，需要协助"),
    BOOK: ("电话预订，已代下单", "比价后暂不预订", "团队询价，转大客户部"),
}
TAILS = ("", "", "，客人满意", "，语气较急", "，需跟进", "，已发短信确认", "，客人表示会再来电", "，方言较重，名字待核实")


@dataclass(frozen=True)
class Calls:
    """One row per call. `order` is a row of Orders or -1, `customer` a row of Customers."""

    caller: Numbers
    at: Instants
    order: Numbers
    reason: Numbers
    customer: Numbers


@dataclass(frozen=True)
class Customers:
    """One row per customer the call centre keeps: the person, the key, and whether it is a second entry for a known voice."""

    person: Numbers
    key: Texts
    again: np.ndarray


def calls_of(block: Block, sales: Sales, stays: Stays) -> tuple[Calls, Customers]:
    """Returns the calls, oldest first: many about cancelled and changed orders, some about stays, few about nothing booked."""
    rng, orders = block.rng("calls"), sales.orders
    heat = np.select(
        [orders.status == fates.CANCELLED, orders.status == fates.CHANGED, orders.status == fates.NO_SHOW], [0.6, 0.6, 0.5], 0.165
    )
    about = np.flatnonzero(chance(rng, len(heat), heat))
    resting = np.flatnonzero(chance(rng, len(stays.guest), 0.065))
    idle = np.flatnonzero(chance(rng, block.people.size, np.where(block.people.age >= 18, 0.11, 0)))
    caller = np.concatenate([orders.booker[about], stays.guest[resting], idle])
    span = (block.now - block.season.start.astype("datetime64[s]")).astype(np.int64)
    whenever = block.season.start.astype("datetime64[s]") + (rng.random(len(idle)) * span).astype(np.int64).astype("timedelta64[s]")
    near = (rng.normal(-1.5, 3, len(resting)) * 86400).astype(np.int64).astype("timedelta64[s]")
    at = np.concatenate([orders.updated[about], stays.arrival[resting].astype("datetime64[s]") + near, whenever])
    at = np.minimum(at - rng.integers(60, 7200, len(at)).astype("timedelta64[s]"), block.now)
    order = np.concatenate([about, np.full(len(resting) + len(idle), -1)])
    status = np.where(order >= 0, orders.status[order] if len(orders.status) else -1, -1)
    reason = np.select(
        [status == fates.CANCELLED, status == fates.CHANGED, order >= 0],
        [np.full(len(at), CANCEL), np.full(len(at), CHANGE), draw(rng, 10, len(at), (1, 6, 14, 14, 10, 7, 8, 5, 4, 1))],
        draw(rng, 10, len(at), (2, 4, 20, 2, 8, 6, 6, 1, 4, 16)),
    )
    rows = np.argsort(at, kind="stable")
    calls = Calls(caller[rows], at[rows], order[rows], reason[rows], np.zeros(len(rows), dtype=np.int64))
    return _with_customers(block, calls)


def _with_customers(block: Block, calls: Calls) -> tuple[Calls, Customers]:
    rng, size = block.rng("customers"), len(calls.caller)
    order = np.argsort(calls.caller, kind="stable")
    caller = calls.caller[order]
    first = np.concatenate([[True], caller[1:] != caller[:-1]]) if size else np.zeros(0, dtype=bool)
    new = first | chance(rng, size, 0.07)
    customer = np.empty(size, dtype=np.int64)
    customer[order] = np.cumsum(new) - 1
    person = caller[new]
    return Calls(calls.caller, calls.at, calls.order, calls.reason, customer), Customers(
        person, block.keys("K", np.arange(len(person))), ~first[new]
    )


def calls_table(block: Block, sales: Sales, known: tuple[Calls, Customers]) -> Columns:
    """Returns the calls; the name is as the agent heard it, the number as the line showed it."""
    calls, customers = known
    rng, people, size = block.rng("call rows"), block.people, len(calls.caller)
    name = _heard_names(block, customers)[calls.customer]
    own = people.phone[customers.person]
    other = mobile_numbers(people.number[customers.person] + 20_000_000)
    phone = np.where(customers.again & chance(rng, len(own), 0.7), other, own).astype(object)[calls.customer]
    phone = np.where(chance(rng, size, 0.06) & (people.nation[calls.caller] == "CN"), joined("0", phone), phone).astype(object)
    account = np.where(calls.order >= 0, sales.account[calls.order] if len(sales.account) else 0, sales.accounts.first_of[calls.caller])
    member = emptied(sales.accounts.key[np.maximum(account, 0)], (account < 0) | chance(rng, size, 0.35))
    order = emptied(sales.order_key[np.maximum(calls.order, 0)], (calls.order < 0) | chance(rng, size, 0.25))
    detail = words_of(
        [DETAILS[reason][int(at * len(DETAILS[reason]))] for reason, at in zip(calls.reason.tolist(), rng.random(size), strict=True)]
    )
    note = joined(detail, pick(rng, TAILS, size))
    angry = calls.reason == COMPLAINT
    result = np.where(angry, pick(rng, RESULTS, size, (3, 3, 3, 0.5, 2)), pick(rng, RESULTS, size, (80, 8, 6, 4, 2))).astype(object)
    seconds = np.clip(rng.lognormal(5.1, 0.7, size) * np.where(angry, 1.8, 1), 12, 5400).astype(np.int64)
    return {
        "通话编号": block.keys("CALL", np.arange(size)),
        "客户编号": customers.key[calls.customer],
        "来电时间": _excel_times(calls.at),
        "来电号码": phone,
        "客人姓名": name,
        "会员号": member,
        "订单号": order,
        "事由": take(REASONS, calls.reason),
        "处理结果": result,
        "坐席": pick(rng, AGENTS, size),
        "时长秒": numbers_text(seconds),
        "备注": emptied(note, chance(rng, size, 0.18)),
    }


def _heard_names(block: Block, customers: Customers) -> Texts:
    rng, people, who = block.rng("heard"), block.people, customers.person
    careless = np.where(customers.again, 3.0, 1.0)
    name = dirt.changed(rng, people.display[who], chance(rng, len(who), 0.10 * careless), dirt.misheard)
    polite = joined(people.names.surname[who], np.where(people.gender[who] == 1, "女士", "先生").astype(object))
    name = np.where(chance(rng, len(who), 0.09 * careless), polite, name).astype(object)
    name = dirt.filled(rng, name, 0.012, ("旅客", "测试", "散客"))
    return emptied(name, chance(rng, len(who), 0.05))


def _excel_times(instants: Instants) -> Texts:
    """Returns 2026/10/1 9:05, without leading zeros in month, day and hour."""
    cells = np.datetime_as_string(instants.astype("datetime64[m]"))
    return words_of([f"{cell[:4]}/{int(cell[5:7])}/{int(cell[8:10])} {int(cell[11:13])}:{cell[14:16]}" for cell in cells.tolist()])
