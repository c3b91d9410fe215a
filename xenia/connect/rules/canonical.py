"""The canonical records, field by field, with the names of DOMAIN: what every source is brought to."""

from xenia.connect.types.canonical import Field, FieldType, Kind, Record
from xenia.kernel.texts import Text

_T, _I, _D, _M = FieldType.INSTANT, FieldType.INTEGER, FieldType.DATE, FieldType.MONEY


def _text(name: str, zh: str, en: str, *hints: str, required: bool = False) -> Field:
    return Field(name, Text(zh, en), required=required, hints=hints)


def _personal(name: str, zh: str, en: str, *hints: str, type: FieldType = FieldType.TEXT) -> Field:  # noqa: A002 - the field's own word
    return Field(name, Text(zh, en), type=type, personal=True, hints=hints)


def _typed(type: FieldType, name: str, zh: str, en: str, *hints: str) -> Field:  # noqa: A002 - the field's own word
    return Field(name, Text(zh, en), type=type, hints=hints)


def _code(codes: str, name: str, zh: str, en: str, *hints: str, required: bool = False) -> Field:
    return Field(name, Text(zh, en), type=FieldType.CODE, codes=codes, required=required, hints=hints)


def _count(name: str, zh: str, en: str, *hints: str, high: float = 10_000) -> Field:
    return Field(name, Text(zh, en), type=FieldType.INTEGER, low=0, high=high, hints=hints)


_KEY_HINTS = ("id", "no", "number", "编号", "号码")
_MODIFIED = _typed(
    _T, "modified_at", "修改时间", "Modified at", "updatedat", "updatetime", "lastmodifieddate", "updatedate", "更新时间", "修改时间"
)

GUEST = Record(
    Kind.GUEST,
    Text("客人", "Guest"),
    "guest_facts",
    "guest_key",
    (
        _text(
            "guest_key",
            "客人编号",
            "Guest key",
            "userid",
            "guestid",
            "memberid",
            "customerid",
            "profileid",
            "contactid",
            "会员号",
            "客户编号",
        ),
        _text("name", "姓名", "Name", "fullname", "guestname", "customername", "姓名", "客人姓名", "alternatename"),
        _text("surname", "姓", "Surname", "lastname", "familyname", "surname", "姓"),
        _text("given_name", "名", "Given name", "firstname", "givenname", "名"),
        _text("name_latin", "拼音姓名", "Latin name", "namelatin", "englishname", "pinyin", "英文名", "拼音"),
        _personal("phone", "手机", "Phone", "mobile", "phone", "mobilephone", "telephone", "tel", "手机", "电话", "手机号", "来电号码"),
        _personal("email", "邮箱", "E-mail", "email", "emailaddress", "邮箱", "电子邮箱"),
        _personal("wechat_id", "微信", "WeChat id", "openid", "unionid", "wechat", "微信"),
        _personal("birth_date", "出生日期", "Birth date", "birthday", "birthdate", "dateofbirth", "生日", "出生日期", type=FieldType.DATE),
        _personal("id_type", "证件类型", "Document type", "idtype", "documenttype", "证件类型"),
        _personal(
            "id_number", "证件号", "Document number", "idnumber", "idno", "passport", "documentnumber", "证件号", "身份证号", "护照号"
        ),
        _personal("id_country", "签发国", "Issuing country", "idcountry", "issuingcountry", "签发国"),
        _personal("address", "地址", "Address", "address", "mailingstreet", "street", "地址"),
        _code("gender", "gender", "性别", "Gender", "gender", "sex", "性别"),
        _text("birth_year_band", "年龄段", "Age band", "age", "ageband", "年龄", "年龄段"),
        _text("language", "语言", "Language", "language", "lang", "语言"),
        _code("country", "nationality", "国籍", "Nationality", "nationality", "国籍"),
        _text("country", "国家", "Country", "country", "mailingcountry"),
        _text("province", "省份", "Province", "province", "state", "mailingstate", "省", "省份"),
        _text("city", "城市", "City", "city", "mailingcity", "城市"),
        _text("company", "公司", "Company", "company", "companyname", "accountname", "公司", "单位"),
        _typed(FieldType.BOOLEAN, "vip", "VIP", "VIP", "vip", "isvip"),
        _text("membership_programme", "会员计划", "Programme", "programme", "program"),
        _text("membership_number", "会员号", "Membership number", "membershipnumber", "loyaltynumber", "会员卡号"),
        _text("membership_tier", "会员等级", "Tier", "tier", "membershiptier", "loyaltycard", "会员等级", "等级"),
        _typed(FieldType.LIST, "tags", "标签", "Tags", "tags", "labels", "标签"),
        _typed(_T, "created_at", "建档时间", "Created at", "createdat", "createddate", "registeredat", "createdate", "注册时间"),
        _MODIFIED,
    ),
)
BOOKING = Record(
    Kind.BOOKING,
    Text("预订", "Booking"),
    "booking_versions",
    "booking_key",
    (
        _text(
            "booking_key",
            "预订号",
            "Booking key",
            "bookingid",
            "orderid",
            "orderno",
            "reservationid",
            "reservationno",
            "confirmationno",
            "订单号",
            "预订号",
        ),
        _code(
            "line",
            "line",
            "产品线",
            "Line",
            "productline",
            "producttype",
            "businessline",
            "ordertype",
            "bookingtype",
            "产品类型",
            "业务类型",
            "业务线",
            "订单类型",
            required=True,
        ),
        _code("status", "status", "状态", "Status", "status", "bookingstatus", "reservationstatus", "orderstatus", "状态", required=True),
        _text("channel", "渠道", "Channel", "channel", "distributionchannel", "bookingchannel", "渠道"),
        _typed(
            _T,
            "booked_at",
            "预订时间",
            "Booked at",
            "bookedat",
            "ordertime",
            "createdat",
            "insertdate",
            "bookingdate",
            "下单时间",
            "预订时间",
        ),
        _MODIFIED,
        _typed(_D, "cancelled_on", "取消日期", "Cancelled on", "cancelledat", "canceldate", "cancellationdate", "取消日期"),
        _typed(
            _D,
            "starts_on",
            "开始日期",
            "Starts on",
            "arrival",
            "arrivaldate",
            "checkin",
            "startdate",
            "departuredate",
            "入住日期",
            "出发日期",
        ),
        _typed(
            _D, "ends_on", "结束日期", "Ends on", "departure", "departuredate", "checkout", "enddate", "returndate", "离店日期", "返回日期"
        ),
        _text("destination_city", "目的地城市", "Destination city", "city", "destination", "destinationcity", "目的地"),
        _text("destination_country", "目的地国家", "Destination country", "country", "destinationcountry"),
        _text("property", "酒店", "Property", "property", "hotel", "hotelcode", "propertycode", "hotelname", "propertyname", "酒店代码"),
        _text("unit_code", "所属单位代码", "Unit code", "unitcode"),
        _typed(_M, "total", "总额", "Total", "total", "totalamount", "amount", "totalprice", "总价", "金额", "订单金额"),
        _count("adults", "成人", "Adults", "adults", "adultcount", "成人"),
        _count("children", "儿童", "Children", "children", "childcount", "儿童"),
        _count("infants", "婴儿", "Infants", "infants", "babies"),
        _count("rooms", "房间数", "Rooms", "rooms", "roomcount", "房间数"),
        _count("nights", "晚数", "Nights", "nights", "晚数"),
        _text("purpose", "出行目的", "Purpose", "purpose", "purposeofstay", "出行目的"),
        _text("market_code", "市场代码", "Market code", "marketcode", "marketsegment"),
        _text("source_code", "来源代码", "Source code", "sourcecode", "sourceofsale"),
        _text("rate_code", "房价代码", "Rate code", "rateplancode", "ratecode"),
        _text("promotion_code", "促销代码", "Promotion code", "promotioncode", "coupon"),
        _text("company", "公司", "Company", "company", "companyname"),
        _text("external_reference", "外部参考号", "External reference", "pnr", "externalreference", "recordlocator"),
        _text("parent_key", "主单号", "Parent booking", "parentkey", "linkedreservation", "groupid"),
        _text("cancel_reason", "取消原因", "Cancel reason", "cancelreason", "取消原因"),
        _text("booker_key", "预订人编号", "Booker", "userid", "memberid", "customerid", "bookerid", "会员号"),
        _text("payer_key", "付款人编号", "Payer", "payerid"),
        _typed(FieldType.LIST, "traveller_keys", "出行人编号", "Travellers", "profileid", "travellerids", "passengerids"),
    ),
    ("booker_key", "payer_key", "traveller_keys"),
)
ITEM = Record(
    Kind.ITEM,
    Text("预订项目", "Booking item"),
    "booking_items",
    "item_key",
    (
        _text("booking_key", "预订号", "Booking key", "bookingid", "orderid", "orderno", required=True),
        _text("item_key", "项目号", "Item key", "itemid", "segmentid", "ticketnumber"),
        _code("line", "kind", "类型", "Kind", "itemkind", "itemtype", required=True),
        _text("status", "状态", "Status", "itemstatus", "segmentstatus"),
        _text("supplier", "供应商", "Supplier", "supplier", "vendor", "供应商"),
        _text("product", "产品", "Product", "product", "productname", "产品"),
        _text("origin", "出发地", "Origin", "origin", "from", "departureairport", "出发"),
        _text("destination", "到达地", "Destination", "destination", "to", "arrivalairport", "到达"),
        _text("carrier", "承运人", "Carrier", "carrier", "carriercode", "airline", "航司"),
        _text("number", "班次", "Number", "flightno", "flightnumber", "航班号", "车次"),
        _typed(_T, "departs_at", "出发时间", "Departs at", "departsat", "departuretime", "出发时间"),
        _typed(_T, "arrives_at", "到达时间", "Arrives at", "arrivesat", "arrivaltime", "到达时间"),
        _typed(_D, "departs_on", "出发日期", "Departs on", "departson"),
        _typed(_D, "arrives_on", "到达日期", "Arrives on", "arriveson"),
        _code("zone", "departs_zone", "出发时区", "Departure zone"),
        _code("zone", "arrives_zone", "到达时区", "Arrival zone"),
        _text("cabin", "舱位", "Cabin", "cabin", "cabinclass", "舱位"),
        _text("fare_class", "舱级", "Fare class", "fareclass", "bookingclass"),
        _text("property", "酒店", "Property", "property", "hotel", "hotelname"),
        _text("room_type", "房型", "Room type", "roomtype", "房型"),
        _count("quantity", "数量", "Quantity", "quantity", "qty", "数量"),
        _typed(_M, "amount", "金额", "Amount", "itemamount", "price", "金额"),
    ),
)
PAYMENT = Record(
    Kind.PAYMENT,
    Text("付款", "Payment"),
    "payments",
    "payment_key",
    (
        _text("booking_key", "预订号", "Booking key", "bookingid", "orderid", "orderno", required=True),
        _text("payment_key", "付款号", "Payment key", "paymentid", "transactionid", "流水号"),
        _typed(_T, "paid_at", "付款时间", "Paid at", "paidat", "paymenttime", "付款时间"),
        _text("method", "方式", "Method", "paymentmethod", "method", "支付方式"),
        _typed(_M, "amount", "金额", "Amount", "amount", "paidamount", "金额"),
        _text("status", "状态", "Status", "paymentstatus"),
    ),
)
STATUS = Record(
    Kind.STATUS,
    Text("状态变更", "Status change"),
    "booking_status_changes",
    "",
    (
        _text("booking_key", "预订号", "Booking key", "bookingid", "orderid", "orderno", required=True),
        _code("status", "status", "状态", "Status", "newstatus", "status", required=True),
        _typed(_T, "changed_at", "变更时间", "Changed at", "changedat", "changetime"),
        _text("reason", "原因", "Reason", "reason", "原因"),
    ),
)
EVENT = Record(
    Kind.EVENT,
    Text("行为", "Event"),
    "behaviour_events",
    "event_key",
    (
        _text("event_key", "事件号", "Event key", "messageid", "eventid"),
        _text("name", "名称", "Name", "event", "eventname", "action", "事件", required=True),
        _text("guest_key", "客人编号", "Guest key", "userid", "memberid"),
        _text("anonymous_id", "匿名编号", "Anonymous id", "anonymousid", "deviceid"),
        _text("session_id", "会话", "Session", "sessionid"),
        Field("at", Text("时间", "At"), FieldType.INSTANT, required=True, hints=("timestamp", "time", "starttime", "时间")),
        _typed(_T, "ended_at", "结束时间", "Ended at", "endtime"),
        _text("device", "设备", "Device", "device", "contextdevicetype", "platform"),
        _text("page", "页面", "Page", "page", "url", "contextpagepath"),
        _text("destination", "目的地", "Destination", "propertiesdestination"),
    ),
    ("guest_key",),
)
INTERACTION = Record(
    Kind.INTERACTION,
    Text("沟通", "Interaction"),
    "interactions",
    "interaction_key",
    (
        _text("interaction_key", "沟通编号", "Interaction key", "callid", "activityid", "taskid"),
        _text("guest_key", "客人编号", "Guest key", "userid", "memberid", "contactid", "whoid", "会员号"),
        _code("channel", "channel", "渠道", "Channel", "channel", "activitytype", required=True),
        _text("direction", "方向", "Direction", "direction", "calltype"),
        Field("at", Text("时间", "At"), FieldType.INSTANT, required=True, hints=("calltime", "activitydate", "time", "来电时间")),
        _typed(_T, "ended_at", "结束时间", "Ended at", "endtime"),
        _count("duration_seconds", "时长（秒）", "Duration (s)", "duration", "calldurationinseconds", "时长秒", high=1_000_000),
        _text("agent", "坐席", "Agent", "agent", "owner", "坐席"),
        _text("subject", "事由", "Subject", "subject", "事由"),
        _text("outcome", "结果", "Outcome", "outcome", "result", "处理结果"),
        _text("text", "内容", "Text", "description", "body", "notes", "备注"),
    ),
    ("guest_key",),
)
FEEDBACK = Record(
    Kind.FEEDBACK,
    Text("评价", "Feedback"),
    "feedback",
    "feedback_key",
    (
        _text("feedback_key", "评价编号", "Feedback key", "reviewid", "commentid"),
        _text("guest_key", "客人编号", "Guest key", "userid", "memberid"),
        _text("booking_key", "预订号", "Booking key", "orderid", "orderno"),
        _typed(_T, "at", "时间", "At", "postedat", "reviewdate", "评价时间"),
        _typed(FieldType.DECIMAL, "rating", "评分", "Rating", "rating", "score", "评分"),
        _typed(FieldType.DECIMAL, "rating_max", "满分", "Best rating", "ratingmax"),
        _text("title", "标题", "Title", "title", "标题"),
        _text("text", "内容", "Text", "content", "review", "comment", "评价内容"),
        _typed(FieldType.LIST, "tags", "标签", "Tags", "tags", "标签"),
        _text("language", "语言", "Language", "language"),
        _text("touchpoint", "触点", "Touchpoint", "touchpoint"),
        _text("channel", "平台", "Channel", "platform", "channel", "平台"),
    ),
    ("guest_key",),
)
TRAIT = Record(
    Kind.TRAIT,
    Text("特征", "Trait"),
    "guest_traits",
    "",
    (
        _text("guest_key", "客人编号", "Guest key", "userid", "memberid", required=True),
        _text("name", "名称", "Name", "trait", required=True),
        _text("value", "值", "Value", "value"),
        _typed(_T, "at", "时间", "At", "at"),
    ),
    ("guest_key",),
)
PLACE = Record(
    Kind.PLACE,
    Text("产品与地点", "Product or place"),
    "places",
    "place_key",
    (
        _text("place_key", "编号", "Place key", "placeid", "productid", "hotelid"),
        _text("kind", "类型", "Kind", "type", "kind", required=True),
        _text("name", "名称", "Name", "name", "名称", required=True),
        _text("name_en", "英文名", "English name", "nameen"),
        _text("city", "城市", "City", "city", "城市"),
        _text("country", "国家", "Country", "country"),
        Field("latitude", Text("纬度", "Latitude"), FieldType.DECIMAL, low=-90, high=90, hints=("lat", "latitude")),
        Field("longitude", Text("经度", "Longitude"), FieldType.DECIMAL, low=-180, high=180, hints=("lon", "lng", "longitude")),
        _typed(FieldType.DECIMAL, "rating", "评分", "Rating", "rating", "评分"),
        _typed(_M, "price", "价格", "Price", "price", "价格"),
    ),
)
RECORDS = {record.kind: record for record in (GUEST, BOOKING, ITEM, PAYMENT, STATUS, EVENT, INTERACTION, FEEDBACK, TRAIT, PLACE)}
