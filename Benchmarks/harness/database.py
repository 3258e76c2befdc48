"""The benchmark's database, through psql."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True)
class Database:
    url: str

    def run(self, sql: str, values: Mapping[str, str] | None = None) -> str:
        """What psql prints for the statements, with `:'name'` for values."""
        command = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1"]
        for name, value in (values or {}).items():
            command += ["-v", f"{name}={value}"]
        done = subprocess.run([*command, self.url], input=sql, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"psql: {done.stderr.strip()}")
        return done.stdout.strip()

    def json(self, sql: str, values: Mapping[str, str] | None = None) -> Any:
        """The value of a statement that gives one JSON text, with times in UTC."""
        text = self.run(f"set timezone = 'UTC';\n{sql};", values)
        return json.loads(text) if text else None

    def run_file(self, path: str) -> None:
        done = subprocess.run(
            ["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", path, self.url],
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"psql -f {path}: {done.stderr.strip()}")

    def named(self, name: str) -> "Database":
        """Another database of the same cluster."""
        return Database(urlunsplit(urlsplit(self.url)._replace(path=f"/{name}")))


CREATED = "starts_at >= '2100-01-01Z'"


def created(database: Database) -> int:
    """How many appointments a run has made."""
    return int(database.run(f"select count(*) from appointments where {CREATED}"))


def forget_writes(database: Database) -> None:
    """Undoes what a run has written, so that every run starts from the same tables."""
    database.run(f"delete from appointments where {CREATED}; vacuum appointments; checkpoint;")


def forget_new_hashes(database: Database) -> None:
    """Brings back the bcrypt hashes that Plumbline replaces at the first sign-in; user49000 never signs in."""
    database.run("""
        update users set hashed_password = (select hashed_password from users where username = 'user49000')
        where hashed_password like '$argon2%' and substr(username, 5)::int <= 49000;
    """)
