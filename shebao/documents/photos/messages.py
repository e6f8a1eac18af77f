"""What is said about a photo, in Chinese: what is wrong and what to do."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shebao.documents.photos.verdicts import Params

Text = str | Promise


class Words(NamedTuple):
    """``message`` says what is wrong, ``remedy`` what to do; both may hold ``{names}`` of parameters."""

    message: Text
    remedy: Text


_SHOOT: Final = _("请在白色墙面前、光线均匀处，正面免冠、穿深色上衣重新拍摄。")
_AGAIN: Final = _("请重新导出或重新拍摄后再上传。")
_JPEG: Final = _("请用看图软件另存为 JPG 格式后再上传；手机照片可在相机设置中选择“兼容性最佳”（JPG）。")
_REPACK: Final = _("请把照片直接放入文件夹，用系统自带功能压缩为普通 ZIP 文件后再上传。")

CATALOGUE: Final[Mapping[str, Words]] = {
    # The file.
    "empty": Words(_("文件是空的（0 字节）。"), _AGAIN),
    "file_too_large": Words(_("照片文件为 {size} KB，超过上限 {limit} KB。"), _("请缩小照片后再上传。")),
    "file_too_small": Words(
        _("照片文件只有 {size} KB，低于 {limit} KB，已被过度压缩。"),
        _("请上传相机或手机拍摄的原始照片，不要上传聊天软件压缩过的图片。"),
    ),
    "wrong_format": Words(_("照片是 {found} 格式，只接收 JPG 和 PNG。"), _JPEG),
    "no_picture": Words(_("文件不是图片。"), _("请上传 JPG 格式的照片。")),
    "damaged": Words(_("照片文件已损坏或不完整，无法打开。"), _AGAIN),
    "too_many_pixels": Words(_("照片为 {width}×{height} 像素，超过 {limit} 万像素。"), _("请缩小照片的尺寸后再上传。")),
    "several_pictures": Words(_("文件中有多幅图片（动画）。"), _("请上传单张照片。")),
    "too_heavy": Words(_("打开照片所需的内存超过上限。"), _("请缩小照片的尺寸后再上传。")),
    "too_slow": Words(_("检查照片超过了允许的时间。"), _AGAIN),
    "inspector_failed": Words(_("检查照片时程序中断，照片没有保存。"), _("请稍后重新上传；仍不成功的，请更换照片。")),
    # The picture.
    "too_few_pixels": Words(
        _("照片为 {width}×{height} 像素，低于制卡要求的 {least_width}×{least_height} 像素。"),
        _("请上传更清晰的原始照片，不要放大小图。"),
    ),
    "too_few_pixels_cropped": Words(
        _(
            "照片为 {width}×{height} 像素，按证件照比例裁剪后只剩 {crop_width}×{crop_height} 像素，"
            "低于 {least_width}×{least_height} 像素。"
        ),
        _("请靠近一些竖向拍摄，让头部和肩部占满画面。"),
    ),
    "greyscale": Words(_("照片是黑白的。"), _("请上传彩色照片。")),
    "too_dark": Words(_("照片太暗。"), _SHOOT),
    "face_dark": Words(_("面部太暗，可能是逆光拍摄。"), _SHOOT),
    "too_bright": Words(_("照片过曝，面部发白，看不清细节。"), _("请避开强光和闪光灯，重新拍摄。")),
    "flat": Words(_("照片对比度太低，像蒙了一层雾。"), _("请擦净镜头，在光线充足处重新拍摄。")),
    "background_not_white": Words(_("照片背景不是白色。"), _("请在白色背景前重新拍摄，或请照相馆更换为白色背景。")),
    "background_uneven": Words(
        _("照片背景不均匀，有阴影、图案、边框或杂物。"), _("请在干净的白色墙面前、光线均匀处重新拍摄，并去掉边框。")
    ),
    "turned": Words(_("照片方向不正，人像是横的或倒的。"), _("请把照片旋转为头部朝上后再上传。")),
    "nobody": Words(_("照片中没有找到人像。"), _("请上传本人的正面免冠证件照。")),
    "several_people": Words(_("照片中可能不止一人。"), _("请上传只有本人一人的照片。")),
    "face_not_found": Words(
        _("没有认出面部，可能有遮挡、背对镜头，或不是真人照片。"), _("请正面对准镜头，摘下口罩、帽子和墨镜后重新拍摄。")
    ),
    "head_cut": Words(_("头顶被裁掉，或紧贴照片上边。"), _("请在头顶上方留出空白后重新拍摄。")),
    "head_large": Words(_("头部过大，几乎占满画面。"), _("请离镜头远一些，拍到两肩。")),
    "head_small": Words(_("头部过小。"), _("请靠近镜头，让头部约占画面宽度的一半。")),
    "head_high": Words(_("头顶离照片上边太近。"), _("请在头顶上方留出空白后重新拍摄。")),
    "head_low": Words(_("头部位置太低，头顶上方空白过多。"), _("请抬低镜头或裁去上方空白。")),
    "off_centre": Words(_("头部没有在画面正中。"), _("请让头部位于画面正中后重新拍摄。")),
    "shoulders_not_seen": Words(
        _("看不清肩部和衣领，可能衣服颜色与背景相近，或没有拍到肩部。"), _("请穿深色有领上衣，拍到两肩。")
    ),
    "blurred": Words(_("照片模糊。"), _("请擦净镜头、对准焦点、拿稳手机后重新拍摄。")),
    "too_plain": Words(
        _("按制卡要求压缩后的文件大小不合规，照片细节过少或过于杂乱。"), _("请上传相机或手机拍摄的原始照片。")
    ),
    # An archive.
    "no_archive": Words(_("文件不是 ZIP 压缩包。"), _REPACK),
    "archive_damaged": Words(_("压缩包已损坏或不完整，无法打开。"), _REPACK),
    "archive_empty": Words(_("压缩包中没有照片。"), _("请把照片放入压缩包后再上传。")),
    "archive_too_large": Words(_("压缩包为 {size} MB，超过上限 {limit} MB。"), _("请分为几个压缩包上传。")),
    "archive_too_many": Words(_("压缩包中有 {count} 个文件，一次最多 {limit} 张照片。"), _("请分为几个压缩包上传。")),
    "archive_encrypted": Words(_("压缩包设置了密码。"), _("请去掉密码，重新压缩后再上传。")),
    "archive_suspicious": Words(_("压缩包中的文件路径或压缩方式异常，不能接收。"), _REPACK),
    "archive_bomb": Words(_("压缩包解压后异常巨大，不能接收。"), _REPACK),
    "nested_archive": Words(_("压缩包里还有压缩包。"), _("请把里面的照片取出，直接放入压缩包。")),
    "member_damaged": Words(_("这个文件在压缩包中已损坏，无法取出。"), _("请重新压缩后再上传。")),
    "disguised": Words(
        _("文件扩展名是“{extension}”，内容却是 {found} 格式。"), _("请不要只改文件名，用看图软件另存为 JPG 格式。")
    ),
    "given_up": Words(
        _("压缩包中异常的照片太多，这张没有检查。"), _("请去掉提示异常的照片，把其余照片重新压缩后上传。")
    ),
    "no_number": Words(
        _("文件名中没有证件号码，或有不止一个。"), _("请以证件号码命名照片，如“110101199003077571.jpg”。")
    ),
    "number_twice": Words(_("同一证件号码有多张照片，另一张是“{other}”。"), _("请每人只保留一张照片。")),
    "photo_twice": Words(_("与“{other}”是同一张照片。"), _("请核对照片与人员，换上正确的照片。")),
}


def explain(code: str, params: Params) -> tuple[str, str]:
    """What a problem says and what to do about it; KeyError for a code that is not of the catalogue."""
    words = CATALOGUE[code]
    return str(words.message).format_map(params), str(words.remedy).format_map(params)
