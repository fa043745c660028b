"""Who may change the configuration of an engine."""

from __future__ import annotations

import os
import shlex
import sys

from mirrors.errors import Refused
from mirrors.language import say


def require_root(command: str) -> None:
    """See that this is root, before anything is measured or changed.

    Raises:
        Refused: it is not; says what to type.
    """
    if os.geteuid() == 0:
        return
    program = [sys.argv[0]] if sys.argv[0].endswith(".pyz") else ["-m", "mirrors"]
    raise Refused(say("needs-root", command=shlex.join(["sudo", "python3", *program, command])))
