"""A PostgreSQL server of somebody else's, named by DATABASE_URL."""

import psycopg

from shebao.database.server.errors import ServerError

OLDEST = 15
_VERSION_FACTOR = 10_000  # server_version_num of 15.18 is 150018


def check_external(url: str) -> int:
    """The major version of the server at `url`. Errors: ServerError if it cannot be reached or is older than 15."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            major = connection.info.server_version // _VERSION_FACTOR
    except psycopg.Error as error:
        raise ServerError(f"The database server named by DATABASE_URL does not answer: {error}") from None
    if major < OLDEST:
        raise ServerError(
            f"The database server named by DATABASE_URL is PostgreSQL {major}; {OLDEST} or newer is needed."
        )
    return major
