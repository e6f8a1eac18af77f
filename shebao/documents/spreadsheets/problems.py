"""Why a spreadsheet was refused: one code for each reason, with what happened and what to do, in Chinese."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple


class Explanation(NamedTuple):
    """``text`` says what is wrong, ``remedy`` what to do; both may hold ``{names}`` of parameters."""

    text: str
    remedy: str


_SAVE_AS: Final = "请用 Excel 或 WPS 打开，选择「另存为」，保存类型选「Excel 工作簿(*.xlsx)」，再上传。"
_TEMPLATE: Final = "请下载本页的模板，把数据以「只粘贴数值」的方式填入后再上传。"
_SPLIT: Final = "请拆分为几个文件分别上传。"
_RETRY: Final = "请稍后重新上传；仍不成功的，请把数据复制到新下载的模板中再上传。"

CATALOGUE: Final[Mapping[str, Explanation]] = {
    "file_missing": Explanation("没有收到文件。", "请重新选择文件后上传。"),
    "file_empty": Explanation("文件是空的（0 字节）。", "请确认文件已保存并有内容，再重新上传。"),
    "file_too_large": Explanation("文件大小为 {size}，超过上限 {limit}。", _SPLIT),
    "wrong_extension": Explanation("文件「{name}」的扩展名不是 .xlsx 或 .csv。", _SAVE_AS),
    "wrong_content": Explanation("文件内容与扩展名「{extension}」不符，无法作为表格读取。", _SAVE_AS),
    "old_excel": Explanation("这是旧版 Excel 文件(.xls)。", _SAVE_AS),
    "encrypted": Explanation("文件设置了打开密码。", "请在「文件—信息—保护工作簿」中取消密码，保存后再上传。"),
    "macros": Explanation("文件含有宏，不能接收。", _SAVE_AS),
    "ods": Explanation("这是 OpenDocument 表格(.ods)。", _SAVE_AS),
    "xlsb": Explanation("这是二进制工作簿(.xlsb)。", _SAVE_AS),
    "damaged": Explanation("文件已损坏或不是完整的表格，无法读取。", _SAVE_AS),
    "suspicious": Explanation("文件结构异常（压缩包条目、路径或压缩比超出正常范围），不能接收。", _TEMPLATE),
    "forbidden_xml": Explanation("文件含有不允许的文档类型声明，不能接收。", _TEMPLATE),
    "unpacked_too_large": Explanation("文件展开后的内容超过上限。", "请删除多余的工作表、格式和空行，或" + _SPLIT[1:]),
    "sheet_missing": Explanation("文件中没有名为「{sheet}」的工作表（现有：{found}）。", _TEMPLATE),
    "no_sheet": Explanation("文件中没有可读取的工作表。", _TEMPLATE),
    "header_missing": Explanation("前 {rows} 行中没有找到表头。应有的列：{titles}。", _TEMPLATE),
    "columns_wrong": Explanation(
        "第 {row} 行的表头与模板不一致。缺少的列：{missing}；重复的列：{duplicate}；多出的列：{unknown}。", _TEMPLATE
    ),
    "no_rows": Explanation("表头下面没有数据。", "请填写数据并保存后再上传。"),
    "too_many_rows": Explanation("数据超过 {limit} 行。", _SPLIT),
    "too_many_columns": Explanation("{address} 单元格有内容，超出了允许的 {limit} 列。", "请删除多余的列后再上传。"),
    "too_many_cells": Explanation("表格的单元格超过 {limit} 个。", "请删除多余的列和格式，或" + _SPLIT[1:]),
    "too_many_strings": Explanation("表格的文字总量超过上限。", _SPLIT),
    "too_many_merges": Explanation("表格的合并单元格超过 {limit} 处。", "请取消合并单元格，每行单独填写后再上传。"),
    "cell_too_long": Explanation("{address} 单元格的文字超过 {limit} 个字。", "请缩短该单元格的内容后再上传。"),
    "encoding_unknown": Explanation(
        "第 {line} 行的文字无法识别（文件编码不是 UTF-8 或 GB18030）。", "请另存为 .xlsx 或「CSV UTF-8」格式后再上传。"
    ),
    "control_character": Explanation("第 {line} 行含有不可见的控制字符。", _SAVE_AS),
    "csv_quotes": Explanation(
        "第 {line} 行的引号不成对，无法判断一行到哪里结束。", "请改正该行，或另存为 .xlsx 后再上传。"
    ),
    "too_slow": Explanation("读取文件超过了允许的时间。", "请删除多余的格式、空行和工作表，或" + _SPLIT[1:]),
    "too_heavy": Explanation("读取文件所需的内存超过上限。", "请删除多余的格式、空行和工作表，或" + _SPLIT[1:]),
    "reader_failed": Explanation("读取文件时程序中断，文件没有处理。", _RETRY),
}

Translate = Callable[[str], str]


def _same(text: str) -> str:
    return text


class SpreadsheetRefused(Exception):  # noqa: N818 - it refuses a file, nothing erred
    """The file cannot be taken as it is. ``code`` is a key of CATALOGUE, ``params`` fill its texts."""

    def __init__(self, code: str, params: Mapping[str, str] | None = None) -> None:
        """Refuse with a code of the catalogue (KeyError if there is none)."""
        self.code = code
        self.params = dict(params or {})
        self.explanation = CATALOGUE[code]
        super().__init__(code, self.params)

    def text(self, translate: Translate = _same) -> str:
        """What is wrong, for the user."""
        return translate(self.explanation.text).format_map(_Filled(self.params))

    def remedy(self, translate: Translate = _same) -> str:
        """What the user can do."""
        return translate(self.explanation.remedy).format_map(_Filled(self.params))

    def __str__(self) -> str:
        return f"{self.code}: {self.text()}"


class _Filled(dict[str, str]):
    """Parameters in which a missing or empty one reads 「无」 instead of raising."""

    def __missing__(self, key: str) -> str:
        return "无"

    def __getitem__(self, key: str) -> str:
        return super().get(key) or "无"
