"""Words from which the demonstration's names are made; surnames with their share of the population in per mille."""

SURNAMES = """
王 wang 71|李 li 70|张 zhang 67|刘 liu 51|陈 chen 46|杨 yang 32|黄 huang 23|赵 zhao 22|吴 wu 21|周 zhou 20|徐 xu 15|孙 sun 15|马 ma 13
朱 zhu 13|胡 hu 12|郭 guo 12|何 he 12|林 lin 11|罗 luo 11|高 gao 10|郑 zheng 9.3|梁 liang 8.5|谢 xie 7.6|宋 song 7.4|唐 tang 7.2
许 xu 7|韩 han 6.6|邓 deng 6.5|冯 feng 6.4|曹 cao 6.2|彭 peng 5.9|曾 zeng 5.8|肖 xiao 5.7|田 tian 5.5|董 dong 5.3|潘 pan 5.1|袁 yuan 5
蔡 cai 4.9|蒋 jiang 4.7|余 yu 4.7|于 yu 4.6|杜 du 4.6|叶 ye 4.5|程 cheng 4.5|魏 wei 4.4|苏 su 4.4|吕 lyu 4.4|丁 ding 4.3|任 ren 4.2
卢 lu 4.1|姚 yao 4.1|沈 shen 4|钟 zhong 3.9|姜 jiang 3.9|崔 cui 3.8|谭 tan 3.7|陆 lu 3.7|范 fan 3.6|汪 wang 3.6|廖 liao 3.5|石 shi 3.4
金 jin 3.4|韦 wei 3.3|贾 jia 3.3|夏 xia 3.2|付 fu 3.1|方 fang 3.1|邹 zou 3.1|熊 xiong 3|白 bai 2.9|孟 meng 2.9|秦 qin 2.9|邱 qiu 2.8
侯 hou 2.8|江 jiang 2.7|尹 yin 2.7|薛 xue 2.6|闫 yan 2.6|段 duan 2.5|雷 lei 2.5|龙 long 2.4|黎 li 2.4|史 shi 2.3|陶 tao 2.3|贺 he 2.2
毛 mao 2.2|郝 hao 2.2|顾 gu 2.2|龚 gong 2.1|邵 shao 2.1|万 wan 2|覃 qin 2|武 wu 2|钱 qian 1.9|戴 dai 1.9|严 yan 1.8|莫 mo 1.8|孔 kong 1.8
向 xiang 1.8|常 chang 1.7|汤 tang 1.7|康 kang 1.6|易 yi 1.6|乔 qiao 1.5|赖 lai 1.5|文 wen 1.4|单 shan 0.9|解 xie 0.6|仇 qiu 0.3|查 zha 0.3
区 ou 0.2|欧阳 ouyang 0.7|上官 shangguan 0.1|司徒 situ 0.1|诸葛 zhuge 0.1|尉迟 yuchi 0.02|盖 ge 0.1|朴 piao 0.4
"""

COHORT_STARTS = (1930, 1960, 1980, 1995, 2010)
"""First birth year of each cohort of given names below."""

SINGLE_SHARES = (0.25, 0.42, 0.38, 0.16, 0.06)
"""Share of one-character given names per cohort."""

MALE_SINGLES = ("强 刚 德 福 忠 贵 荣 义", "伟 军 勇 强 涛 斌 波 辉 明 刚 平 健 杰 峰", "伟 磊 超 鹏 浩 亮 俊 凯 帅 洋 博 宇 飞 鑫 旭 晨",
                "浩 杰 宇 轩 航 晨 睿 昊 阳 帆 翔 哲", "睿 昊 辰 煜 朗 希 诺 铭")  # fmt: skip
FEMALE_SINGLES = ("英 兰 珍 芳 梅 凤 莲 琴", "芳 丽 敏 静 艳 红 燕 霞 娟 玲 梅 萍 英 慧", "静 娜 丹 婷 倩 雪 莉 颖 璐 洁 晶 琳 佳 瑶 菲 媛",
                  "雪 欣 悦 怡 琪 萱 瑶 婷 妍 颖 涵 诗", "玥 萱 妍 诺 桐 玥 禾 悦")  # fmt: skip
MALE_FIRST = ("建 国 德 福 世 永 文 玉 长 志 金 庆 家 保 树 振", "建 志 国 文 海 永 卫 晓 春 立 小 向 新 红 学 俊",
              "志 俊 晓 文 海 建 立 少 明 天 家 宇 嘉 永 振 一", "子 宇 浩 俊 嘉 家 天 泽 梓 博 思 文 奕 晨 逸 冠",
              "梓 子 宇 浩 奕 沐 一 若 亦 景 泽 承 思 星 书 铭")  # fmt: skip
MALE_SECOND = ("国 华 民 生 林 山 祥 才 清 发 昌 和 德 东 成 明", "军 华 明 平 林 东 波 辉 斌 峰 强 民 生 刚 良 红",
               "杰 飞 鹏 龙 伟 超 峰 辉 斌 涛 明 亮 阳 宇 文 轩", "轩 豪 杰 睿 涵 阳 航 宇 泽 文 豪 翔 辰 霖 恒 毅",
               "宸 泽 轩 辰 睿 阳 霖 恒 瑞 洋 航 煜 然 川 初 安")  # fmt: skip
FEMALE_FIRST = ("秀 桂 玉 淑 凤 素 月 春 兰 金 翠 惠 美 爱 瑞 云", "丽 秀 小 晓 玉 海 春 红 文 慧 雪 志 建 美 亚 冬",
                "晓 雅 海 丽 婷 思 佳 静 梦 雪 小 文 艳 嘉 玉 晨", "雨 欣 思 梦 佳 诗 子 雅 语 可 梓 嘉 若 静 心 紫",
                "梓 一 若 沐 雨 语 可 诗 欣 艺 依 芷 安 书 清 星")  # fmt: skip
FEMALE_SECOND = ("英 兰 珍 芳 华 梅 琴 莲 荣 云 娥 芝 琼 香 花 贞", "芳 霞 红 燕 玲 梅 萍 娟 丽 华 琴 英 敏 慧 艳 娜",
                 "婷 静 娜 丹 洁 琳 莉 敏 颖 雯 倩 蓉 瑶 芳 妮 媛", "怡 涵 彤 萱 琪 婷 轩 欣 雯 瑶 怡 彤 悦 菲 妍 玥",
                 "涵 萱 诺 彤 汐 桐 怡 宁 玥 妍 冉 溪 晴 可 瑶 琳")  # fmt: skip

READINGS = {"长": "chang", "晟": "sheng", "乐": "le", "行": "xing", "茜": "qian", "俊": "jun", "宁": "ning", "朴": "piao"}
"""Readings used in names where a dictionary puts another one first."""

TRADITIONAL = dict(
    zip(
        "张刘陈杨黄赵吴孙马罗郑谢许韩邓冯萧曾叶程苏吕卢钟谭陆贾邹熊闫龙贺顾龚万钱严乔汤赖区欧阳单丽军伟强国华东庆凤兰义荣贵辉涛红艳燕"
        "娟玲萍静娜颖洁莹琼书语轩宁飞龙鹏学卫晓云爱树长发杰睿泽诗欢乐梦雅艺晴铭浩航亚",
        "張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮蕭曾葉程蘇呂盧鐘譚陸賈鄒熊閆龍賀顧龔萬錢嚴喬湯賴區歐陽單麗軍偉強國華東慶鳳蘭義榮貴輝濤紅艷燕"
        "娟玲萍靜娜穎潔瑩瓊書語軒寧飛龍鵬學衛曉雲愛樹長發傑睿澤詩歡樂夢雅藝晴銘浩航亞",
        strict=True,
    )
)

_SOUND_ALIKES = (
    "伟:玮 静:婧 婷:亭 丽:莉 娜:那 芳:方 涛:韬 杰:洁 浩:皓 宇:羽 轩:萱 欣:心 怡:宜 涵:晗 佳:嘉 嘉:佳 文:雯 "
    "明:铭 辉:晖 峰:锋 磊:蕾 超:朝 鹏:朋 俊:骏 晨:辰 辰:晨 雪:学 琳:林 玲:铃 敏:闽 艳:燕 燕:艳 霞:侠 慧:惠 梅:玫 "
    "萍:平 平:萍 华:花 建:健 志:智 国:果 海:亥 子:紫 梓:子 思:斯 雨:语 语:雨 诗:施 一:依 若:偌 沐:木 张:章 陈:程 "
    "李:黎 王:汪 刘:柳 徐:许 许:徐 于:余 余:于 付:傅 闫:阎 肖:萧 邱:丘 江:姜 姜:江 石:时 金:靳 魏:卫 吴:伍 何:贺 "
    "袁:原 罗:骆 程:成 叶:业"
)
SOUND_ALIKES = {pair[0]: pair[2] for pair in _SOUND_ALIKES.split()}
"""What a call-centre agent writes down when a name is only heard."""

ENGLISH_SURNAMES = (
    "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Martin Jackson Thompson White Harris "
    "Clark Lewis Robinson Walker Young King Wright Scott Green Baker Adams Nelson Carter Mitchell Roberts Turner Phillips Evans"
)
ENGLISH_MALE = (
    "James John Robert Michael William David Richard Thomas Charles Daniel Matthew Andrew Joshua Kevin Brian George Oliver Harry Jack Noah"
)
ENGLISH_FEMALE = (
    "Mary Patricia Jennifer Linda Elizabeth Susan Jessica Sarah Karen Emily Emma Olivia Sophie Grace Charlotte Lucy Anna Laura Rachel Megan"
)
JAPANESE_SURNAMES = (
    "佐藤 SATO|鈴木 SUZUKI|高橋 TAKAHASHI|田中 TANAKA|伊藤 ITO|渡辺 WATANABE|山本 YAMAMOTO|中村 NAKAMURA|"
    "小林 KOBAYASHI|加藤 KATO|吉田 YOSHIDA"
)
JAPANESE_MALE = "健太 KENTA|翔太 SHOTA|大輔 DAISUKE|拓也 TAKUYA|直樹 NAOKI|浩二 KOJI|誠 MAKOTO|隆 TAKASHI|悠斗 YUTO|蓮 REN"
JAPANESE_FEMALE = "陽子 YOKO|恵子 KEIKO|由美 YUMI|愛 AI|美咲 MISAKI|さくら SAKURA|優子 YUKO|真由美 MAYUMI|葵 AOI|結衣 YUI"
KOREAN_SURNAMES = "김 KIM|이 LEE|박 PARK|최 CHOI|정 JUNG|강 KANG|조 CHO|윤 YOON|장 JANG|임 LIM|한 HAN|오 OH"
KOREAN_MALE = (
    "민준 MINJUN|서준 SEOJUN|지훈 JIHOON|성민 SUNGMIN|현우 HYUNWOO|동현 DONGHYUN|준호 JUNHO|영수 YOUNGSOO|상훈 SANGHOON|도윤 DOYOON"
)
KOREAN_FEMALE = "서연 SEOYEON|지우 JIWOO|민지 MINJI|수진 SUJIN|은주 EUNJU|지영 JIYOUNG|유진 YUJIN|하은 HAEUN|미경 MIKYUNG|혜진 HYEJIN"
CANTONESE_SURNAMES = "陳 CHAN|李 LEE|黃 WONG|張 CHEUNG|何 HO|梁 LEUNG|林 LAM|吳 NG|鄭 CHENG|葉 YIP|劉 LAU|周 CHOW|鄧 TANG|蔡 CHOI"
CANTONESE_MALE = (
    "志明 CHIMING|家豪 KAHO|俊傑 CHUNKIT|偉文 WAIMAN|國強 KWOKKEUNG|嘉俊 KACHUN|子軒 TSZHIN|文傑 MANKIT|浩然 HOYIN|永康 WINGHONG"
)
CANTONESE_FEMALE = (
    "嘉欣 KAYAN|詠詩 WINGSZE|麗珍 LAICHUN|美玲 MEILING|慧敏 WAIMAN|淑儀 SHUKYEE|穎彤 WINGTUNG|雅婷 NGATING|曉晴 HIUCHING|芷珊 TSZSHAN"
)
