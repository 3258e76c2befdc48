"""How both peers are served: gunicorn with one uvicorn worker for each of two cores."""

import gc
import os

from uvicorn_worker import UvicornWorker


class Worker(UvicornWorker):
    """uvloop and httptools, and no access log, as the other servers write none either."""

    CONFIG_KWARGS = {"loop": "uvloop", "http": "httptools", "access_log": False, "server_header": False}


bind = f"127.0.0.1:{os.environ['PORT']}"
workers = 2
worker_class = Worker
# A listening socket for each worker: with a shared one, connections spread badly.
reuse_port = True
backlog = 2048
keepalive = 75
timeout = 60
loglevel = "warning"
worker_tmp_dir = "/dev/shm"


def post_worker_init(worker: Worker) -> None:
    """What is loaded by now stays: the garbage collector looks no more at it, and at what is new not so often."""
    gc.freeze()
    gc.set_threshold(50_000)
