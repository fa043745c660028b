"""Where the host finds the distribution's archive."""

from __future__ import annotations

import pytest

from tests.world.archive import KEYRING, Archive, find_archive, from_apt
from tests.world.errors import WorldError


def test_environment_wins() -> None:
    """ARCHIVE_URL names the archive, and the security updates lie beside it unless SECURITY_URL says where."""
    assert find_archive({"ARCHIVE_URL": "http://a.test/debian/"}) == Archive(
        "http://a.test/debian", "http://a.test/debian-security"
    )
    both = {"ARCHIVE_URL": "http://a.test/debian", "SECURITY_URL": "http://s.test/x"}
    assert find_archive(both) == Archive("http://a.test/debian", "http://s.test/x")


def test_apt_sources_of_debian() -> None:
    """The host's own Debian archive is taken, and not another repository of its apt sources."""
    sources = [
        "https://packages.test/apt cloud-sdk",
        "http://a.test/debian/ trixie",
        "http://a.test/debian/ trixie-updates",
        "http://b.test/debian-security/ trixie-security",
    ]
    assert from_apt(sources) == Archive("http://a.test/debian", "http://b.test/debian-security")


def test_apt_sources_without_security() -> None:
    """A host without security updates finds them beside its archive."""
    assert from_apt(["https://a.test/debian sid"]) == Archive("https://a.test/debian", "https://a.test/debian-security")


def test_apt_sources_of_another_distribution() -> None:
    """Sources of another distribution, or in a form that a proxy cannot follow, name no archive."""
    assert from_apt(["http://a.test/ubuntu noble", "mirror+file:/etc/mirrors/debian trixie", ""]) is None


def test_no_archive_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing names an archive, the error names the variable to set."""
    monkeypatch.setattr("tests.world.archive._apt_sources", list)
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(WorldError, match="set ARCHIVE_URL"):
        find_archive({})


def test_sources() -> None:
    """A release comes with its updates, all signed by the distribution's key."""
    assert Archive("http://a.test/debian", "http://s.test/sec").sources("trixie") == [
        f"deb [signed-by={KEYRING}] http://a.test/debian trixie main",
        f"deb [signed-by={KEYRING}] http://a.test/debian trixie-updates main",
        f"deb [signed-by={KEYRING}] http://s.test/sec trixie-security main",
    ]
