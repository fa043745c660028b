"""The outcome of one step."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """How a step ended."""

    status: int = 0
    """Exit status of the command that failed; 0 if none did."""
    line: int = 0
    """Of that command, counted from 1 in what was run."""
    command: str = ""
    output: bytes = b""
    """What the terminal showed: all of it, or its beginning and end if it was long."""
    seconds: float = 0.0
    stopped: str = ""
    """Why the harness stopped the step, in words; empty if the step ended by itself."""
    ended_terminal: bool = False

    @property
    def failed(self) -> bool:
        """Whether anything in it failed."""
        return bool(self.status or self.stopped)
