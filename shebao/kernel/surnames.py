"""Surnames that are not read as the character usually is, and surnames of two characters.

Readings as surnames by 《现代汉语词典》 and 《新华字典》 (entries marked 姓), for surnames of history by 《百家姓》 as
these dictionaries read it. Where a surname has two accepted readings the one of more bearers stands first; people may
choose the other.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_SINGLE: Final = (
    "单shan 仇qiu 解xie 曾zeng 查zha 盖ge,gai 区ou 任ren 朴piao 缪miao 繁po 覃qin,tan 翟zhai,di 员yun 折she 种chong "
    "秘bi 乐yue,le 尉wei 冼xian 洗xian 逄pang 谌chen,shen 眭sui 睢sui 訾zi 召shao 幺yao 祭zhai 能nai 会gui 适kuo 不fou "
    "藏zang 黑he,hei 车che 卜bu 柏bai 葛ge 那na 呙guo 仝tong 佴nai 莘shen,xin 瞿qu 句gou 尢you 万wan 贲ben 阚kan 宿su "
    "宓mi,fu 牟mou,mu 纪ji 华hua 燕yan 宁ning 应ying 相xiang 石shi 沈shen 俞yu 於yu 费fei,bi 都du 过guo 冒mao 晁chao "
    "褚chu 臧zang 隽juan 郗xi,chi 郄qie 殷yin 蒙meng 长zhang 哈ha 孔kong 大da 洋yang 乜nie 仉zhang 佘she 曲qu 要yao "
    "强qiang 干gan 薄bo 郝hao 贾jia 夏xia 侯hou 盛sheng 尹yin 甄zhen 冯feng 谷gu 隗wei,kui 撒sa 蔚yu 重chong 粘nian "
    "炅gui 啜chuai 稽ji 令ling 郇xun,huan 祝zhu 柴chai 台tai 厍she 芈mi 缑gou 禚zhuo 庹tuo 爨cuan 钭tou 郏jia "
    "笪da 昝zan 恽yun 谯qiao 揭jie 弭mi 郜gao 甯ning 亓qi 麴qu 逯lu 郦li 嵇ji 荀xun 晏yan 阎yan 闫yan 阮ruan 芮rui "
    "糜mi 靳jin 邰tai 闵min 邴bing 蒯kuai 鞠ju 郁yu 璩qu 濮pu 邬wu 阙que 竺zhu 逮dai 厘li 沃wo 蓟ji 印yin 宰zai 蔺lin "
    "胥xu 雍yong 桑sang 邸di 禹yu 匡kuang 寇kou 夔kui 隆long 厉li 戎rong 暨ji 居ju 衡heng 步bu 耿geng 满man 弘hong "
    "国guo 文wen 东dong 殳shu 蔡cai 勾gou 敖ao 融rong 冷leng 辛xin 简jian 饶rao 空kong 毋wu 沙sha 养yang 须xu 丰feng "
    "巢chao 关guan 荆jing 红hong 游you 竹zhu 权quan 益yi 桓huan 公gong 么yao 贠yun 颉xie"
)
_COMPOUND: Final = (
    "欧阳ou,yang 尉迟yu,chi 长孙zhang,sun 万俟mo,qi 澹台tan,tai 单于chan,yu 令狐ling,hu 宗政zong,zheng 濮阳pu,yang "
    "淳于chun,yu 太叔tai,shu 申屠shen,tu 公孙gong,sun 仲孙zhong,sun 轩辕xuan,yuan 钟离zhong,li 宇文yu,wen 慕容mu,rong "
    "鲜于xian,yu 闾丘lyu,qiu 司徒si,tu 司空si,kong 亓官qi,guan 司寇si,kou 子车zi,ju 颛孙zhuan,sun 端木duan,mu "
    "巫马wu,ma 公西gong,xi 漆雕qi,diao 乐正yue,zheng 公良gong,liang 拓跋tuo,ba 夹谷jia,gu 宰父zai,fu 谷梁gu,liang "
    "段干duan,gan 百里bai,li 东郭dong,guo 南门nan,men 呼延hu,yan 羊舌yang,she 微生wei,sheng 梁丘liang,qiu 左丘zuo,qiu "
    "东门dong,men 西门xi,men 南宫nan,gong 上官shang,guan 司马si,ma 诸葛zhu,ge 夏侯xia,hou 皇甫huang,fu 赫连he,lian "
    "独孤du,gu 闻人wen,ren 东方dong,fang 公冶gong,ye 纳兰na,lan 完颜wan,yan 叶赫ye,he 第五di,wu 哥舒ge,shu 斛律hu,lyu "
    "尔朱er,zhu 公羊gong,yang 穀梁gu,liang 夾谷jia,gu 富察fu,cha 即墨ji,mo 屈突qu,tu"
)
_TRADITIONAL: Final = str.maketrans(
    "单缪员乐会车万贲阚宁应费过长华纪呙谌隽区盖冯贾钭缑恽谯郏闫阎闵郦厉简饶满养须丰关荆红权国东厘颉"
    "欧阳尉迟台孙轩辕钟离鲜闾颛马诸连独闻兰颜叶门宫尔",
    "單繆員樂會車萬賁闞寧應費過長華紀咼諶雋區蓋馮賈鈄緱惲譙郟閆閻閔酈厲簡饒滿養須豐關荊紅權國東釐頡"
    "歐陽尉遲臺孫軒轅鍾離鮮閭顓馬諸連獨聞蘭顏葉門宮爾",
)


def _with_traditional(entries: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """``entries`` and the same under the traditional forms, as on documents of Taiwan, Hong Kong and Macau."""
    return MappingProxyType({name.translate(_TRADITIONAL): read for name, read in entries.items()} | dict(entries))


SURNAME_READINGS: Final = _with_traditional({entry[0]: tuple(entry[1:].split(",")) for entry in _SINGLE.split()})
"""One character to its readings as a surname, the proposed one first."""

SINGLE: Final[Mapping[str, str]] = MappingProxyType({name: read[0] for name, read in SURNAME_READINGS.items()})
"""One character to its reading as a surname."""

COMPOUND: Final = _with_traditional({entry[:2]: tuple(entry[2:].split(",")) for entry in _COMPOUND.split()})
"""Two characters to their readings."""
