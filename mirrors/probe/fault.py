"""What a mirror did wrong, as one of the classes of ``classes.toml``."""

from __future__ import annotations


class Fault(Exception):
    """A mirror failed, in a way that has a name."""

    def __init__(self, failure_class: str, detail: str, at: str = "", host: str = "") -> None:
        super().__init__(detail)
        self.failure_class = failure_class
        self.detail = detail
        """The evidence, as it came; it is escaped where it leaves the prober."""
        self.at = at
        """Where it failed, if an engine cares: a case of the class in ``classes.toml``."""
        self.host = host
        """Which host failed, if it could not be reached."""

    def but(self, failure_class: str = "", detail: str = "", at: str = "") -> Fault:
        """The same under another name."""
        return Fault(failure_class or self.failure_class, detail or self.detail, at or self.at, self.host)


CONNECTION = frozenset({
    "dns_nxdomain", "connect_timeout", "connect_refused",
    "tls_expired", "tls_self_signed", "tls_hostname", "plain_http",
})  # fmt: skip
"""The classes that say that a host was not reached at all."""
