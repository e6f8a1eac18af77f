"""What the same rows cost at least: `python -m shebao.benches copying` copies an import's rows into bare tables."""

import json
import os
import sys
import time

import psycopg

# What an import writes, and the rows of it.
WRITTEN = {
    "enrolment_enrolmentline": "true",
    "declarations_finding": "true",
    "persons_person": "id in (select person_id from outbox_message)",
    "employment_contract": "person_id in (select person_id from outbox_message)",
    "employment_coverage": "person_id in (select person_id from outbox_message)",
    "outbox_message": "true",
}


def main(_words: list[str]) -> None:
    """Copy, and print one JSON object: seconds, bytes, rows."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        texts = {table: _out(connection, table, where) for table, where in WRITTEN.items()}
        for table in WRITTEN:
            # As unguarded and unindexed as can be, but logged: a crash must not lose it.
            connection.execute(f"create table bare_{table} as table {table} with no data")
        began = time.monotonic()
        with connection.transaction():
            for table, text in texts.items():
                _in(connection, table, text)
        seconds = time.monotonic() - began
        for table in WRITTEN:
            connection.execute(f"drop table bare_{table}")
    figures = {
        "copy_s": round(seconds, 3),
        "copy_bytes": sum(len(text) for text in texts.values()),
        "copy_rows": sum(text.count(b"\n") for text in texts.values()),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


def _out(connection: "psycopg.Connection[tuple[object, ...]]", table: str, where: str) -> bytes:
    # Names and conditions stand above.
    with connection.cursor() as cursor, cursor.copy(f"copy (select * from {table} where {where}) to stdout") as copy:  # noqa: S608
        return b"".join(bytes(part) for part in copy)


def _in(connection: "psycopg.Connection[tuple[object, ...]]", table: str, text: bytes) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy bare_{table} from stdin") as copy:
        copy.write(text)
