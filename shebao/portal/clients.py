"""The one counterparty that this door asks itself: shared government data, for 「获取共享信息」."""

from dataclasses import replace
from functools import cache

from shebao.counterparties.shared_data.client import SharedDataClient
from shebao.exchange.clients import endpoint
from shebao.kernel import clock

# A clerk waits for the answer, inside of a request.
READ_TIMEOUT = 3.0
TOTAL_TIMEOUT = 4.0


@cache
def shared_data() -> SharedDataClient:
    """The client of this process; safe to use from all its threads."""
    place = replace(endpoint("shared_data"), read_timeout=READ_TIMEOUT, total_timeout=TOTAL_TIMEOUT)
    return SharedDataClient(place, clock.now)
