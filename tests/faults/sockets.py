"""Sockets that fail: a port that refuses, one that swallows what it is sent, and an end without goodbye."""

from __future__ import annotations

import contextlib
import socket
import struct


class BlackHole:
    """A port whose queue is full: the kernel drops whoever wants to connect, so that they wait as for a lost host."""

    def __init__(self, address: str, port: int = 0) -> None:
        self._sockets = [socket.socket()]
        listening = self._sockets[0]
        listening.bind((address, port))
        listening.listen(0)
        self.port = int(listening.getsockname()[1])
        # One connection fits into the queue; the second finds it full, and is never answered.
        for _ in range(2):
            waiting = socket.socket()
            waiting.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                waiting.connect((address, self.port))
            self._sockets.append(waiting)

    def close(self) -> None:
        """Give the port back."""
        for each in self._sockets:
            each.close()


def reserve(address: str, port: int = 0) -> socket.socket:
    """A port that nobody else gets and that refuses every connection."""
    reserved = socket.socket()
    reserved.bind((address, port))
    return reserved


def reset(connection: socket.socket) -> None:
    """Make the end of a connection a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
