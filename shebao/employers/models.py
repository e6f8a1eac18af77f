"""Employers (参保单位)."""

from django.db import models
from django.db.models.functions import Now

from shebao.audit.fields import ActionField


class Employer(models.Model):
    """An employer registered for social insurance at one district agency."""

    credit_code = models.CharField(max_length=18, unique=True, db_comment="public: 统一社会信用代码")
    name = models.CharField(max_length=128, db_comment="public: 单位名称 AAB004")
    district = models.CharField(max_length=12, db_comment="public: agency code: 经办机构 of the employer's district")
    unit_type = models.CharField(max_length=4, db_comment="public: 单位类型 AAB019")
    injury_class = models.SmallIntegerField(db_comment="public: 工伤保险行业风险类别 1-8")
    injury_band = models.DecimalField(
        max_digits=4, decimal_places=2, default=1, db_comment="public: floating band of the work-injury rate, 0.5-1.5"
    )
    size_class = models.CharField(
        max_length=24, blank=True, db_default="", db_comment="public: 企业规模, which reliefs depend on"
    )
    industry = models.CharField(
        max_length=24, blank=True, db_default="", db_comment="public: 特困行业, which deferrals depend on; empty: none"
    )
    registered_on = models.DateField(db_comment="public: date of insurance registration")
    closed_on = models.DateField(null=True, db_comment="public: date the registration was cancelled")
    recorded_at = models.DateTimeField(db_default=Now(), db_comment="public: when we learnt of the employer")
    action_id = ActionField()

    class Meta:
        indexes = [models.Index(fields=["district", "id"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(injury_class__range=(1, 8)), name="employer_injury_class"),
        ]

    def __str__(self) -> str:
        return self.name
