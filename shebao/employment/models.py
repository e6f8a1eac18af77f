"""Labour contracts (劳动合同) and coverage spells (参保时段)."""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField
from shebao.employers.models import Employer
from shebao.persons.models import Person


class Contract(models.Model):
    """A labour contract as filed: one registration for insurance, employment and contract (统一登记)."""

    person = models.ForeignKey(Person, models.PROTECT, db_comment="personal: the employee")
    # The declaration's employer, checked there; 100,000 look-ups of the same row here (docs/decisions/0008).
    employer = models.ForeignKey(
        Employer, models.PROTECT, db_index=False, db_constraint=False, db_comment="public: the employer"
    )
    declaration_id = models.BigIntegerField(db_comment="public: declaration that filed it")
    line_no = models.IntegerField(db_comment="public: its line")
    contract_kind = models.CharField(max_length=4, db_comment="public: 合同类型")
    term_kind = models.CharField(max_length=4, db_comment="public: 合同期限类型")
    signing = models.CharField(max_length=4, db_comment="public: 合同签订方式")
    starts_on = models.DateField(db_comment="personal: 合同开始日期")
    ends_on = models.DateField(null=True, db_comment="personal: 合同终止日期, empty when open-ended")
    probation_months = models.SmallIntegerField(null=True, db_comment="personal: 试用期月数")
    employment_form = models.CharField(max_length=4, db_comment="public: 用工形式 AAC013")
    occupation = models.CharField(max_length=64, blank=True, db_comment="personal: 岗位/工种")
    using_employer = models.CharField(max_length=128, blank=True, db_comment="public: 用工单位 of a dispatched worker")
    wage = models.DecimalField(max_digits=16, decimal_places=2, db_comment="sensitive: 月缴费工资 AAC040, yuan a month")
    enrolment_reason = models.CharField(max_length=4, db_comment="public: 增员原因")
    medical_category = models.CharField(max_length=4, blank=True, db_comment="personal: 医疗参保人员类别")
    insured_from = models.IntegerField(db_comment="personal: 参保起始年月, YYYYMM")
    ended_on = models.DateField(null=True, db_comment="personal: 解除劳动关系日期")
    end_reason = models.CharField(max_length=8, blank=True, db_comment="sensitive: 解除劳动关系原因")
    stop_reason = models.CharField(
        max_length=8, blank=True, default="", db_default="", db_comment="sensitive: 停止缴费原因"
    )
    end_declaration_id = models.BigIntegerField(null=True, db_comment="public: declaration that ended it")
    end_line_no = models.IntegerField(null=True, db_comment="public: its line")
    voided = models.BooleanField(default=False, db_comment="public: enrolled by mistake, never an employment")
    recorded_at = models.DateTimeField(db_default=Now(), db_comment="public: when we learnt of it")
    action_id = ActionField()

    class Meta:
        indexes = [
            models.Index(fields=["employer", "person"], name="contract_employer_person"),
            models.Index(fields=["employer", "-id"], name="contract_list"),
            models.Index(fields=["declaration_id", "line_no"], name="contract_filed_by"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "employer"],
                condition=models.Q(ended_on=None, voided=False),
                name="contract_running_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")), name="contract_term"
            ),
            models.CheckConstraint(condition=models.Q(wage__gt=0), name="contract_wage"),
        ]


class Coverage(models.Model):
    """A spell of months in which a person is covered by a scheme through an employer.

    No two spells of one person and scheme overlap (sql/coverage_once.sql); work injury (410) is exempt, several
    employers are lawful there (人社部令第13号 art. 9).
    """

    # No foreign keys in the database: 300,000 look-ups a large import. The worker alone writes spells, contracts are
    # never deleted, and `verify` compares (docs/decisions/0008).
    person = models.ForeignKey(
        Person, models.PROTECT, db_index=False, db_constraint=False, db_comment="personal: the insured person"
    )
    scheme = models.CharField(max_length=3, db_comment="public: 险种 AAE140")
    from_month = models.IntegerField(db_comment="personal: first covered month, YYYYMM")
    to_month = models.IntegerField(null=True, db_comment="personal: last covered month, YYYYMM; empty while it runs")
    employer = models.ForeignKey(
        Employer, models.PROTECT, db_index=False, db_constraint=False, db_comment="public: the employer"
    )
    contract = models.ForeignKey(
        Contract, models.PROTECT, db_index=False, db_constraint=False, db_comment="public: contract it rests on"
    )
    voided = models.BooleanField(default=False, db_comment="public: withdrawn as if never made")
    recorded_at = models.DateTimeField(db_default=Now(), db_comment="public: when we learnt of it")
    action_id = ActionField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "scheme", "from_month"], name="coverage_person"),
            models.Index(fields=["employer", "contract"], name="coverage_employer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_month=None) | models.Q(to_month__gte=models.F("from_month")),
                name="coverage_months",
            ),
        ]
