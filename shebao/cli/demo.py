"""The demonstration: keys of the counterparties, a small city, and who may log in."""

import sys
import threading
from collections.abc import Mapping

import psycopg

from city import cast
from shebao.cli.place import DATABASE_URL
from shebao.cli.supervisor import Supervisor, say
from shebao.generation import DEMO_PASSWORD

_DOORS = {"clerk": "portal", "person": "personal"}  # everybody else works at the office


def ensure_keys(supervisor: Supervisor, environment: Mapping[str, str]) -> int:
    """Make the missing key pairs of the platform and of the sandbox; the exit code."""
    folder = environment["SHEBAO_KEYS"]
    ours = supervisor.do([sys.executable, "-m", "shebao.counterparties.keys", folder], environment)
    return ours or supervisor.do([sys.executable, "-m", "sandbox", "keys", folder], environment)


def ensure_demo_city(supervisor: Supervisor, environment: Mapping[str, str]) -> int:
    """Fill an empty database with the demo city; the exit code."""
    with psycopg.connect(environment[DATABASE_URL]) as connection:
        row = connection.execute("select exists (select from persons_person)").fetchone()
    if row == (True,):
        return 0
    say("shebao", "filling the demo city (once)")
    return supervisor.do([sys.executable, "-m", "shebao", "generate", "--demo"], environment)


def tell_stories(supervisor: Supervisor, environment: Mapping[str, str]) -> None:
    """Let filings in every state come about, beside what the supervisor does meanwhile."""
    command = [sys.executable, "-m", "shebao", "demo-stories"]
    threading.Thread(target=supervisor.do, args=[command, environment], daemon=True).start()


def introduction(ports: Mapping[str, int]) -> str:
    """What to open and whom to log in as, for a person who has just started the platform."""
    portal, office, personal = (f"http://127.0.0.1:{ports[door]}" for door in ("portal", "office", "personal"))
    lines = [
        "",
        f"  北京市社会保险网上服务平台 (employers)   {portal}/",
        f"  区社保经办机构 (agency)                  {office}/office/",
        f"  参保人个人服务 (insured persons)         {personal}/personal/",
        "",
        f"  Demo accounts, all with the password {DEMO_PASSWORD}",
        *(f"    {role.login:14}{role.role:12}{_DOORS.get(role.role, 'office'):10}{role.name}" for role in cast.ROLES),
        "",
        "  Ctrl-C stops everything.",
        "",
    ]
    return "\n".join(lines)
