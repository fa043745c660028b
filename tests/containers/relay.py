"""A way to an engine that a test can cut, as if the engine had died."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from pathlib import Path


class Relay(socketserver.ThreadingUnixStreamServer):
    """Passes bytes on to the engine's socket, until it is cut."""

    daemon_threads = True

    def __init__(self, path: str, engine: str) -> None:
        self.engine, self.open = engine.removeprefix("unix://"), list[socket.socket]()
        super().__init__(path, _Connection)

    def cut(self) -> None:
        """From now on the engine is dead to whoever came this way."""
        self.shutdown()
        self.server_close()
        Path(str(self.server_address)).unlink()
        for one in self.open:
            with contextlib.suppress(OSError):  # It may have ended by itself.
                one.shutdown(socket.SHUT_RDWR)


class _Connection(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        relay: Relay = self.server  # type: ignore[assignment]
        engine = socket.socket(socket.AF_UNIX)
        engine.connect(relay.engine)
        relay.open += [self.request, engine]
        back = threading.Thread(target=_pass_on, args=(engine, self.request), daemon=True)
        back.start()
        _pass_on(self.request, engine)
        back.join()
        engine.close()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return
