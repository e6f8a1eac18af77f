"""Names by frequency: common and compound surnames, rare characters, dotted, traditional and Latin names."""

from city.draw import spread

# Surname and roughly how many of ten thousand bear it.
_SURNAMES = (
    "王715 李705 张672 刘510 陈452 杨310 黄226 赵224 吴205 周202 徐152 孙150 马132 朱126 胡124 郭121 "
    "何119 林117 高110 罗102 郑101 梁98 谢90 宋86 唐82 许80 韩78 邓76 冯74 曹72 彭70 曾68 "
    "肖66 田64 董62 潘60 袁58 蔡57 蒋56 余55 于54 杜53 叶52 程51 魏50 苏49 吕48 丁47 "
    "任46 卢45 姚44 沈43 钟42 姜41 崔40 谭39 陆38 范37 汪36 廖35 石34 金33 韦32 贾31 "
    "夏30 付29 方28 邹28 熊27 白27 孟26 秦26 邱25 侯25 江24 尹24 薛23 闫23 段22 雷22 "
    "龙21 黎21 史20 陶20 贺19 毛19 郝18 顾18 龚17 邵17 万16 覃16 武15 钱15 戴14 严14 "
    "莫13 孔13 向12 常12 汤11 康11 易10 乔10 赖10 文9 施9 洪8 辛8 柯8 庄8 牛7 "
    "单6 仇3 解4 查3 盖2 区3 尚5 葛9 华5 纪4 舒4 屈4 项4 祝4 左4 管4 "
    "欧5 阳1 卜2 柴4 苗3 鲍3 佟2 那2 关6 欧阳9 司马1 诸葛1 上官1 司徒1 尉迟1 皇甫1 "
    "令狐1 夏侯1 东方1 慕容1 宇文1 长孙1 "
)
_MEN = (
    "伟强磊军勇涛超明杰刚平辉鹏华飞斌波宇浩凯健俊帆帅旭宁龙林峰博宏志建国文海洋子晨天泽轩然昊瑞嘉铭睿彬阳晓东春生庆福荣贵祥振武"
    "新亮光世永成立德义仁学思齐哲翰霖骏腾达维康宝玉金锋雷震坤毅恒栋梁松柏岩川江河清源"
)
_WOMEN = (
    "芳娜敏静丽娟艳霞秀英玲燕红梅兰桂凤洁琳婷雪慧莹颖萍雅倩璐瑶怡佳欣悦蕾薇菲晶妍妮梦琪诗涵梓萱雨彤思语嘉文玉珍珠荷莲菊春花云"
    "月明晓丹青露莎蓉芬芸茹馨媛婉如意淑贞惠爱华平宁安琴瑾瑜璇舒可心依然子晨"
)
# GB 18030-2022: in the BMP beyond the everyday 8,105, and outside it (four bytes in UTF-8).
_RARE_GIVEN = "㛃䶮堃喆犇淼昇甯𬍤𬱖𬭎𬘡𬸦𬍛𠅤𣲗𬣙𬳿𤩽𨱏"
_RARE_SURNAMES = "𠮷㑇禤亓逄昝璩妫㧑䢺"

_UYGHUR_MEN = (
    *("阿卜杜拉", "买买提", "艾合买提", "吐尔逊", "玉素甫", "库尔班"),
    *("热合曼", "艾尔肯", "伊力亚斯", "阿卜力米提"),
)
_UYGHUR_WOMEN = (
    *("阿依古丽", "古丽巴哈尔", "帕提古丽", "热孜万古丽", "米热班", "阿米娜"),
    *("迪丽努尔", "麦合木提古丽"),
)
_KAZAKH_MEN = (*("叶尔兰", "哈力木拉提", "巴合提别克", "努尔兰", "阿依登"),)
_KAZAKH_WOMEN = (*("阿依努尔", "古丽娜孜", "萨吾列", "巴合提古丽"),)

_OLD_FORM = str.maketrans(
    "张刘陈杨黄赵吴孙马罗郑梁谢许韩邓冯萧苏吕卢钟谭陆汪叶贾邹邱伟强军杰辉鹏华飞宁龙国泽铭阳晓东荣贵义学齐维宝锋娟丽凤红兰"
    "颖莹琼诗语云丹静洁",
    "張劉陳楊黃趙吳孫馬羅鄭梁謝許韓鄧馮蕭蘇呂盧鍾譚陸汪葉賈鄒邱偉強軍傑輝鵬華飛寧龍國澤銘陽曉東榮貴義學齊維寶鋒娟麗鳳紅蘭"
    "穎瑩瓊詩語雲丹靜潔",
)

# Given names of men, of women, and surnames, as passports print them.
_LATIN = {
    "USA": ("JAMES ROBERT MICHAEL ETHAN", "MARY JENNIFER EMILY GRACE", "SMITH JOHNSON O'BRIEN WILLIAMS-LEE"),
    "JPN": ("HIROSHI KENJI DAIKI", "YUKO SAKURA AYUMI", "SATO SUZUKI TANAKA"),
    "KOR": ("MINJUN JIHO SEUNGHYUN", "SEOYEON JIWOO HAEUN", "KIM LEE PARK"),
    "DEU": ("JÜRGEN LUKAS THOMAS", "ANNA KATHARINA SABINE", "MÜLLER SCHMIDT VON-DER-HEIDE"),
    "FRA": ("PIERRE FRANÇOIS LOUIS", "CHLOÉ AMÉLIE MARIE", "DUPONT LEFÈVRE MARTIN"),
    "GBR": ("OLIVER GEORGE HARRY", "CHARLOTTE AMELIA LUCY", "TAYLOR BROWN MACDONALD"),
    "RUS": ("IVAN DMITRII SERGEI", "OLGA NATALIA ANASTASIIA", "IVANOV PETROV SMIRNOV"),
    "IND": ("ARJUN RAHUL VENKATANARASIMHARAJUVARIPETA", "PRIYA ANANYA LAKSHMI", "SHARMA PATEL IYER"),
    "BRA": ("JOÃO PEDRO LUCAS", "ANA BEATRIZ LARISSA", "SILVA SANTOS DE-OLIVEIRA"),
    "ESP": ("JOSÉ MANUEL ALEJANDRO", "MARÍA CARMEN LUCÍA", "GARCÍA NÚÑEZ FERNÁNDEZ"),
}


def _weighted(text: str) -> list[tuple[str, float]]:
    pairs = []
    for item in text.split():
        name = item.rstrip("0123456789")
        pairs.append((name, float(item[len(name) :])))
    return pairs


_SURNAME_TABLE = spread(_weighted(_SURNAMES))
_MEN_TABLE = spread([(character, 1.0 / (rank + 20)) for rank, character in enumerate(_MEN)])
_WOMEN_TABLE = spread([(character, 1.0 / (rank + 20)) for rank, character in enumerate(_WOMEN)])

ONE_CHARACTER, RARE, RARE_SURNAME, DOTTED = 9175, 9800, 9875, 10400
"""Limits of the draw for a name's shape: 14 % one given character, 1.0 % and 0.1 % rare, 0.8 % dotted, else two."""


def chinese_name(sex: str, shape: int, surname: int, given1: int, given2: int) -> str:
    """A mainland name from four draws of 0..65535; sex is "1" for men, else "2"."""
    given = _MEN_TABLE if sex == "1" else _WOMEN_TABLE
    if shape >= DOTTED:
        return _SURNAME_TABLE[surname] + given[given1] + given[given2]
    if shape < ONE_CHARACTER:
        return _SURNAME_TABLE[surname] + given[given1]
    if shape < RARE:
        return _SURNAME_TABLE[surname] + given[given1] + _RARE_GIVEN[given2 % len(_RARE_GIVEN)]
    if shape < RARE_SURNAME:
        return _RARE_SURNAMES[surname % len(_RARE_SURNAMES)] + given[given1] + given[given2]
    return dotted_name(sex, dotted_ethnic(shape), given1, given2)


def dotted_ethnic(shape: int) -> str:
    """Ethnic group of a name with a dot: 17 Kazakh, 05 Uyghur."""
    return "17" if shape % 4 == 0 else "05"


def dotted_name(sex: str, ethnic: str, own: int, father: int) -> str:
    """A person's own name, the dot U+00B7, the father's name."""
    men, women = (_KAZAKH_MEN, _KAZAKH_WOMEN) if ethnic == "17" else (_UYGHUR_MEN, _UYGHUR_WOMEN)
    names = men if sex == "1" else women
    return f"{names[own % len(names)]}·{men[father % len(men)]}"


def traditional_name(sex: str, surname: int, given1: int, given2: int) -> str:
    """A name as documents of Hong Kong, Macau and Taiwan print it."""
    return chinese_name(sex, 65535, surname, given1, given2).translate(_OLD_FORM)


def latin_name(country: str, sex: str, surname: int, given: int) -> str:
    """Given name, a space, surname, in capitals. country: ISO 3166 alpha-3; an unlisted one's names look American."""
    men, women, surnames = _LATIN.get(country, _LATIN["USA"])
    names, families = (men if sex == "1" else women).split(), surnames.split()
    return f"{names[given % len(names)]} {families[surname % len(families)]}"
