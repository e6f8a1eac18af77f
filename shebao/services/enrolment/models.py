"""Lines of 社保增员."""

from django.db import models

from shebao.declarations.models import Line


class SharedResult(models.TextChoices):
    """What shared government data said of name and number."""

    NOT_ASKED = "n", "未核验"
    MATCHED = "m", "一致"
    NO_MATCH = "x", "未查询到或不一致"
    SILENT = "s", "暂时无法核验"


class EnrolmentLine(Line):
    """One employee to enrol: person, contract and insurance in one registration. Empty columns could not be read."""

    # person
    sex = models.CharField(max_length=1, blank=True, db_comment="personal: 性别")
    birth_date = models.DateField(null=True, db_comment="personal: 出生日期")
    ethnic = models.CharField(max_length=2, blank=True, db_comment="sensitive: 民族")
    nationality = models.CharField(max_length=3, blank=True, db_comment="personal: 国籍或地区")
    document_valid_until = models.DateField(null=True, db_comment="personal: 证件有效期止")
    household_registration = models.CharField(max_length=4, blank=True, db_comment="personal: 户口性质")
    household_address = models.CharField(max_length=128, blank=True, db_comment="personal: 户籍地址")
    residence_address = models.CharField(max_length=128, blank=True, db_comment="personal: 居住地址")
    postcode = models.CharField(max_length=6, blank=True, db_comment="personal: 邮编")
    mobile = models.CharField(max_length=20, blank=True, db_comment="personal: 手机号码")
    email = models.CharField(max_length=100, blank=True, db_comment="personal: 电子邮件")
    education = models.CharField(max_length=2, blank=True, db_comment="personal: 文化程度")
    personal_identity = models.CharField(max_length=2, blank=True, db_comment="personal: 个人身份")
    first_work_date = models.DateField(null=True, db_comment="personal: 参加工作日期")
    # contract
    contract_kind = models.CharField(max_length=4, blank=True, db_comment="public: 合同类型")
    term_kind = models.CharField(max_length=4, blank=True, db_comment="public: 合同期限类型")
    signing = models.CharField(max_length=4, blank=True, db_comment="public: 合同签订方式")
    starts_on = models.DateField(null=True, db_comment="personal: 合同开始日期")
    ends_on = models.DateField(null=True, db_comment="personal: 合同终止日期")
    probation_months = models.SmallIntegerField(null=True, db_comment="personal: 试用期月数")
    employment_form = models.CharField(max_length=4, blank=True, db_comment="public: 用工形式")
    occupation = models.CharField(max_length=64, blank=True, db_comment="personal: 岗位/工种")
    using_employer = models.CharField(max_length=128, blank=True, db_comment="public: 用工单位")
    wage = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, db_comment="sensitive: 月缴费工资, yuan a month"
    )
    # insurance
    schemes = models.CharField(max_length=32, blank=True, db_comment="public: 参保险种, codes with commas")
    insured_from = models.IntegerField(null=True, db_comment="personal: 参保起始年月, YYYYMM")
    enrolment_reason = models.CharField(max_length=4, blank=True, db_comment="public: 增员原因")
    medical_category = models.CharField(max_length=4, blank=True, db_comment="personal: 医疗参保人员类别")
    # what the other authorities said while it was read
    shared_result = models.CharField(
        max_length=1,
        default=SharedResult.NOT_ASKED,
        choices=SharedResult.choices,
        db_comment="personal: 共享信息核验结果",
    )
    elsewhere = models.CharField(
        max_length=32,
        blank=True,
        db_comment="sensitive: province that insures the person now; ? when it could not be asked",
    )
    # worked out from the name and the number
    name_pinyin = models.CharField(max_length=400, blank=True, db_comment="personal: 姓名全拼")
    name_initials = models.CharField(max_length=100, blank=True, db_comment="personal: first letters of 姓名全拼")
    has_rare_character = models.BooleanField(default=False, db_comment="personal: 是否存在生僻字")
    social_security_number = models.CharField(max_length=32, blank=True, db_comment="sensitive: 社会保障号码")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "line_no"], name="enrolment_line_once")]
        indexes = [
            # The few that officers decide on, for the person whom they are about; not all, lines are written in bulk.
            models.Index(
                fields=["document_number"], condition=models.Q(needs_review=True), name="enrolment_line_in_review"
            ),
        ]
