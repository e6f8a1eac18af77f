"""Every column says how private it is."""

import re

import pytest
from django.apps import apps

from shebao.database.declared import tables
from tests.guards.scene import sql

LABEL = re.compile(r"(public|personal|sensitive): \S")


def test_every_column_in_the_database_carries_a_label(db: None) -> None:
    columns = sql(
        """
        select class.relname, attribute.attname, coalesce(col_description(class.oid, attribute.attnum), '')
        from pg_attribute as attribute
        join pg_class as class on class.oid = attribute.attrelid
        where class.relnamespace = 'public'::regnamespace and class.relkind in ('r', 'p') and not class.relispartition
            and attribute.attnum > 0 and not attribute.attisdropped
        """
    )
    keys = {(model._meta.db_table, model._meta.pk.column) for model in apps.get_models(include_auto_created=True)}
    unlabelled = [
        f"{table}.{column}"
        for table, column, comment in columns
        if not LABEL.match(str(comment)) and ((table, column) not in keys or column != "id")
    ]
    assert len(columns) > 200
    assert unlabelled == []


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_every_field_of_ours_is_labelled_in_its_model(model: type) -> None:
    meta = model._meta  # type: ignore[attr-defined]
    if not meta.app_config.name.startswith("shebao."):
        pytest.skip("not ours; tables.yaml labels its columns")
    declared = tables()[meta.db_table].labels
    unlabelled = [
        field.name
        for field in meta.local_concrete_fields
        if not field.primary_key and not LABEL.match(field.db_comment or declared.get(field.column, ""))
    ]
    assert unlabelled == []
