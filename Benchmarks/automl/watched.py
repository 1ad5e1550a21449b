"""Runs a command and watches what it takes."""

import dataclasses
import os
import pathlib
import signal
import subprocess
import time


@dataclasses.dataclass
class Watched:
    status: int
    started_at: float
    seconds: float
    memory: list[tuple[float, int]]  # moments and bytes, four a second

    def peak_bytes(self, until: float = float("inf")) -> int:
        return max((size for moment, size in self.memory if moment <= until), default=0)


def run(command: list[str], log: pathlib.Path, limit: float, **settings) -> Watched:
    """Runs `command` with its output in `log`, and ends it and its children after `limit` seconds."""
    memory: list[tuple[float, int]] = []
    with open(log, "ab") as output:
        started_at, start = time.time(), time.monotonic()
        process = subprocess.Popen(
            command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True, **settings
        )
        family = Family(process.pid)
        try:
            while True:
                memory.append((time.time(), family.memory_bytes()))
                try:
                    status = process.wait(timeout=0.25)
                    break
                except subprocess.TimeoutExpired:
                    if time.monotonic() - start > limit:
                        raise
        finally:
            seconds = time.monotonic() - start
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    return Watched(status, started_at, seconds, memory)


class Family:
    """A process and all that came from it, also what moved into a session of its own or lost its parent."""

    def __init__(self, process: int):
        self.members = {process}

    def memory_bytes(self) -> int:
        """The proportional set size of all: pages that they share count once."""
        parents = {}
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
                parents[int(process)] = {int(fields[1]), int(fields[3])}  # parent and session
            except OSError:
                continue  # it ended while we looked
        self.members &= parents.keys()
        while found := {process for process, above in parents.items() if above & self.members} - self.members:
            self.members |= found
        return sum(map(_proportional_bytes, self.members))


def _proportional_bytes(process: int) -> int:
    try:
        with open(f"/proc/{process}/smaps_rollup") as lines:
            return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    except OSError:
        return 0  # it ended while we looked
