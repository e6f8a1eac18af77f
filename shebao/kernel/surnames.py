"""Surnames that are not read as the character usually is, and surnames of two characters."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_SINGLE: Final = (
    "单shan 仇qiu 解xie 曾zeng 查zha 盖ge 区ou 任ren 朴piao 缪miao 繁po 覃qin 翟zhai 员yun 折she 种chong 秘bi 乐yue "
    "尉wei 冼xian 洗xian 逄pang 谌chen 眭sui 訾zi 召shao 幺yao 祭zhai 能nai 会gui 适kuo 不fou 藏zang 黑he 车che 卜bu "
    "柏bai 葛ge 那na 呙guo 仝tong 佴nai 莘shen 瞿qu 句gou 尢you 万wan 贲ben 阚kan 宿su 宓mi 牟mou 纪ji 华hua 燕yan "
    "宁ning 应ying 相xiang 石shi 沈shen 俞yu 於yu 费fei 都du 过guo 冒mao 晁chao 褚chu 臧zang 隽juan 郗xi 郄qie 殷yin "
    "蒙meng 长zhang 哈ha 孔kong 大da 洋yang"
)
_COMPOUND: Final = (
    "欧阳ou,yang 尉迟yu,chi 长孙zhang,sun 万俟mo,qi 澹台tan,tai 单于chan,yu 令狐ling,hu 宗政zong,zheng 濮阳pu,yang "
    "淳于chun,yu 太叔tai,shu 申屠shen,tu 公孙gong,sun 仲孙zhong,sun 轩辕xuan,yuan 钟离zhong,li 宇文yu,wen 慕容mu,rong "
    "鲜于xian,yu 闾丘lyu,qiu 司徒si,tu 司空si,kong 亓官qi,guan 司寇si,kou 子车zi,ju 颛孙zhuan,sun 端木duan,mu "
    "巫马wu,ma 公西gong,xi 漆雕qi,diao 乐正yue,zheng 公良gong,liang 拓跋tuo,ba 夹谷jia,gu 宰父zai,fu 谷梁gu,liang "
    "段干duan,gan 百里bai,li 东郭dong,guo 南门nan,men 呼延hu,yan 羊舌yang,she 微生wei,sheng 梁丘liang,qiu 左丘zuo,qiu "
    "东门dong,men 西门xi,men 南宫nan,gong 上官shang,guan 司马si,ma 诸葛zhu,ge 夏侯xia,hou 皇甫huang,fu 赫连he,lian "
    "独孤du,gu 闻人wen,ren 东方dong,fang 公冶gong,ye 纳兰na,lan 完颜wan,yan 叶赫ye,he"
)

SINGLE: Final[Mapping[str, str]] = MappingProxyType({entry[0]: entry[1:] for entry in _SINGLE.split()})
"""One character to its reading as a surname."""

COMPOUND: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {entry[:2]: tuple(entry[2:].split(",")) for entry in _COMPOUND.split()}
)
"""Two characters to their readings."""
