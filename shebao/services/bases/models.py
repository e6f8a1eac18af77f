"""Lines of 缴费基数申报, and the wages typed on its page before they are handed in."""

from django.db import models

from shebao.declarations.models import Declaration, Line


class WageLine(Line):
    """The average monthly wage declared for one contract, what it replaces, and what that changes a month.

    What was filed stands in `year` and `wage`; the rest the check found out, and is empty for lines it refused.
    """

    year = models.SmallIntegerField(null=True, db_comment="public: 缴费年度; empty: that of the day")
    wage = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, db_comment="sensitive: 申报月平均工资, yuan a month"
    )
    contract_id = models.BigIntegerField(null=True, db_comment="public: contract it is for")
    person_id = models.BigIntegerField(null=True, db_comment="personal: the insured person")
    from_month = models.IntegerField(null=True, db_comment="personal: first month it counts for, YYYYMM")
    replaces = models.BigIntegerField(null=True, db_comment="public: id of the wage that counted when it was checked")
    wage_before_fen = models.BigIntegerField(null=True, db_comment="sensitive: declared wage before, fen a month")
    bases = models.JSONField(
        null=True, db_comment="sensitive: by scheme: base before (null: none) and after, whole yuan a month"
    )
    employer_before_fen = models.BigIntegerField(
        null=True, db_comment="sensitive: employer's share a month before, fen"
    )
    employer_after_fen = models.BigIntegerField(null=True, db_comment="sensitive: employer's share a month after, fen")
    personal_before_fen = models.BigIntegerField(null=True, db_comment="sensitive: person's share a month before, fen")
    personal_after_fen = models.BigIntegerField(null=True, db_comment="sensitive: person's share a month after, fen")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "line_no"], name="wage_line_once")]


class TypedWage(models.Model):
    """A wage typed on the page 「缴费基数申报」 for one contract, kept as typed until the filing is handed in."""

    declaration = models.ForeignKey(
        Declaration, models.PROTECT, db_index=False, db_comment="public: draft it belongs to"
    )
    employer_id = models.BigIntegerField(db_comment="public: employer that files")
    contract_id = models.BigIntegerField(db_comment="public: contract it is for")
    typed = models.CharField(max_length=100, db_comment="sensitive: wage as typed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "contract_id"], name="typed_wage_once")]
