"""The lines of the catalogue, by theme; see `catalogue` for what stands where. A theme with a plus moves with the day by itself. Pure."""

LINES = {
    "records": """
records | whole | records | zero | 记录数 | Records | 归属于该客人的来源记录数 | Records of sources that belong to the guest
""",
    "bookings": """
bookings | whole | count | zero | 有效预订 | Bookings | 作为购买者（预订人，其次付款人，其次首位出行人）的有效预订：已预订、已确认、在住、已完成 | Bookings that stand (reserved, confirmed, in house, completed) as the buyer: booker, else payer, else first traveller
bookings_30d | whole | count | zero | 近 30 天预订 | Bookings in 30 days | 近 30 天下单的有效预订 | Bookings that stand, made in the last 30 days
bookings_90d | whole | count | zero | 近 90 天预订 | Bookings in 90 days | 近 90 天下单的有效预订 | Bookings that stand, made in the last 90 days
bookings_365d | whole | count | zero | 近一年预订 | Bookings in a year | 近 365 天下单的有效预订 | Bookings that stand, made in the last 365 days
bookings_730d | whole | count | zero | 近两年预订（LRFMC 的 F） | Bookings in two years (F of LRFMC) | 近 730 天下单的有效预订 | Bookings that stand, made in the last 730 days
bookings_asked | whole | count | zero | 全部预订 | Bookings in any state | 无论结果如何的全部预订 | All bookings, however they ended
bookings_open | whole | count | zero | 未定预订 | Open bookings | 待确认与候补的预订 | Bookings asked for or waitlisted
cancellations | whole | count | zero | 取消 | Cancellations | 已取消的预订 | Bookings that were cancelled
no_shows | whole | count | zero | 未到 | No-shows | 未到的预订 | Bookings nobody showed up for
cancellation_share | share | share | ended | 取消率 | Share cancelled | 取消占有效、取消与未到之和的比例 | Cancelled, of those that stand, were cancelled or not shown up for
no_show_share | share | share | ended | 未到率 | Share of no-shows | 未到占有效、取消与未到之和的比例 | Not shown up for, of those that stand, were cancelled or not shown up for
first_booked_on | date | | kept | 首次预订日 | First booked on | 首个有效预订的下单日（UTC） | Day the first booking that stands was made, in UTC
last_booked_on | date | | kept | 最近预订日 | Last booked on | 最近一个有效预订的下单日（UTC） | Day the last booking that stands was made, in UTC
lead_days_mean | real | days | unsaid | 平均提前期 | Mean lead time | 下单到开始的平均天数；开始早于下单的不计 | Mean days from booking to start; a start before the booking does not count
nights_mean | real | nights | unsaid | 平均晚数 | Mean nights | 有效预订的平均晚数 | Mean nights of bookings that stand
party_mean | real | people | unsaid | 平均人数 | Mean party | 成人、儿童与婴儿之和的平均 | Mean of adults, children and infants together
season_share | share | share | earlier | 同季比例 | Share of the season | 往年预订中与快照日同季度的比例 | Of the bookings of earlier years, those made in the quarter of the snapshot's day
*business_share | share | share | unsaid | 商务比例 | Share on business | 说明目的的预订中商务出行的比例 | On business, of bookings that state a purpose
weekend_share | share | share | unsaid | 周末比例 | Share of weekends | 周五或周六开始的比例 | Beginning on a Friday or Saturday
*children_share | share | share | unsaid | 带孩子比例 | Share with children | 带儿童或婴儿的比例 | With children or infants, of bookings that state the party
hotel_share | share | share | kept | 酒店比例 | Share of hotels | 有效预订中酒店的比例 | Hotel stays, of bookings that stand
air_share | share | share | kept | 机票比例 | Share of flights | 有效预订中机票的比例 | Flights, of bookings that stand
rail_share | share | share | kept | 火车比例 | Share of rail | 有效预订中火车的比例 | Rail journeys, of bookings that stand
tour_share | share | share | kept | 旅游产品比例 | Share of tours | 跟团、向导、套餐与景点的比例 | Tours, guides, packages and attractions, of bookings that stand
domestic_share | share | share | unsaid | 国内比例 | Share at home | 目的地在国内的比例 | Within the country, of bookings that state theirs
promotion_share | share | share | kept | 优惠比例 | Share with a promotion | 使用优惠码的比例 | With a promotion code, of bookings that stand
promotion_share_730d | share | share | kept | 近两年优惠比例（LRFMC 的 C） | Share with a promotion in two years (C of LRFMC) | 近 730 天使用优惠码的比例，作为折扣系数 | With a promotion code, of bookings of the last 730 days; stands for the mean discount
""",
    "money": """
*spend_minor | minor | minor | zero | 消费 | Spend | 有效预订金额之和，按预订当日汇率折算；负数计入 | Sum of bookings that stand, at the rate of the day of booking; amounts below zero count
*spend_minor_30d | minor | minor | zero | 近 30 天消费 | Spend in 30 days | 近 30 天下单的有效预订金额 | The same, booked in the last 30 days
*spend_minor_90d | minor | minor | zero | 近 90 天消费 | Spend in 90 days | 近 90 天下单的有效预订金额 | The same, booked in the last 90 days
*spend_minor_365d | minor | minor | zero | 近一年消费 | Spend in a year | 近 365 天下单的有效预订金额 | The same, booked in the last 365 days
*spend_minor_730d | minor | minor | zero | 近两年消费（LRFMC 的 M） | Spend in two years (M of LRFMC) | 近 730 天下单的有效预订金额 | The same, booked in the last 730 days
*booking_minor_mean | real | minor | paid | 每单均价 | Mean of a booking | 金额大于零的有效预订均值 | Mean of bookings that stand and cost something
*night_minor_mean | real | minor_night | paid | 每间夜价 | Price of a night | 金额除以晚数与房间数之积 | Amounts by nights times rooms
bookings_unpriced | whole | count | zero | 无价预订 | Bookings without a price | 没有金额或币种不在汇率表中的有效预订；不计入金额 | Bookings that stand without an amount or in a currency without a rate; left out of money
""",
    "rhythm": """
repeats | whole | count | zero | 复购次数（x） | Repeats (x) | 首个下单日之后又有下单的天数；一天多单算一次 | Further days with a booking after the first; several on one day are one
repeat_span_days | whole | days | kept | 首末间隔（t_x） | First to last (t_x) | 首个到最近一个下单日的天数 | Days from the first to the last day with a booking
*repeat_minor_mean | real | minor | paid_repeat | 复购均额 | Mean of repeats | 复购日消费均值；不大于零的不计 | Mean spend of repeat days; those not above zero do not count
*repeat_minor_sd | real | minor | paid_repeats | 复购离散 | Spread of repeats | 复购日消费的标准差 | Standard deviation of the spend of repeat days
gap_days_mean | real | days | repeat | 平均间隔 | Mean gap | 相邻下单日的平均间隔 | Mean days between days with a booking
gap_days_median | real | days | repeat | 间隔中位数 | Median gap | 相邻下单日间隔的中位数 | Median days between days with a booking
gap_days_sd | real | days | repeats | 间隔离散 | Spread of gaps | 相邻下单日间隔的标准差 | Standard deviation of days between days with a booking
""",
    "bookings+": """
recency_days | whole | days | kept | 距上次预订（R） | Since last booking (R) | 距最近一个有效预订下单的天数 | Days since the last booking that stands was made
age_days | whole | days | kept | 距首次预订（T） | Since first booking (T) | 距首个有效预订下单的天数 | Days since the first booking that stands was made
lrfmc_length_months | real | months | kept | 关系时长（LRFMC 的 L） | Length (L of LRFMC) | 距首个有效预订的月数 | Months since the first booking that stands
lrfmc_recency_months | real | months | kept | 距上次（LRFMC 的 R） | Recency (R of LRFMC) | 距最近有效预订的月数 | Months since the last booking that stands
""",
    "rhythm+": """
overdue_ratio | real | ratio | repeat | 逾期倍数 | Overdue against own rhythm | 距上次预订的天数除以自己的平均间隔 | Days since the last booking by the own mean gap
""",
    "channels": """
channels | whole | count | zero | 渠道数 | Channels | 有效预订用过的渠道数 | Different channels of bookings that stand
channel_top | text | | unsaid | 常用渠道 | Foremost channel | 用得最多的渠道；并列取字母序最后 | The one used most; of equals the last in the alphabet
""",
    "trips": """
trips | whole | count | zero | 出行次数 | Trips | 作为出行人、已开始的有效预订；未写明出行人时为购买者 | Bookings that stand and began, as a traveller; as the buyer where nobody is named
trips_365d | whole | count | zero | 近一年出行 | Trips in a year | 近 365 天开始的出行 | Trips that began in the last 365 days
nights_365d | whole | nights | zero | 近一年晚数 | Nights in a year | 近 365 天开始的出行的晚数 | Nights of trips that began in the last 365 days
trips_ahead | whole | count | zero | 待出行 | Trips ahead | 尚未开始的有效预订 | Bookings that stand and have not begun
*last_trip_on | date | | trip | 最近出行日 | Last trip on | 最近一次出行开始日 | Day the last trip began
*next_departure_on | date | | ahead | 下次出发日 | Next departure on | 最近一个将要开始的日子 | The next day a trip begins
""",
    "trips+": """
last_trip_days | whole | days | trip | 距上次出行 | Since last trip | 距最近一次出行开始的天数 | Days since the last trip began
next_departure_days | whole | days | ahead | 距下次出发 | Until next departure | 距下次出发的天数 | Days until the next trip begins
""",
    "companions": """
*companions | whole | people | zero | 同行人 | Companions | 在 2 至 9 人的预订中同行过的其他客人数 | Different other guests in named parties of two to nine
*companions_again | whole | people | zero | 再次同行人 | Companions again | 同行过不止一次的其他客人数 | Other guests travelled with more than once
""",
    "people_booked": """
travellers_booked | whole | people | zero | 代订人数 | People booked for | 作为购买者订过的不同出行人，含本人 | Different guests booked for, the own included
""",
    "people_booked+": """
is_agency | flag | | false | 疑似代订机构 | Agency in disguise | 作为购买者超过 500 单，或代订超过 60 人：各模型均排除 | Over 500 bookings as a buyer, or over 60 people booked for: set apart by every model
""",
    "segments": """
segments | whole | count | zero | 行程段数 | Segments | 有效预订中飞机、火车与船的段数 | Flights, rail and ship segments of bookings that stand
premium_cabin_share | share | share | segments | 高等舱比例 | Share of better cabins | 写明舱位的段中商务、头等等高等舱的比例 | In a better cabin, of segments that state theirs
*segment_minor_mean | real | minor_segment | segments | 每段均价 | Price of a segment | 金额大于零的预订金额除以段数 | Amounts above zero by segments
room_type_top | text | | segments | 常住房型 | Foremost room type | 住得最多的房型；并列取字母序最后 | The one taken most; of equals the last in the alphabet
""",
    "places": """
cities | whole | places | zero | 城市数 | Cities | 有效预订去过或将去的不同城市 | Different cities of bookings that stand
*city_top | text | | unsaid | 常去城市 | Foremost city | 预订最多的城市；并列取字母序最后 | The one booked most; of equals the last in the alphabet
places_searched | whole | places | zero | 搜索地点数 | Places looked for | 近一年搜索、浏览或收藏过的不同目的地 | Different destinations searched, viewed or saved in a year
*place_searched_top | text | | looked | 最常搜索 | Looked for most | 近一年搜索、浏览或收藏最多的目的地 | The destination searched, viewed or saved most in a year
*place_wanted | text | | wanted | 想去未订 | Wanted, never booked | 近一年搜索最多而从未预订的目的地 | The destination looked for most in a year and never booked
""",
    "visits": """
searches_7d | whole | count | zero | 近 7 天搜索 | Searches in 7 days | 近 7 天的搜索 | Searches in the last 7 days
searches_30d | whole | count | zero | 近 30 天搜索 | Searches in 30 days | 近 30 天的搜索 | Searches in the last 30 days
searches_90d | whole | count | zero | 近 90 天搜索 | Searches in 90 days | 近 90 天的搜索 | Searches in the last 90 days
views_7d | whole | count | zero | 近 7 天浏览 | Views in 7 days | 近 7 天查看产品 | Offers viewed in the last 7 days
views_30d | whole | count | zero | 近 30 天浏览 | Views in 30 days | 近 30 天查看产品 | Offers viewed in the last 30 days
views_90d | whole | count | zero | 近 90 天浏览 | Views in 90 days | 近 90 天查看产品 | Offers viewed in the last 90 days
form_steps_7d | whole | count | zero | 近 7 天填单 | Form steps in 7 days | 近 7 天开始预订或填写订单的步骤 | Steps of the booking form in the last 7 days
form_steps_30d | whole | count | zero | 近 30 天填单 | Form steps in 30 days | 近 30 天开始预订或填写订单的步骤 | Steps of the booking form in the last 30 days
form_steps_90d | whole | count | zero | 近 90 天填单 | Form steps in 90 days | 近 90 天开始预订或填写订单的步骤 | Steps of the booking form in the last 90 days
saves_90d | whole | count | zero | 近 90 天收藏 | Saves in 90 days | 近 90 天的收藏 | Offers saved in the last 90 days
events_365d | whole | count | zero | 近一年行为 | Events in a year | 近 365 天的全部行为 | Events of any name in the last 365 days
last_visit_on | date | | visit | 最近访问日 | Last visit on | 最近一次行为的日子（UTC） | Day of the last event, in UTC
""",
    "visits+": """
last_visit_days | whole | days | visit | 距上次访问 | Since last visit | 距最近一次行为的天数 | Days since the last event
""",
    "contacts": """
calls_90d | whole | count | zero | 近 90 天通话 | Calls in 90 days | 近 90 天的电话 | Calls in the last 90 days
calls_365d | whole | count | zero | 近一年通话 | Calls in a year | 近 365 天的电话 | Calls in the last 365 days
contacts_365d | whole | count | zero | 近一年沟通 | Contacts in a year | 近 365 天各渠道的沟通 | Interactions of any channel in the last 365 days
last_contact_on | date | | contact | 最近沟通日 | Last contact on | 最近一次沟通的日子（UTC） | Day of the last interaction, in UTC
""",
    "contacts+": """
last_contact_days | whole | days | contact | 距上次沟通 | Since last contact | 距最近一次沟通的天数 | Days since the last interaction
""",
    "reviews": """
reviews | whole | count | zero | 评价数 | Reviews | 有评分的评价 | Reviews with a rating that counts
rating_mean | real | stars | review | 平均评分 | Mean rating | 折算为 5 分制的平均评分 | Mean rating on a scale of five
rating_last | real | stars | review | 最近评分 | Last rating | 最近一次评分（5 分制） | The last rating, on a scale of five
rating_lowest | real | stars | review | 最低评分 | Lowest rating | 最低的一次评分（5 分制） | The lowest rating, on a scale of five
""",
}
