"""Words of reviews in both languages: openings, praise and complaint per aspect, endings. No review is copied whole."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Aspect:
    """What a guest speaks of: a tag for praise, one for complaint, and sentences of both kinds with {place}, {days}, {minutes}, {floor}."""

    praise_tag: str
    complaint_tag: str
    praise: tuple[str, ...]
    complaint: tuple[str, ...]


def _aspects(text: str) -> tuple[Aspect, ...]:
    blocks = [block.strip().splitlines() for block in text.strip().split("\n\n")]
    return tuple(_aspect(*block[0].split("/"), praise=block[1], complaint=block[2]) for block in blocks)


def _aspect(praise_tag: str, complaint_tag: str, *, praise: str, complaint: str) -> Aspect:
    return Aspect(praise_tag, complaint_tag, tuple(praise.split("|")), tuple(complaint.split("|")))


HOTEL_ZH = _aspects("""
服务热情/服务冷淡
前台小姑娘特别热情，入住很快|礼宾帮忙提行李，还主动升级了房型|服务员记得我们的名字，很暖心|孩子发烧，管家连夜送来退烧贴，真的感谢|有问必答，响应很及时
前台爱答不理，等了{minutes}分钟才办好|打了三次电话才有人送毛巾|服务员态度生硬，像欠他钱一样|说好的接机没有来，也没人道歉

房间干净/卫生堪忧
房间一尘不染，床品很新|卫生间干净没有异味|每天打扫得很仔细|地毯和窗帘都很干净，住着放心
浴室有头发，换了房才好|床单上有污渍，心里膈应|空调滤网全是灰，开了就打喷嚏|杯子没洗干净，卫生真的要加强

位置方便/位置偏僻
位置绝佳，走路几分钟就到地铁|离{place}主要景点都很近|周边吃饭逛街都方便|出门就是商圈，打车也好打
位置有点偏，打车要等半天|导航导错了，晚上很难找|周边在修路，出行不方便|离景区比宣传的远多了

早餐丰富/早餐单一
早餐品种多，现煮的面特别好吃|早餐有本地特色，孩子吃得很开心|咖啡是现磨的，水果新鲜|中西式都有，能吃撑
早餐就那几样，两天不重样都做不到|去晚一点早餐就空盘了也不补|粥是凉的，面包干硬|排队{minutes}分钟才吃上早餐

安静好睡/隔音差
隔音不错，一觉到天亮|{floor}楼很安静，睡得很香|枕头有好几种可以选，睡眠质量很高|窗户双层，听不到马路声
隔壁说话听得一清二楚|空调声音像拖拉机，一夜没睡好|{floor}楼靠电梯，半夜一直叮咚响|楼下酒吧吵到凌晨两点

设施完善/设施陈旧
泳池和健身房都很新|智能马桶、投影都有，设施齐全|儿童乐园玩了一下午|浴缸大，水压足
设施老旧，淋浴忽冷忽热|电视打不开，插座也松了|电梯太少，早上等了{minutes}分钟|WiFi 断断续续，开会掉线三次

性价比高/价格虚高
这个价位能住到这样的酒店，值|会员价很划算，性价比高|旺季也没有乱涨价，良心
比平时贵了一倍，体验却没跟上|房价不低，什么都要另收费|押金退了一周才到账

视野好/风景打折
窗外就是{place}的夜景，太美了|阳台看日出，值回票价|{floor}楼视野开阔，拍照很出片
说是景观房，窗外是一堵墙|窗户被广告牌挡住了|阳台小得站不下两个人
""")  # fmt: skip

FLIGHT_ZH = _aspects("""
准点/延误
准点起飞，还提前{minutes}分钟落地|飞{place}的这班一直很准|登机到起飞一气呵成
延误了{minutes}分钟，没有任何解释|在飞机上干坐了两个小时|航班临时取消，改签排队到半夜

机组亲切/机组敷衍
空姐笑容很甜，主动给孩子拿了玩具|机组服务细致，毛毯及时送到|乘务长帮忙调了座位，全家能坐一起
叫了几次铃才有人来|乘务员脸色不好，问话不耐烦|发餐时间太赶，汤洒了也没人擦

座椅舒适/座椅拥挤
座位间距比想象的宽|靠窗座位有充电口，舒服|商务舱平躺，一路睡到{place}
腿都伸不直，飞得腰酸|座椅靠背坏了，放不下去|前排一放倒，电脑都打不开

餐食可口/餐食难吃
牛肉饭味道不错|提前订的儿童餐很用心|水果新鲜，冰淇淋也好吃
餐食就一个面包一瓶水|鸡肉饭又干又咸|素食餐订了却没有

值机顺利/值机混乱
App 上选座值机两分钟搞定|柜台办理很快，行李直挂|优先登机通道很顺畅
值机柜台只开了两个，排了{minutes}分钟|App 选座失败，扣了钱没座位|登机口换了三次，跟着跑断腿

行李完好/行李受损
行李很快就出来了|托运的婴儿车包得很好|行李直挂，转机很轻松
箱子轮子被摔坏了，赔偿流程很烦|行李晚到一天，衣服都没得换|等行李等了{minutes}分钟

改签方便/退改麻烦
临时改签没收手续费|客服几分钟就帮我改好了|退票第二天到账
退票手续费比票价还高|客服电话转了五个人|改签规则写得不清不楚
""")  # fmt: skip

TOUR_ZH = _aspects("""
导游专业/导游敷衍
导游讲解风趣，历史典故信手拈来|领队一路照顾老人，特别细心|导游很会拍照，全家都满意
导游一路催，景点走马观花|导游讲解像背书，问什么都不知道|领队迟到，全团等了{minutes}分钟

行程合理/行程太赶
{days}天行程松紧有度|自由活动时间充足|避开了人流高峰，安排得好
每天六点起床，像行军|{days}天有两天都在大巴上|行程临时改动，没有提前通知

没有购物/强制购物
全程零购物，说到做到|没有推销自费项目，很干净的团|和宣传一致，没有隐形消费
被带去两个购物店，不买不让走|自费项目不参加就甩脸色|合同写无购物，结果还是进店了

住宿满意/住宿一般
酒店比预期好，离夜市很近|住的民宿很有味道|五星标准没有打折
说好的海景房变成了街景房|酒店潮湿，被子有霉味|住得太偏，晚上哪都去不了

用餐可口/团餐难吃
团餐荤素搭配，{place}特色菜都吃到了|安排的农家菜很地道|每餐都不重样
团餐十个人八个菜，吃不饱|餐厅像食堂，菜是冷的|顿顿都一样，后来自己出去吃

风景震撼/景点失望
{place}的风景美到失语|日出那一刻全团都在欢呼|拍了上千张照片，随手就是壁纸
景区人挤人，只看到后脑勺|主要景点在维修，也没有退费|天气不好，很多项目取消了

亲子友好/不适合带娃
孩子玩得不肯走|有专门的亲子活动，老师很有耐心|推车一路无障碍
带孩子太累，没有休息的地方|儿童活动只有半小时，敷衍|老人小孩跟不上节奏
""")  # fmt: skip

HOTEL_EN = _aspects("""
great staff/poor service
The front desk could not have been kinder|Staff remembered our names from day one|We got an upgrade at check-in
We waited {minutes} minutes at an empty front desk|Three calls before anyone brought towels|Nobody said sorry

clean room/not clean
Spotless room and crisp linen|The bathroom was immaculate|Housekeeping was thorough every single day
Hair in the shower and stains on the sheets|Dust everywhere, I sneezed all night|The glasses had lipstick on them

good location/bad location
Perfect base for seeing {place}|The metro is a few minutes on foot|Restaurants and shops right outside
Much further from the centre than advertised|Roadworks all around the building|Taxis could not find the entrance at night

good breakfast/poor breakfast
Breakfast had everything, noodles made to order|Proper coffee and fresh fruit|Local dishes at breakfast were a treat
Cold porridge and dry bread|Half the breakfast trays were empty by nine|A {minutes}-minute queue for breakfast

quiet/noisy
Slept like a baby on floor {floor}|Very quiet despite the busy street|Excellent pillows and blackout curtains
Paper-thin walls|The lift pinged next to my room on floor {floor} all night|The air conditioning sounded like a tractor

good facilities/dated facilities
The pool and gym are brand new|Lovely deep bath and strong water pressure|Kids' club kept ours busy for hours
The shower went from ice to lava|Wi-Fi dropped three times during one call|Lifts are slow, {minutes} minutes in the morning

good value/overpriced
Great value for money|Fair price even in high season
Twice the usual price for half the service|They charge extra for everything
""")  # fmt: skip

FLIGHT_EN = _aspects("""
on time/delayed
Left on time and landed {minutes} minutes early|Smooth and punctual all the way to {place}
{minutes} minutes late with no explanation|Cancelled at the gate and rebooked at midnight

kind crew/indifferent crew
The crew were lovely with our kids|Cabin crew swapped seats so we could sit together
I rang the bell three times|Crew looked annoyed by every question

comfortable seat/cramped seat
More legroom than I expected|Flat bed, slept until {place}
No legroom at all|My seat was broken and stayed upright

good meal/poor meal
The beef and rice was surprisingly good|The child meal was thoughtful
A bun and a bottle of water, that was it|They had lost my vegetarian meal

easy check-in/chaotic check-in
Checked in on the app in two minutes|Bags checked through, no hassle
Two counters open, {minutes} minutes in line|The gate changed three times

bags fine/bag damaged
Bags were on the belt before us|The pram arrived in one piece
My suitcase lost a wheel|Bags arrived a day late

easy changes/hard to change
Changing the date cost nothing|Refund arrived the next day
The refund fee was higher than the fare|Passed around five people on the hotline
""")  # fmt: skip

TOUR_EN = _aspects("""
great guide/poor guide
Our guide knew every stone of {place}|The guide looked after my elderly parents
The guide rushed us through everything|We waited {minutes} minutes for the guide

good pace/rushed
{days} days at just the right pace|Plenty of free time
Up at six every day, like boot camp|Two of the {days} days were spent on the bus

no shopping stops/forced shopping
No shopping stops, as promised|No hidden extras at all
Two shopping stops we never agreed to|Pressed to buy optional extras

nice hotels/poor hotels
Hotels were better than expected|The guesthouse was full of character
The sea view was a car park|Damp rooms far from everything

good food/poor food
We tasted everything {place} is known for|Different dishes at every meal
Eight small dishes for ten people|The same cold canteen food every day

stunning views/disappointing sights
{place} left us speechless|Sunrise was worth the whole trip
Packed with people, saw nothing|The main sight was closed and nobody told us
""")  # fmt: skip

ASPECTS = {("hotel", "zh"): HOTEL_ZH, ("flight", "zh"): FLIGHT_ZH, ("tour", "zh"): TOUR_ZH,
           ("hotel", "en"): HOTEL_EN, ("flight", "en"): FLIGHT_EN, ("tour", "en"): TOUR_EN}  # fmt: skip

OPENINGS = {
    ("zh", 2): (
        "第二次选择云行了。",
        "全家出行，",
        "这次{place}之行很开心。",
        "朋友推荐来的，果然没错。",
        "出差常住，",
        "",
        "",
        "带爸妈来的，",
    ),
    ("zh", 1): ("整体还可以。", "中规中矩。", "{place}之行总体不错，小问题有一些。", "有好有坏，客观说说。", "", ""),
    ("zh", 0): ("非常失望。", "期待越大失望越大。", "想打零分。", "再也不会来了！", "踩雷了。", "真的生气，"),
    ("en", 2): ("Second time with Yunxing. ", "Wonderful trip to {place}. ", "Travelled with family. ", "", "Came on a friend's advice. "),
    ("en", 1): ("Mixed feelings. ", "Decent overall. ", "", "Some good, some bad. "),
    ("en", 0): ("Very disappointed. ", "Never again. ", "I expected far more. ", "What a mess. "),
}
CLOSINGS = {
    ("zh", 2): ("强烈推荐！", "下次还来。", "五星好评。", "会推荐给朋友。", "", "期待下一次。", "👍"),
    ("zh", 1): ("希望改进。", "总的来说对得起价格。", "有改进空间。", "", "再看看吧。"),
    ("zh", 0): ("不推荐。", "希望给个说法。", "请客服联系我！", "要求退款。", "慎重选择。"),
    ("en", 2): ("Highly recommended.", "We will be back.", "", "Thank you!"),
    ("en", 1): ("Room for improvement.", "Fair for the price.", "", "Might try again."),
    ("en", 0): ("Avoid.", "I want a refund.", "Please contact me.", "Would not recommend."),
}
TITLES = {
    ("zh", 2): ("非常满意", "超出预期", "完美的一次旅行", "值得推荐", "下次还选云行", "{place}之行很棒", "全家都喜欢"),
    ("zh", 1): ("还行", "有好有坏", "中规中矩", "一般般", "期待改进"),
    ("zh", 0): ("太失望了", "避雷", "体验很差", "不会再来", "投诉无门"),
    ("en", 2): ("Excellent", "Better than expected", "Loved {place}", "Will book again"),
    ("en", 1): ("It was OK", "Good and bad", "Average"),
    ("en", 0): ("Disappointing", "Avoid", "Poor experience", "Not again"),
}
BUT = {"zh": ("就是", "美中不足的是", "不过", "唯一的遗憾是"), "en": ("The only downside: ", "However, ", "One complaint: ")}
