"""What dnf does before it installs: the list of files, the index that it names, and the newest package."""

from __future__ import annotations

from urllib.parse import urljoin
from xml.etree import ElementTree

from mirrors.packages.index import Index, Package, newest, search, see_package
from mirrors.packages.trees import Tree
from mirrors.packages.unpack import Records
from mirrors.packages.visit import Visit
from mirrors.probe.fault import Fault

_REPOMD = 1 << 18
_REPO = "{http://linux.duke.edu/metadata/repo}"
_WRAP = b'<m xmlns:rpm="http://linux.duke.edu/metadata/rpm">%s</package></m>'


async def check_dnf(visit: Visit, archive: str, tree: Tree) -> str:
    """See whether dnf can install from the tree; returns what was seen.

    Raises:
        Fault: it cannot.
    """
    root = f"{archive.rstrip('/')}/{tree.path}/"
    index = _primary(await visit.text(f"{root}repodata/repomd.xml", "release", _REPOMD), root)
    name = f"<name>{tree.package}</name>".encode()
    found = await search(visit, index, "index", Records(b"</package>", lambda record: name in record))
    package = newest([_package(record, root) for record in found], tree.package, root)
    await see_package(visit, package)
    return f"{tree.path}: {tree.package} {package.version}"


def _primary(repomd: bytes, root: str) -> Index:
    """The index of packages that the list of files names."""
    for data in _parsed(repomd, f"{root}repodata/repomd.xml").iter(f"{_REPO}data"):
        location, checksum = data.find(f"{_REPO}location"), data.find(f"{_REPO}checksum")
        if data.get("type") == "primary" and location is not None and checksum is not None:
            algorithm = (checksum.get("type") or "").replace("-", "")
            if algorithm not in ("sha256", "sha384", "sha512"):
                raise Fault("index_mismatch", f"{root}repodata/repomd.xml hashes its index by {algorithm!r}")
            return Index(urljoin(root, location.get("href", "")), algorithm, (checksum.text or "").strip())
    raise Fault("index_404", f"{root}repodata/repomd.xml names no primary index")


def _package(record: bytes, root: str) -> Package:
    tree = _parsed(_WRAP % record[record.index(b"<package") :], root)
    version, location, size = (tree.find(f".//{name}") for name in ("version", "location", "size"))
    if version is None or location is None or size is None or not size.get("package", "").isdigit():
        raise Fault("index_mismatch", f"a record of {root} has no version, location or size")
    full = f"{version.get('epoch', '0')}:{version.get('ver', '')}-{version.get('rel', '')}"
    return Package(full, urljoin(root, location.get("href", "")), int(size.get("package", "")))


def _parsed(xml: bytes, where: str) -> ElementTree.Element:
    """XML from a stranger: one that declares entities is not read, since they can grow without end."""
    if b"<!" in xml.replace(b"<!--", b""):
        raise Fault("index_mismatch", f"{where} declares what no index needs")
    try:
        return ElementTree.fromstring(xml)  # noqa: S314 - see above
    except ElementTree.ParseError as e:
        raise Fault("index_mismatch", f"{where} is not XML: {e}") from e
