"""Where the demonstration's guests live and where they go. Airports are real (airportsdata); distances are great circles."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import airportsdata
import numpy as np

from xenia.demo.columns import Floats, Instants, Numbers

_HOMES = """
上海 Shanghai 上海 PVG 310000 110|北京 Beijing 北京 PEK 110000 105|广州 Guangzhou 广东 CAN 440000 70
深圳 Shenzhen 广东 SZX 440000 70|成都 Chengdu 四川 TFU 510000 60|杭州 Hangzhou 浙江 HGH 330000 52
重庆 Chongqing 重庆 CKG 500000 45|武汉 Wuhan 湖北 WUH 420000 38|西安 Xi'an 陕西 XIY 610000 36
南京 Nanjing 江苏 NKG 320000 36|苏州 Suzhou 江苏 SHA 320000 30|天津 Tianjin 天津 TSN 120000 26
长沙 Changsha 湖南 CSX 430000 26|郑州 Zhengzhou 河南 CGO 410000 26|青岛 Qingdao 山东 TAO 370000 24
宁波 Ningbo 浙江 NGB 330000 20|厦门 Xiamen 福建 XMN 350000 20|昆明 Kunming 云南 KMG 530000 18
沈阳 Shenyang 辽宁 SHE 210000 18|大连 Dalian 辽宁 DLC 210000 16|合肥 Hefei 安徽 HFE 340000 16
济南 Jinan 山东 TNA 370000 16|福州 Fuzhou 福建 FOC 350000 14|哈尔滨 Harbin 黑龙江 HRB 230000 14
长春 Changchun 吉林 CGQ 220000 10|南昌 Nanchang 江西 KHN 360000 10|贵阳 Guiyang 贵州 KWE 520000 9
南宁 Nanning 广西 NNG 450000 9|太原 Taiyuan 山西 TYN 140000 9|石家庄 Shijiazhuang 河北 SJW 130000 9
兰州 Lanzhou 甘肃 LHW 620000 7|乌鲁木齐 Urumqi 新疆 URC 650000 7|温州 Wenzhou 浙江 WNZ 330000 8
无锡 Wuxi 江苏 WUX 320000 10|珠海 Zhuhai 广东 ZUH 440000 7|呼和浩特 Hohhot 内蒙古 HET 150000 5
海口 Haikou 海南 HAK 460000 5|银川 Yinchuan 宁夏 INC 640000 4|西宁 Xining 青海 XNN 630000 3
拉萨 Lhasa 西藏 LXA 540000 1
"""
_PLACES = """
三亚 Sanya CN SYX beach 60|厦门 Xiamen CN XMN beach 30|青岛 Qingdao CN TAO beach 24|海口 Haikou CN HAK beach 16
北海 Beihai CN BHY beach 8|哈尔滨 Harbin CN HRB snow 26|长白山 Changbaishan CN NBS snow 10|阿勒泰 Altay CN AAT snow 6
札幌 Sapporo JP CTS snow 9|北京 Beijing CN PEK city 55|上海 Shanghai CN PVG city 55|广州 Guangzhou CN CAN city 36
深圳 Shenzhen CN SZX city 36|杭州 Hangzhou CN HGH city 34|成都 Chengdu CN TFU city 42|重庆 Chongqing CN CKG city 32
武汉 Wuhan CN WUH city 20|南京 Nanjing CN NKG city 20|长沙 Changsha CN CSX city 20|西安 Xi'an CN XIY culture 36
洛阳 Luoyang CN LYA culture 8|敦煌 Dunhuang CN DNH culture 9|泉州 Quanzhou CN JJN culture 8|拉萨 Lhasa CN LXA culture 10
昆明 Kunming CN KMG nature 22|丽江 Lijiang CN LJG nature 26|西双版纳 Xishuangbanna CN JHG nature 16|桂林 Guilin CN KWL nature 18
张家界 Zhangjiajie CN DYG nature 16|九寨沟 Jiuzhaigou CN JZH nature 9|贵阳 Guiyang CN KWE nature 12|乌鲁木齐 Urumqi CN URC nature 16
香港 Hong Kong HK HKG near 20|澳门 Macau MO MFM near 12|东京 Tokyo JP NRT near 22|大阪 Osaka JP KIX near 20
首尔 Seoul KR ICN near 14|曼谷 Bangkok TH BKK near 18|普吉岛 Phuket TH HKT beach 14|新加坡 Singapore SG SIN near 14
吉隆坡 Kuala Lumpur MY KUL near 9|巴厘岛 Bali ID DPS beach 10|马累 Maldives MV MLE beach 5|迪拜 Dubai AE DXB far 7
伦敦 London GB LHR far 6|巴黎 Paris FR CDG far 7|法兰克福 Frankfurt DE FRA far 4|罗马 Rome IT FCO far 4
苏黎世 Zurich CH ZRH far 3|悉尼 Sydney AU SYD far 5|奥克兰 Auckland NZ AKL far 2|洛杉矶 Los Angeles US LAX far 4
纽约 New York US JFK far 3
"""
TASTES = ("beach", "snow", "city", "culture", "nature", "near", "far")
_TASTE_MONTHS = {
    "beach": (1.5, 1.6, 1.2, 1.0, 0.9, 0.9, 1.1, 1.1, 0.9, 1.1, 1.2, 1.5),
    "snow": (3.2, 2.8, 0.8, 0.3, 0.3, 0.4, 0.5, 0.5, 0.4, 0.4, 1.2, 3.0),
    "nature": (0.6, 0.7, 1.0, 1.2, 1.2, 1.1, 1.3, 1.4, 1.3, 1.4, 0.7, 0.5),
}
LOCAL_CURRENCIES = {"HK": "HKD", "JP": "JPY", "KR": "KRW", "SG": "SGD", "TH": "THB", "GB": "GBP", "FR": "EUR", "DE": "EUR", "US": "USD"}
YUAN_PER_UNIT = {"CNY": 1.0, "HKD": 0.91, "JPY": 0.047, "KRW": 0.0052, "SGD": 5.4, "THB": 0.21, "GBP": 9.2, "EUR": 7.9, "USD": 7.1}


@dataclass(frozen=True)
class Home:
    """`code` is the province's GB/T 2260 code, which is never issued to a person."""

    zh: str
    en: str
    province: str
    airport: str
    code: str
    weight: float


@dataclass(frozen=True)
class Place:
    zh: str
    en: str
    country: str
    airport: str
    taste: str
    weight: float


def _cells(text: str, count: int) -> list[list[str]]:
    rows = [row for line in text.strip().splitlines() for row in line.split("|")]
    return [_row(row.split(), count) for row in rows]


def _row(parts: list[str], count: int) -> list[str]:
    spare = len(parts) - count
    return [parts[0], " ".join(parts[1 : 2 + spare]), *parts[2 + spare :]]


HOMES = tuple(Home(zh, en, province, airport, code, float(weight)) for zh, en, province, airport, code, weight in _cells(_HOMES, 6))
PLACES = tuple(Place(zh, en, country, airport, taste, float(weight)) for zh, en, country, airport, taste, weight in _cells(_PLACES, 6))
AIRPORTS = tuple(sorted({home.airport for home in HOMES} | {place.airport for place in PLACES}))
HOME_AIRPORT = np.array([AIRPORTS.index(home.airport) for home in HOMES])
PLACE_AIRPORT = np.array([AIRPORTS.index(place.airport) for place in PLACES])
PLACE_ABROAD = np.array([place.country != "CN" for place in PLACES])
PLACE_TASTE = np.array([TASTES.index(place.taste) for place in PLACES])


@cache
def _airport_facts() -> tuple[Floats, Floats, tuple[str, ...]]:
    known = airportsdata.load("IATA")
    facts = [known[code] for code in AIRPORTS]
    return np.array([f["lat"] for f in facts]), np.array([f["lon"] for f in facts]), tuple(str(f["tz"]) for f in facts)


def airport_zones() -> tuple[str, ...]:
    """Returns the IANA zone of each of AIRPORTS."""
    return _airport_facts()[2]


def distance_km(origin: Numbers, destination: Numbers) -> Floats:
    """Returns great-circle kilometres between airports given by their position in AIRPORTS."""
    latitudes, longitudes, _ = _airport_facts()
    lat1, lat2 = np.radians(latitudes[origin]), np.radians(latitudes[destination])
    half_lat, half_lon = (lat2 - lat1) / 2, np.radians(longitudes[destination] - longitudes[origin]) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin(half_lon) ** 2
    distance: Floats = 2 * 6371.0 * np.arcsin(np.sqrt(chord))
    return distance


@cache
def offsets_by_day(first: date, days: int) -> Numbers:
    """Returns minutes from UTC at noon: one row per airport, one column per day from `first` on."""
    noons = [datetime.combine(first + timedelta(days=number), time(12)) for number in range(days)]
    by_zone = {zone: [_minutes(ZoneInfo(zone), noon) for noon in noons] for zone in set(airport_zones())}
    return np.array([by_zone[zone] for zone in airport_zones()], dtype=np.int64)


def _minutes(zone: ZoneInfo, local: datetime) -> int:
    return int((zone.utcoffset(local) or timedelta()).total_seconds() // 60)


@cache
def place_weights() -> Floats:
    """Returns how often each place is chosen: one row per taste (a last row for none), month and place."""
    base = np.array([place.weight for place in PLACES])
    months = np.array([_TASTE_MONTHS.get(place.taste, (1.0,) * 12) for place in PLACES]).T
    liked = np.where(PLACE_TASTE[None, :] == np.arange(len(TASTES) + 1)[:, None], 5.0, 1.0)
    weights: Floats = base * months[None, :, :] * liked[:, None, :]
    return weights


@cache
def business_weights() -> Floats:
    """Returns how often each place is chosen for work: cities, and a few places abroad."""
    return np.array([place.weight * {"city": 4.0, "near": 0.6, "far": 0.6, "culture": 0.5}.get(place.taste, 0.08) for place in PLACES])


def months_of(days: Instants) -> Numbers:
    """Returns the month, 0 to 11, of each date."""
    return days.astype("datetime64[M]").astype(np.int64) % 12
