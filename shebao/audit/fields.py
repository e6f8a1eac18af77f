"""The column that ties a row to the action that wrote it."""

from typing import Any

from django.db import models
from django.db.models import Func


class ActionField(models.BigIntegerField):  # type: ignore[type-arg]
    """Id of the audit action under which the row was inserted, filled in by the database.

    The default is the SQL function `shebao_action()`, which raises when no action is open:
    what cannot be audited cannot be written.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        options["db_default"] = Func(function="shebao_action", output_field=models.BigIntegerField())
        options["editable"] = False
        options.setdefault("db_comment", "public: audit_action that inserted the row")
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Leave the default out of migrations; it is always the same."""
        name, path, args, options = super().deconstruct()
        options.pop("db_default", None)
        options.pop("editable", None)
        return name, path, args, options
