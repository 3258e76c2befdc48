"""The servers that are measured: how each is started, ended, and asked."""

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from . import tokens
from .processes import family

HERE = Path(__file__).resolve().parent.parent
SECRET = "a secret for benchmarks only, of more than 32 bytes"


def end_in_order() -> None:
    """Lets SIGTERM end this process as an error does, so that the servers are stopped; but once: what stops them must
    not be ended itself."""

    def end(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sys.exit(128 + signal.SIGTERM)

    signal.signal(signal.SIGTERM, end)


@dataclass
class Server:
    name: str
    # The folder of its GraphQL documents.
    dialect: str
    command: list[str]
    folder: Path
    environment: dict[str, str]
    port: int
    # The key of ES256; without it tokens are HS256.
    key_file: str | None = None
    process: subprocess.Popen[bytes] | None = None
    issued: dict[str, str] = field(default_factory=dict)

    def start(self, log: Path) -> None:
        if self.answers():
            raise RuntimeError(f"port {self.port} is taken")
        environment = {**os.environ, **self.environment, "PORT": str(self.port)}
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait(self, log: Path, seconds: float = 30) -> None:
        """Until it says that it is well."""
        end = time.monotonic() + seconds
        while not self.answers():
            ended = self.process is None or self.process.poll() is not None
            if ended or time.monotonic() > end:
                raise RuntimeError(f"{self.name} did not start: {log.read_text()[-2000:]}")
            time.sleep(0.002)

    def answers(self) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    @property
    def pid(self) -> int:
        if self.process is None:
            raise RuntimeError(f"{self.name} is not running")
        return self.process.pid

    def stop(self, seconds: float = 5) -> None:
        """Asks it to end, and ends what is left of it after that time, or when whoever waits is interrupted."""
        if self.process is None:
            return
        left = family([self.pid])
        try:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        finally:
            if self.process.poll() is None:
                for pid in left:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                self.process.wait()
            self.process = None

    def token(self, user: str, role: str) -> str:
        """A user's token, made once."""
        found = self.issued.get(user)
        if found is None:
            payload = tokens.claims(user, role)
            found = tokens.es256(self.key_file, payload) if self.key_file else tokens.hs256(SECRET, payload)
            self.issued[user] = found
        return found


def plumbline(binary: Path, work: Path, url: str, port: int, algorithm: str, spec: Path, name: str) -> Server:
    environment = {
        "DATABASE_URL": url,
        "HOST": "127.0.0.1",
        "LOG_LEVEL": "warning",
        "JWT_ALGORITHM": algorithm,
        "RATE_LIMIT": "0",
        "CONCURRENCY_LIMIT": "0",
        # The deepest of the Chinook queries asks for up to a million rows, and gets three thousand.
        "GRAPHQL_MAX_COST": "0",
    }
    key_file = work / "jwt.pem"
    if algorithm == "HS256":
        environment["JWT_SECRET"] = SECRET
    else:
        command = ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
        subprocess.run([*command, "-out", str(key_file)], check=True, capture_output=True)
        environment["JWT_PRIVATE_KEY"] = f"file:{key_file}"
    return Server(
        name,
        "plumbline",
        [str(binary), "serve", "--spec", str(spec), "--name", "benchmark"],
        work,
        environment,
        port,
        str(key_file) if algorithm == "ES256" else None,
    )


def peer(name: str, folder: str, environments: Path, url: str, port: int, executor: str = "") -> Server:
    gunicorn = environments / folder / "bin" / "gunicorn"
    return Server(
        name,
        "peers",
        [str(gunicorn), "--config", str(HERE / "peers" / "gunicorn.conf.py"), "appointments.main:app"],
        HERE / "peers" / folder,
        {"DATABASE_URL": url, "JWT_SECRET": SECRET, "EXECUTOR": executor},
        port,
    )
