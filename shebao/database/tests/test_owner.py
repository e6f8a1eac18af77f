"""An owner who is no superuser, as on a server of somebody else's: migrates and writes, but sees nothing by mistake."""

import pytest
from django.db import connection

from shebao.audit.actions import Actor, action
from shebao.database.declared import tables
from shebao.database.policies import guard_of
from shebao.database.roles import Role, working_as
from tests.guards import scene
from tests.guards.scene import sql

pytestmark = pytest.mark.django_db
TABLES = ("employers_employer", "access_mandate", "access_user", "access_post", "audit_action", "audit_change")


@pytest.fixture
def one(db: None) -> scene.Side:
    """An employer's data, in tables and under functions that now belong to such an owner."""
    side = scene.side("甲", 1)
    sql("set constraints all immediate")
    sql("create role shebao_test_owner")
    sql("grant usage on schema public to shebao_test_owner")
    for table in TABLES:
        sql(f"alter table {table} owner to shebao_test_owner")
    functions = sql("select oid::regprocedure::text from pg_proc where proname like 'shebao%' and prosecdef")
    for (function,) in functions:
        sql(f"alter function {function} owner to shebao_test_owner")
    for table in TABLES:
        (columns,) = zip(
            *sql("select attname from pg_attribute where attrelid = %s::regclass and attnum > 0", table), strict=True
        )
        owner = [line for line in guard_of(tables()[table], columns) if "policy shebao_owner" in line]
        sql(f"drop policy shebao_owner on {table}")
        sql(owner[0].replace("to current_user", "to shebao_test_owner"))
    return side


def test_our_functions_work_for_the_doors(one: scene.Side) -> None:
    with working_as(Role.PORTAL, one.clerk.pk):
        assert sql("select id from employers_employer") == [(one.employer.pk,)]
    with working_as(Role.ENGINE), action(Actor.system("test"), "rename") as action_id:
        sql("update employers_employer set name = '改名'")
    assert sql("select row_count from audit_change where action_id = %s", action_id) == [(1,)]


def test_the_owner_sees_nothing_unless_it_is_maintenance(one: scene.Side) -> None:
    sql("set session authorization shebao_test_owner")
    sql("set local shebao.maintenance = ''")
    assert sql("select count(*) from employers_employer") == [(0,)]
    sql("set local shebao.maintenance = 'on'")
    assert sql("select count(*) from employers_employer") == [(1,)]
    sql("reset session authorization")
    assert connection.in_atomic_block
