"""Why an attachment was refused: one code for each reason, with what happened and what to do, in Chinese."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple


class Explanation(NamedTuple):
    """``text`` says what is wrong, ``remedy`` what to do; both may hold ``{names}`` of parameters."""

    text: str
    remedy: str


_SCAN: Final = "请重新扫描或拍照，保存为 PDF、JPG 或 PNG 后再上传。"
_PRINT: Final = "请打开该文件，用「打印—另存为 PDF」生成新的文件后再上传。"

CATALOGUE: Final[Mapping[str, Explanation]] = {
    "file_missing": Explanation("没有收到文件。", "请重新选择文件后上传。"),
    "file_empty": Explanation("文件是空的（0 字节）。", _SCAN),
    "file_too_large": Explanation("文件大小为 {size}，超过上限 {limit}。", "请降低扫描分辨率或分为几个文件后再上传。"),
    "wrong_type": Explanation("只接收 PDF、JPG、PNG 文件。", _SCAN),
    "bad_name": Explanation("文件名含有不允许的字符或多重扩展名。", "请改为简单的文件名，如「离职证明.pdf」，再上传。"),
    "wrong_content": Explanation("文件内容与扩展名「{extension}」不符。", _SCAN),
    "image_too_large": Explanation("图片为 {width}×{height} 像素，超过 {limit} 万像素。", "请缩小图片后再上传。"),
    "image_damaged": Explanation("图片已损坏，无法打开。", _SCAN),
    "pdf_damaged": Explanation("PDF 文件已损坏，无法打开。", _PRINT),
    "pdf_encrypted": Explanation("PDF 文件设置了密码或权限限制。", _PRINT),
    "pdf_active": Explanation("PDF 文件含有脚本或自动执行的动作，不能接收。", _PRINT),
    "pdf_embedded": Explanation("PDF 文件内嵌了其他文件，不能接收。", "请把内嵌的文件取出后分别上传。"),
    "pdf_too_many_pages": Explanation(
        "PDF 文件共 {pages} 页，超过 {limit} 页。", "请只保留需要的页，或分为几个文件上传。"
    ),
    "pdf_empty": Explanation("PDF 文件没有任何一页。", _PRINT),
    "pdf_too_complex": Explanation("PDF 文件的结构过于复杂。", _PRINT),
    "too_slow": Explanation("检查文件超过了允许的时间。", _SCAN),
    "too_heavy": Explanation("检查文件所需的内存超过上限。", _SCAN),
    "inspector_failed": Explanation("检查文件时程序中断，文件没有保存。", "请稍后重新上传；仍不成功的，" + _SCAN[1:]),
}

Translate = Callable[[str], str]


def _same(text: str) -> str:
    return text


class UploadRefused(Exception):  # noqa: N818 - it refuses a file, nothing erred
    """The attachment cannot be taken. ``code`` is a key of CATALOGUE, ``params`` fill its texts."""

    def __init__(self, code: str, params: Mapping[str, str] | None = None) -> None:
        """Refuse with a code of the catalogue (KeyError if there is none)."""
        self.code = code
        self.params = dict(params or {})
        self.explanation = CATALOGUE[code]
        super().__init__(code, self.params)

    def text(self, translate: Translate = _same) -> str:
        """What is wrong, for the user."""
        return translate(self.explanation.text).format_map(self.params)

    def remedy(self, translate: Translate = _same) -> str:
        """What the user can do."""
        return translate(self.explanation.remedy).format_map(self.params)

    def __str__(self) -> str:
        return f"{self.code}: {self.text()}"
