"""The company itself: its units, hotels, and the companies and agencies it works for. All of them are invented."""

from dataclasses import dataclass

import numpy as np

from xenia.kernel.texts import Text


@dataclass(frozen=True)
class DemoUnit:
    """One node of the company's tree; `kind` is group, brand or property; `code` is what sources and people name."""

    code: str
    name: Text
    kind: str
    parent_code: str | None


@dataclass(frozen=True)
class Hotel:
    """`rate_minor` is the price of a standard room per night in fen; `quality` moves the ratings guests give, in points of five."""

    code: str
    name: Text
    city: str
    airport: str
    rate_minor: int
    rooms: int
    quality: float


@dataclass(frozen=True)
class ClientCompany:
    """A company whose employees travel; `weight` is its share of them."""

    code: str
    name: str
    name_en: str
    slug: str
    city: str
    weight: float


HOTELS = (
    Hotel("BZSH", Text("宾至上海外滩酒店", "Binzhi Shanghai Bund"), "上海", "PVG", 98_000, 260, 0.25),
    Hotel("BZBJ", Text("宾至北京国贸酒店", "Binzhi Beijing CBD"), "北京", "PEK", 92_000, 300, 0.05),
    Hotel("BZCD", Text("宾至成都春熙酒店", "Binzhi Chengdu Chunxi"), "成都", "TFU", 62_000, 220, 0.15),
    Hotel("BZHZ", Text("宾至杭州西湖酒店", "Binzhi Hangzhou West Lake"), "杭州", "HGH", 78_000, 180, 0.30),
    Hotel("BZSY", Text("宾至三亚海棠湾度假酒店", "Binzhi Sanya Haitang Bay Resort"), "三亚", "SYX", 118_000, 340, 0.35),
    Hotel("BZXA", Text("宾至西安钟楼酒店", "Binzhi Xi'an Bell Tower"), "西安", "XIY", 52_000, 200, -0.35),
    Hotel("BZXM", Text("宾至厦门鹭江酒店", "Binzhi Xiamen Lujiang"), "厦门", "XMN", 58_000, 160, 0.10),
    Hotel("BZKM", Text("宾至昆明翠湖酒店", "Binzhi Kunming Green Lake"), "昆明", "KMG", 46_000, 150, -0.10),
)

UNITS = (
    DemoUnit("group", Text("云行旅业", "Yunxing Travel"), "group", None),
    DemoUnit("yunxing-air", Text("云行航旅", "Yunxing Air"), "brand", "group"),
    DemoUnit("binzhi-hotels", Text("宾至酒店", "Binzhi Hotels"), "brand", "group"),
    DemoUnit("yunxing-holidays", Text("云行假期", "Yunxing Holidays"), "brand", "group"),
    DemoUnit("yunxing-corporate", Text("云行商旅", "Yunxing Corporate"), "brand", "group"),
    *(DemoUnit(hotel.code.lower(), hotel.name, "property", "binzhi-hotels") for hotel in HOTELS),
)

AGENCIES = (
    Text("途远旅行网", "Tuyuan Travel Net"),
    Text("走起旅行", "Zouqi Travel"),
    Text("青鸟票务", "Bluebird Ticketing"),
    Text("四方国旅", "Sifang Tours"),
    Text("山海假期", "Shanhai Holidays"),
    Text("同路商旅", "Tonglu Corporate"),
    Text("Wanderwell", "Wanderwell"),
    Text("Roomlark", "Roomlark"),
)
AGENCY_PHONES = tuple(f"400001000{number}" for number in range(1, len(AGENCIES) + 1))

GUESTS_PER_COMPANY = 220
_CITY_NAMES = "上海 北京 深圳 广州 杭州 成都 苏州 武汉 南京 西安 重庆 天津 长沙 青岛 宁波 厦门"
_CITIES = tuple(_CITY_NAMES.split())
_STEMS = (
    "启明 Qiming|华辰 Huachen|远望 Yuanwang|博思 Bosi|天衡 Tianheng|瑞和 Ruihe|中穗 Zhongsui|融创新 Rongchuang|海纳 Haina|"
    "众诚 Zhongcheng|凌云 Lingyun|鼎力 Dingli|嘉禾 Jiahe|泰元 Taiyuan|恒信 Hengxin|明德 Mingde|优景 Youjing|蓝湾 Lanwan|"
    "金穗 Jinsui|北辰 Beichen|同创 Tongchuang|安澜 Anlan|星图 Xingtu|维景 Weijing|德胜 Desheng|川流 Chuanliu|思远 Siyuan|"
    "永固 Yonggu|新禾 Xinhe|万象 Wanxiang"
)
_TRADES = (
    "科技 Technology|医药 Pharma|汽车零部件 Auto Parts|软件 Software|咨询 Consulting|建设 Construction|食品 Foods|"
    "新能源 Energy|物流 Logistics|贸易 Trading"
)


def client_companies(guests: int, seed: int) -> tuple[ClientCompany, ...]:
    """Returns the corporate clients of a demonstration with `guests` people, the largest first; the same for the same seed."""
    rng = np.random.default_rng([seed, 7001])
    stems, trades = [stem.split() for stem in _STEMS.split("|")], [trade.split(" ", 1) for trade in _TRADES.split("|")]
    possible = len(_CITIES) * len(stems) * len(trades)
    chosen = rng.choice(possible, size=min(max(4, guests // GUESTS_PER_COMPANY), possible), replace=False)
    return tuple(_company(int(number), rank, stems, trades) for rank, number in enumerate(chosen))


def _company(number: int, rank: int, stems: list[list[str]], trades: list[list[str]]) -> ClientCompany:
    city = _CITIES[number % len(_CITIES)]
    stem, stem_en = stems[number // len(_CITIES) % len(stems)]
    trade, trade_en = trades[number // len(_CITIES) // len(stems)]
    slug = f"{stem_en}{trade_en.replace(' ', '')}".lower()
    return ClientCompany(f"C{rank + 1:05d}", f"{city}{stem}{trade}有限公司", f"{stem_en} {trade_en} Co., Ltd.", slug, city, 1 / (rank + 8))
