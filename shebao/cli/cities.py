"""What `shebao generate` does; it knows the models."""

import time

from django.conf import settings
from django.db import transaction

from shebao.declarations.models import State
from shebao.generation import DEMO_PASSWORD, accounts, load
from shebao.generation import stories as told
from shebao.generation.plan import city_plan, demo_plan
from shebao.kernel import clock
from shebao.kernel.errors import NotAllowed

CITY, DEMO = "generate_city", "generate_demo_city"


def city(seed: int, employers: int, persons: int) -> None:
    """Fill an empty database. Raises Conflict when it is not empty, ValueError for an impossible size."""
    started = time.monotonic()
    load.fill(city_plan(seed, employers, persons, clock.today()), CITY, now=clock.now())
    seconds = time.monotonic() - started
    print(f"{persons:,} persons at {employers:,} employers in {seconds:.1f} s, {persons / seconds:,.0f} a second")


def demo(seed: int) -> None:
    """Fill an empty database with the demonstration's city; one that has it already stays as it is.

    Raises NotAllowed outside of demonstrations, Conflict when the database holds anything else.
    """
    if not settings.DEMO:
        raise NotAllowed("演示数据只能在演示环境(SHEBAO_DEMO=1)中生成。", code="not_a_demo")
    if load.generated_by(DEMO):
        print("The demo city is there already.")
        return
    plan = demo_plan(seed, clock.today())
    with transaction.atomic():
        load.fill(plan, DEMO, now=clock.now())
        accounts.open_accounts(DEMO_PASSWORD)
    print(f"The demo city: {plan.persons:,} persons at {len(plan.employers)} employers")


def stories() -> None:
    """Tell the demonstration's stories. Raises NotAllowed without a demo city, WorkerSilent without a worker."""
    if not (settings.DEMO and load.generated_by(DEMO)):
        raise NotAllowed("演示申报只能在演示环境中生成。", code="not_a_demo")
    for declaration in told.tell():
        print(f"{declaration.number}  {State(declaration.state).label}  {declaration.lines} 人")
