"""Run a command with DATABASE_URL naming a server that lives as long as it: `python with_database.py COMMAND …`."""

import os
import subprocess
import sys

from shebao.database.server import ServerError, ThrowAwayServer, database_url
from shebao.database.server.binaries import OVERRIDE


def main() -> int:
    """Start a server (of SHEBAO_POSTGRES_BIN, or the embedded one), run the command, stop it; the exit code."""
    server = ThrowAwayServer()
    try:
        environment = {**os.environ, "DATABASE_URL": database_url(server.start())}
        environment.pop(OVERRIDE, None)
        return subprocess.call(sys.argv[1:], env=environment)
    except ServerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
