"""Lines of 个人基本信息变更申请, and the values that each changes."""

from django.db import models

from shebao.declarations.models import Declaration, Line


class ChangeLine(Line):
    """Changes of one person. `name` and document are those on record when the filing was checked."""

    person_id = models.BigIntegerField(null=True, db_comment="personal: the insured person")
    other_id = models.BigIntegerField(
        null=True, db_comment="personal: who is on record under the number that is filed, empty: nobody else"
    )
    change_type = models.CharField(max_length=2, blank=True, db_comment="public: 个人变更类型 AAC050, 31 or 98")
    reason = models.CharField(max_length=200, blank=True, db_comment="personal: 变更原因")
    stages = models.SmallIntegerField(default=1, db_comment="public: how many officers have to agree")
    content = models.CharField(max_length=64, blank=True, db_comment="public: digest of its values, for decisions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "line_no"], name="change_line_once")]
        indexes = [models.Index(fields=["person_id", "employer_id"], name="change_of_person")]

    def documents(self) -> list[tuple[str, str]]:
        """That on record, and the one that is to take its place."""
        found = ChangeItem.objects.filter(declaration_id=self.declaration_id, line_no=self.line_no)
        new = dict(found.filter(item__in=["document_type", "document_number"]).values_list("item", "new_value"))
        after = (new.get("document_type", self.document_type), new.get("document_number", self.document_number))
        return [*super().documents(), after]


class ChangeItem(models.Model):
    """One value that a line changes, before and after, as texts."""

    declaration = models.ForeignKey(
        Declaration, models.PROTECT, db_index=False, db_constraint=False, db_comment="public: declaration it is of"
    )
    line_no = models.IntegerField(db_comment="public: its line")
    employer_id = models.BigIntegerField(db_comment="public: employer that files")
    person_id = models.BigIntegerField(db_comment="personal: the insured person")
    item = models.CharField(max_length=32, db_comment="public: which value")
    old_value = models.CharField(max_length=400, blank=True, db_comment="sensitive: 变更前")
    new_value = models.CharField(max_length=400, blank=True, db_comment="sensitive: 变更后")
    needs_review = models.BooleanField(default=False, db_comment="public: an officer has to agree to it")
    confirmed_by = models.CharField(
        max_length=8, blank=True, db_comment="public: shared, number or differs (from shared data); empty: nothing"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "line_no", "item"], name="change_item_once")]
