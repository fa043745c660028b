"""Which image store the engine of a machine has, where a reader's engine may have another."""

from __future__ import annotations

from tests.harness.errors import MachineFailed
from tests.harness.machine import Machine

_VARIABLES = {"classic": "TEST_INTEGRATION_USE_GRAPHDRIVER", "containerd": "TEST_INTEGRATION_USE_SNAPSHOTTER"}
"""How the engine's own tests choose: unlike a line in daemon.json it outlives what pages write there."""
_DRIVERS = {"classic": "overlay2", "containerd": "overlayfs"}


def choose(image_store: str, machine: Machine) -> None:
    """Let the engine of ``machine`` keep images in ``image_store`` from now on.

    Raises:
        MachineFailed: it does not.
    """
    folder = "/etc/systemd/system/docker.service.d"
    drop_in = f"[Service]\\nEnvironment={_VARIABLES[image_store]}=1\\n"
    restart = f"mkdir -p {folder} && printf '{drop_in}' >{folder}/image-store.conf && systemctl daemon-reload"
    command = f"{restart} && systemctl restart docker && docker info --format '{{{{.Driver}}}}'"
    status, output = machine.execute(command)
    if status or output.strip() != _DRIVERS[image_store]:
        raise MachineFailed(f"the engine would not have its images in the {image_store} image store:\n{output}")
