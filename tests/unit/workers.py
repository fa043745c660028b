"""Stand-ins for what xdist gives a session: workers that note what they are told, and a configuration."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import execnet


class Worker:
    """A worker that runs nothing."""

    def __init__(self, name: str, spec: str = "popen") -> None:
        self.gateway = SimpleNamespace(id=name, spec=execnet.XSpec(spec))
        self.given: list[int] = []
        self.shutting_down = False
        self.workeroutput: dict[str, Any] = {}

    def send_runtest_some(self, indices: list[int]) -> None:
        """Note which steps it is to take."""
        self.given += indices

    def shutdown(self) -> None:
        """Note that it is to end when it has done what it was given."""
        self.shutting_down = True


class Config:
    """As much of pytest's configuration as scheduling needs; keeps what hooks are called with."""

    def __init__(self, *specs: str, restarts: str | None = None) -> None:
        self.option = SimpleNamespace(
            tx=list(specs), debug=False, loadscopereorder=True, numprocesses=None, maxworkerrestart=restarts, verbose=-1
        )
        self.reports: list[Any] = []
        self.hook = SimpleNamespace(
            pytest_testnodedown=lambda **_: None,
            pytest_testnodeready=lambda **_: None,
            pytest_xdist_node_collection_finished=lambda **_: None,
            pytest_runtest_logreport=lambda report: self.reports.append(report),
        )
        self.pluginmanager = SimpleNamespace(getplugin=lambda _: None)

    def getvalue(self, name: str) -> object:
        """An option."""
        return {"tx": self.option.tx, "maxfail": 0}[name]


def walk(page: str, steps: int) -> list[str]:
    """The ids of a walk's steps."""
    return [f"docs/{page}.md::debian-13::step-{number}" for number in range(steps)]
