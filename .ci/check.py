"""Every check that is not a test: `python .ci/check.py [NAME …]`. A check that could not run has failed."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from shebao.database.server import ThrowAwayServer, database_url

PYTHON = sys.executable
SOURCES = ["shebao", "city", "sandbox"]
CHECKS: dict[str, list[str]] = {
    "types": ["-m", "mypy", "--no-error-summary"],
    "lint": ["-m", "ruff", "check", "--quiet", "."],
    "format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "layers": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
    "templates": ["-m", "djlint", "--lint", "--quiet", "shebao"],
    "security": ["-m", "bandit", "--quiet", "--recursive", "--configfile", "pyproject.toml", *SOURCES],
    "addresses": [".ci/check_addresses.py"],
    "settings": ["-m", "django", "check", "--fail-level", "WARNING"],
    "model changes": ["-m", "django", "makemigrations", "--check", "--dry-run"],
    "migrations": [".ci/check_migrations.py"],
}


def main() -> int:
    """Run the checks named on the command line, or all, two at a time; 1 if one failed."""
    names = sys.argv[1:] or list(CHECKS)
    server = ThrowAwayServer()  # migrations are looked at on a real server
    try:
        url = database_url(server.start())
        with ThreadPoolExecutor(2) as pool:
            passed = list(pool.map(lambda name: _passes(name, url), names))
    finally:
        server.stop()
    print(f"{sum(passed)} of {len(names)} checks passed", flush=True)
    return 0 if all(passed) else 1


def _passes(name: str, url: str) -> bool:
    started = time.monotonic()
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "shebao.config.settings"}
    done = subprocess.run(
        [PYTHON, *CHECKS[name]],
        check=False,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    verdict = "FAILED" if done.returncode else "ok"
    words = f"\n{done.stdout.rstrip()}" if done.returncode else ""
    print(f"{name:14} {verdict:7}{time.monotonic() - started:5.1f} s{words}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
