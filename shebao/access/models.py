"""Who may enter, for whom, and what was tried at the door."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now

from shebao.access.rules import fold_username
from shebao.audit.fields import ActionField
from shebao.employers.models import Employer


class UserKind(models.TextChoices):
    """The groups that meet in the platform; a user belongs to one."""

    CLERK = "clerk", "单位经办人"
    OFFICER = "officer", "经办机构工作人员"
    PERSON = "person", "参保人"
    OPERATOR = "operator", "运行维护人员"


class UserManager(BaseUserManager["User"]):
    """Finds users by their folded login name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this login name, whatever its case or width."""
        return self.get(username=fold_username(username or ""))


class User(AbstractBaseUser):
    """An account of one human being; accounts are never shared."""

    username = models.CharField(max_length=64, unique=True, db_comment="personal: login name, NFKC and case folded")
    name = models.CharField(max_length=64, db_comment="personal: name of the human being")
    kind = models.CharField(
        max_length=8, choices=UserKind.choices, db_comment="public: clerk, officer, person, operator"
    )
    identity_number = models.CharField(
        max_length=32, blank=True, db_comment="sensitive: identity number, for four eyes"
    )
    mobile = models.CharField(max_length=20, blank=True, db_comment="personal: mobile number")
    oidc_subject = models.CharField(  # noqa: DJ001 (unique, and most accounts have none)
        max_length=200, null=True, unique=True, db_comment="personal: issuer and subject of the OpenID provider"
    )
    is_active = models.BooleanField(default=True, db_comment="public: may log in")
    session_epoch = models.IntegerField(default=0, db_comment="public: raised to end all sessions of the account")
    created_at = models.DateTimeField(db_default=Now(), db_comment="public: when the account was made")
    action_id = ActionField()

    objects = UserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def fold(username: str) -> str:
        """The login name as it is stored."""
        return fold_username(username)


class Mandate(models.Model):
    """A clerk may act for an employer between two dates; one clerk may serve several employers."""

    user = models.ForeignKey(User, models.PROTECT, db_comment="personal: the clerk")
    employer = models.ForeignKey(Employer, models.PROTECT, db_comment="public: the employer")
    valid_from = models.DateField(db_comment="public: first day of the mandate")
    valid_until = models.DateField(null=True, db_comment="public: last day of the mandate")
    action_id = ActionField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "employer"], condition=models.Q(valid_until=None), name="mandate_open_once"
            )
        ]


class PostKind(models.TextChoices):
    """What an officer may do."""

    FIRST_REVIEW = "first_review", "初审"
    SECOND_REVIEW = "second_review", "复核"
    AUDITOR = "auditor", "稽核"


class Post(models.Model):
    """An officer holds a post at a district agency between two dates."""

    user = models.ForeignKey(User, models.PROTECT, db_comment="personal: the officer")
    district = models.CharField(max_length=12, db_comment="public: agency code")
    kind = models.CharField(max_length=16, choices=PostKind.choices, db_comment="public: kind of post")
    valid_from = models.DateField(db_comment="public: first day of the post")
    valid_until = models.DateField(null=True, db_comment="public: last day of the post")
    action_id = ActionField()


class LoginAttempt(models.Model):
    """One password really checked, or refused by the throttle."""

    username = models.CharField(max_length=64, db_comment="personal: folded login name tried")
    address = models.GenericIPAddressField(null=True, db_comment="personal: network address")
    source = models.CharField(max_length=64, db_default="", db_comment="personal: network or known device it came from")
    at = models.DateTimeField(db_comment="public: when")
    outcome = models.CharField(max_length=8, db_comment="public: passed, failed, locked")

    class Meta:
        indexes = [models.Index(fields=["username", "at"]), models.Index(fields=["source", "at"])]


class ParkedSubmission(models.Model):
    """A form that arrived after its session had ended: kept until its sender has logged in again."""

    token = models.UUIDField(primary_key=True, db_comment="public: handle kept in the sender's cookie")
    user_id = models.BigIntegerField(db_comment="personal: user of the ended session; only the same user gets it back")
    path = models.CharField(max_length=500, db_comment="public: where the form was sent")
    fields = models.JSONField(db_comment="sensitive: form fields as sent")
    files = models.JSONField(default=list, db_comment="personal: stored uploads: field, name, stored path")
    parked_at = models.DateTimeField(db_comment="public: when it arrived")
    taken_at = models.DateTimeField(null=True, db_comment="public: when it was given back")
