"""Forms and workbooks as a clerk would fill them in."""

import io
import uuid
from datetime import date

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shebao.kernel import clock
from shebao.services.registration.fields import COLUMNS


def form(**changed: str) -> dict[str, object]:
    """The fields of 「单位新增劳动合同信息」, complete and right, with a new key."""
    today = clock.today()
    typed: dict[str, object] = {
        "client_key": str(uuid.uuid4()),
        "do": "submit",
        "name": "王建国",
        "document_type": "01",
        "document_number": "110101199003077635",
        "ethnic": "01",
        "household_registration": "11",
        "residence_address": "北京市朝阳区示例路2号",
        "mobile": "13800138000",
        "contract_kind": "CK1",
        "term_kind": "CT1",
        "starts_on": today.replace(day=1).isoformat(),
        "ends_on": date(today.year + 3, 12, 31).isoformat(),
        "employment_form": "EF1",
        "wage": "9000",
        "schemes": ["110", "210", "410"],
        "insured_from": f"{today:%Y-%m}",
        "enrolment_reason": "ER1",
    }
    return typed | changed


def proof(name: str = "身份证.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(), content_type="image/png")


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(target, "PNG")
    return target.getvalue()


def workbook(rows: list[dict[str, str]], name: str = "增员.xlsx") -> SimpleUploadedFile:
    """A workbook with the template's header and some rows by column key."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("劳动合同批量申报")
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, column.title)
        for at, row in enumerate(rows, 1):
            sheet.write_string(at, place, row.get(column.key, ""))
    book.close()
    return SimpleUploadedFile(name, target.getvalue())


def row(**changed: str) -> dict[str, str]:
    """One right row of a workbook."""
    typed = {key: str(value) for key, value in form().items() if key not in ("client_key", "do", "schemes")}
    return typed | {"schemes": "养老,失业,工伤"} | changed
