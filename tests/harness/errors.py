"""What can go wrong while proving.

HarnessError
├── EngineUnavailable   no Docker Engine answers, and none can be brought
├── EngineLost          the Docker Engine stopped answering in mid-walk
├── HostUnusable        a host cannot take walks
└── MachineFailed       a machine did not start
"""

from __future__ import annotations


class HarnessError(Exception):
    """The proof itself failed, not what it was to prove."""


class EngineUnavailable(HarnessError):
    """No Docker Engine answers, and none can be brought; says in two lines what to do."""


class EngineLost(HarnessError):
    """The Docker Engine stopped answering."""


class HostUnusable(HarnessError):
    """A host cannot be reached, or has not what walks need."""


class MachineFailed(HarnessError):
    """A machine did not start, or does not do what its kind promises."""
