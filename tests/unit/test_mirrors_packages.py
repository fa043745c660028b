"""The probe of install mirrors: what apt and dnf would find, against small repositories on this computer."""

from __future__ import annotations

import asyncio
import gzip
import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from mirrors.__main__ import main
from mirrors.errors import MirrorsError
from mirrors.language import LANGUAGES, read_table
from mirrors.packages import MANAGERS, PackageOptions, archive_of, probe_packages
from mirrors.packages.index import version_order
from mirrors.packages.trees import FILE, trees
from mirrors.packages.words import classes
from mirrors.probe.options import Limits
from mirrors.result import FITNESS, Result, Verdict
from snippets.distro import load_distros
from tests.unit.package_mirror import APT, ARCHITECTURE, DEB, DNF, Key, apt, dnf, served, write
from tests.world.bootstrap import install_tools

DISTS = "linux/debian/dists/trixie"
PACKAGES = f"{DISTS}/stable/binary-{ARCHITECTURE}/Packages.gz"
POOL = f"{DISTS}/pool/stable"
RPM = "linux/fedora/44/x86_64/stable"


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    """The key that signs the repository."""
    install_tools()
    return Key(tmp_path_factory.mktemp("gpg") / "home")


@pytest.fixture
def mirror(tmp_path: Path, key: Key) -> Path:
    """The folder of a mirror on which all is well."""
    folder = tmp_path / "docker-ce"
    apt(folder / "linux/debian", key)
    dnf(folder / RPM)
    return folder


@pytest.fixture
def address(mirror: Path) -> Iterator[str]:
    """Where it is served."""
    with served(mirror.parent) as root:
        yield f"{root}/docker-ce"


def probe(key: Key, *urls: str, limits: Limits | None = None, control: str = "") -> tuple[Result, ...]:
    """What the probe says."""
    limits, look = limits or Limits(total=20, answer=2, connect=2), {"docker-ce": (APT, DNF)}
    always = [control.removesuffix("/docker-ce")] if control else []
    options = PackageOptions(limits, fingerprint=key.fingerprint, packages=look, control=always)
    return asyncio.run(probe_packages(urls, options))


def test_a_good_mirror_serves_apt_and_dnf(key: Key, address: str) -> None:
    """The newest package of each is found, through indexes that are what was signed."""
    (result,) = probe(key, address)

    assert (result.failure_class, dict(result.engines)) == ("ok", dict.fromkeys(MANAGERS, Verdict("usable")))
    assert result.detail == (
        "trixie: docker-ce 5:28.10.0-1~debian.13, list of 2026-11-16, signed by its key; "
        "linux/fedora/44/x86_64/stable: docker-ce 3:29.1.0-1.fc44"
    )
    assert set(result.timings_ms) == {"resolve", "connect", "release", "key", "index", "package", "read"}
    assert result.bytes > len(DEB)
    assert result.speed


@pytest.mark.parametrize(
    ("spoiled", "content", "expected", "broken"),
    [
        (f"{DISTS}/InRelease", None, "index_404", "apt"),
        (f"{DISTS}/InRelease", "<html>parked</html>", "signature_bad", "apt"),
        (PACKAGES, "another index", "index_mismatch", "apt"),
        (PACKAGES, None, "index_404", "apt"),
        (f"{POOL}/docker-ce_28.10.0.deb", None, "package_404", "apt"),
        (f"{POOL}/docker-ce_28.10.0.deb", "short", "package_size", "apt"),
        (f"{RPM}/repodata/repomd.xml", None, "index_404", "dnf"),
        (f"{RPM}/repodata/repomd.xml", "<repomd/>", "index_404", "dnf"),
        (f"{RPM}/repodata/repomd.xml", "<!DOCTYPE x [<!ENTITY a 'a'>]><x>&a;</x>", "index_mismatch", "dnf"),
        (f"{RPM}/repodata/primary.xml.gz", "another index", "index_mismatch", "dnf"),
        (f"{RPM}/Packages/docker-ce-29.1.0.rpm", None, "package_404", "dnf"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(
    key: Key, mirror: Path, address: str, spoiled: str, content: str | None, expected: str, broken: str
) -> None:
    """Each fault has its class, and breaks the package manager that meets it, and no other."""
    (mirror / spoiled).unlink()
    if content is not None:
        write(mirror / spoiled, content)

    (result,) = probe(key, address)

    assert (result.failure_class, result.detail) == (expected, result.detail)
    fitness = classes()[expected]["fitness"]
    assert {m: v.fitness for m, v in result.engines.items()} == {
        m: fitness if m == broken else "usable" for m in MANAGERS
    }


def test_an_index_that_unpacks_and_is_another_is_found_out(key: Key, mirror: Path, address: str) -> None:
    """Half synchronised, an index is whole and in order, and yet not the one that was signed."""
    known = gzip.decompress((mirror / PACKAGES).read_bytes())
    write(mirror / PACKAGES, gzip.compress(known.replace(b"28.10.0-1", b"28.11.0-1")))

    assert [result.failure_class for result in probe(key, address)] == ["index_mismatch"]


def test_a_changed_list_of_files_is_insecure(key: Key, mirror: Path, address: str) -> None:
    """A list of files that is not what was signed makes the mirror insecure for apt."""
    path = mirror / DISTS / "InRelease"
    write(path, path.read_bytes().replace(b"Origin: Docker", b"Origin: Mallory"))

    (result,) = probe(key, address)

    assert (result.failure_class, result.engines["apt"].fitness) == ("signature_bad", "insecure")


def test_a_key_that_is_not_the_repositorys_is_insecure(key: Key, mirror: Path, address: str, tmp_path: Path) -> None:
    """Whoever replaces both the list and the key is found out by the fingerprint."""
    apt(mirror / "linux/debian", Key(tmp_path / "other"))

    (result,) = probe(key, address)

    assert (result.failure_class, result.engines["apt"].fitness) == ("signature_foreign", "insecure")


def test_a_second_key_is_not_the_repositorys(key: Key, mirror: Path, address: str, tmp_path: Path) -> None:
    """A file that holds the right key and another would let the other one sign."""
    other = Key(tmp_path / "other")
    apt(mirror / "linux/debian", other)
    write(mirror / "linux/debian/gpg", key.public + other.public)

    (result,) = probe(key, address)

    assert result.failure_class == "signature_foreign"
    assert result.detail.endswith(f"is {key.fingerprint}, {other.fingerprint}")


def test_without_gpgv_it_says_so(key: Key, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can check a signature, that is part of the answer."""
    monkeypatch.setenv("PATH", "")

    (result,) = probe(key, address)

    assert result.failure_class == "ok"
    assert "signature not checked: there is neither gpgv nor sqv" in result.detail


def test_an_index_by_hash_is_asked_for_first(key: Key, mirror: Path, address: str) -> None:
    """As apt does it, where the list of files says that there are such."""
    (mirror / PACKAGES).unlink()
    apt(mirror / "linux/debian", key, by_hash=True)

    assert [result.failure_class for result in probe(key, address)] == ["ok"]


def test_an_expired_list_of_files_breaks_apt(key: Key, mirror: Path, address: str) -> None:
    """A mirror that stopped long ago still has good signatures; the date gives it away."""
    apt(mirror / "linux/debian", key, release="Valid-Until: Mon, 02 Jan 2023 00:00:00 UTC\n")

    assert [result.failure_class for result in probe(key, address)] == ["release_expired"]


@pytest.mark.skipif(shutil.which("zstd") is None, reason="needs zstd to pack the index")
def test_an_index_packed_by_zstd_is_read(key: Key, mirror: Path, address: str) -> None:
    """As newer repositories of Fedora have it, also where Python cannot unpack it by itself."""
    (mirror / RPM / "repodata/primary.xml.gz").unlink()
    dnf(mirror / RPM, "zst")

    assert [result.failure_class for result in probe(key, address)] == ["ok"]


def test_a_mirror_cannot_send_more_than_its_share(key: Key, address: str) -> None:
    """A probe stops where the bytes that it may take are used up."""
    (result,) = probe(key, address, limits=Limits(total=20, answer=2, bytes=500))

    assert (result.failure_class, result.bytes < 200_000) == ("server_error", True)


def test_a_record_without_end_takes_no_memory(key: Key, mirror: Path, address: str) -> None:
    """An index that is a bomb is given up."""
    apt(mirror / "linux/debian", key, records="x" * (3 << 20))

    assert [result.failure_class for result in probe(key, address)] == ["too_big"]


def test_a_dead_mirror_beside_a_good_one_is_dead(key: Key, address: str) -> None:
    """One answers, so the network is up, and what does not answer is to blame."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = f"http://127.0.0.1:{closed.getsockname()[1]}/docker-ce"
    good, bad = probe(key, address, dead)

    assert (good.failure_class, bad.failure_class) == ("ok", "connect_refused")
    assert [verdict.fitness for verdict in bad.engines.values()] == ["breaks_pulls"]


def test_if_nobody_answers_nobody_is_dead(key: Key) -> None:
    """It is rather the network of whoever probes."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = f"http://127.0.0.1:{closed.getsockname()[1]}/docker-ce"

    (result,) = probe(key, dead)

    assert (result.failure_class, result.engines) == ("inconclusive", {})


def test_if_another_host_answers_the_mirror_is_dead(key: Key, address: str) -> None:
    """A host that always answers tells a dead mirror from a dead network."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = f"http://127.0.0.1:{closed.getsockname()[1]}/docker-ce"

    (result,) = probe(key, dead, control=address)

    assert result.failure_class == "connect_refused"


def test_a_silent_mirror_is_given_up(key: Key) -> None:
    """It accepts, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/docker-ce"
        (result,) = probe(key, url, limits=Limits(total=5, answer=0.2))

    assert (result.failure_class, result.detail) == ("inconclusive", "nobody answers here; no answer within 0.2 s")


@pytest.mark.parametrize("url", ["https://mirror.example.com", "ftp://mirror.example.com/debian", "https://x/docker"])
def test_an_address_of_no_archive_is_refused(key: Key, url: str) -> None:
    """The error says what an address looks like."""
    with pytest.raises(MirrorsError, match="https://…/docker-ce"):
        probe(key, url)


@pytest.mark.parametrize(
    ("older", "newer"),
    [("28.9", "28.10"), ("29.0~rc1", "29.0"), ("5:1", "6:0"), ("9.9", "1:0.1"), ("1.0", "1.0-1"), ("2a", "2b")],
)
def test_versions_are_compared_as_versions(older: str, newer: str) -> None:
    """Numbers count by value, an epoch before all, and what begins with ~ comes before nothing."""
    assert version_order(older) < version_order(newer)


def test_what_is_looked_at_is_alive() -> None:
    """The releases in trees.toml are among those that this guide is for."""
    distros = load_distros().values()
    names = {distro.codename for distro in distros} | {f"/{d.family}/{d.version}/" for d in distros} | {"/44/"}
    looked = [tree for archive in read_table(FILE) for tree in trees(archive)]

    assert [t for t in looked if not any(n in f"/{t.path}/" or n == t.suite for n in names)] == []
    assert {manager: any(t.manager == manager for t in looked) for manager in MANAGERS} == dict.fromkeys(MANAGERS, True)


def test_every_class_has_words_and_a_verdict() -> None:
    """In both languages."""
    for name, fields in classes().items():
        assert set(fields["label"]) == set(fields["means"]) == set(LANGUAGES), name
        assert fields["fitness"] in (*FITNESS, "" if name == "inconclusive" else "usable"), name


def test_an_archive_is_told_from_a_registry_mirror() -> None:
    """By the end of its path, which a registry mirror does not have."""
    urls = ("https://mirrors.aliyun.com/docker-ce/", "https://mirrors.ustc.edu.cn/debian", "https://mirror.example.com")

    assert [archive_of(url) for url in urls] == ["docker-ce", "debian", None]


def test_both_kinds_are_told_apart(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The command takes either by its address; each kind has a table of its own, and one report holds both."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = f"http://127.0.0.1:{closed.getsockname()[1]}"
    control = ["--control", address.removesuffix("/docker-ce"), "--allow-http", "--language", "en"]
    statuses = [main(["probe", *control, *more, address, dead]) for more in ([], ["--json"])]
    people, report = capsys.readouterr().out.split("\n{", 1)
    heads = [line.split()[0] for line in people.splitlines() if line.startswith(("MIRROR", "INSTALL"))]
    found = {result["mirror"]: result["class"] for result in json.loads("{" + report)["results"]}

    assert statuses == [0, 0]
    assert heads == ["MIRROR", "INSTALL"]
    assert found == {dead: "connect_refused", address: "signature_foreign"}
