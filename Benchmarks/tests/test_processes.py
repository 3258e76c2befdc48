"""Processes: who descends from whom, what they use, and that servers end."""

import os
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest.mock import patch

from harness.processes import Process, cpu_seconds, family, running
from harness.servers import Server

# Starts a process of its own; neither ends when it is asked to. It says so when both are there.
STUBBORN = "trap '' TERM; sleep 60 & touch ready; wait"


class Processes(unittest.TestCase):
    def test_a_family_is_the_root_and_its_descendants(self) -> None:
        processes = {pid: Process(parent, 0) for pid, parent in {1: 0, 9: 1, 5: 9, 7: 5, 6: 1}.items()}
        self.assertEqual(family([9], processes), {9, 5, 7})
        self.assertEqual(family([6, 7, 404], processes), {6, 7})

    def test_processor_time_is_that_of_the_kernel(self) -> None:
        self.assertEqual(running()[os.getpid()].parent, os.getppid())
        used = time.process_time()
        while time.process_time() < used + 0.1:
            continue
        self.assertGreaterEqual(cpu_seconds([os.getpid()]), 0.1)


class Ends(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.server = Server("stubborn", "", ["sh", "-c", STUBBORN], self.folder, {}, 18_899)
        self.server.start(self.folder / "log")
        self.addCleanup(self.server.stop, 0)
        while not (self.folder / "ready").exists():
            time.sleep(0.01)
        self.members = family([self.server.pid])

    def assert_ended(self) -> None:
        self.assertEqual(len(self.members), 2)
        self.assertIsNone(self.server.process)
        # Who has no parent any more is waited for by somebody else.
        end = time.monotonic() + 5
        while self.members & running().keys() and time.monotonic() < end:
            time.sleep(0.01)
        states = [
            Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] for pid in self.members & running().keys()
        ]
        self.assertEqual(set(states) - {"Z"}, set())

    def test_a_server_that_does_not_end_is_ended_with_all_that_it_has_started(self) -> None:
        self.server.stop(0.1)
        self.assert_ended()

    def test_so_is_one_whose_end_is_not_waited_for(self) -> None:
        real = subprocess.Popen.wait
        interrupted = [SystemExit(143)]

        def wait(process: "subprocess.Popen[bytes]", timeout: float | None = None) -> int:
            if interrupted:
                raise interrupted.pop()
            return real(process, timeout)

        with patch.object(subprocess.Popen, "wait", wait), self.assertRaises(SystemExit):
            self.server.stop()
        self.assert_ended()

    def test_sigterm_ends_a_program_once(self) -> None:
        program = (
            "import os, signal, time\n"
            "from harness.servers import end_in_order\n"
            "end_in_order()\n"
            "try:\n"
            "    os.kill(os.getpid(), signal.SIGTERM)\n"
            "    time.sleep(9)\n"
            "finally:\n"
            "    os.kill(os.getpid(), signal.SIGTERM)\n"
            "    print('in order', flush=True)\n"
        )
        folder = Path(__file__).resolve().parent.parent
        done = subprocess.run([sys.executable, "-B", "-c", program], cwd=folder, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (143, "in order\n"))


if __name__ == "__main__":
    unittest.main()
