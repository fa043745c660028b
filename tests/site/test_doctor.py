"""The site offers mirror-doctor.pyz, once, and says of it what is true."""

from __future__ import annotations

import subprocess
from hashlib import sha256

import pytest
import yaml

from mirrors.pyz import NAME, build
from snippets.text import LANGUAGES, ROOT
from tests.site.built import FOLDERS, Site, soup

PAGE = "configure/mirror-doctor.html"


def test_the_file_is_there_once(site: Site) -> None:
    """It is what the sources make, at the top of the site, and sha256sum accepts what lies beside it."""
    done = subprocess.run(
        ["sha256sum", "-c", f"{NAME}.sha256"], cwd=site.folder, capture_output=True, text=True, check=False
    )

    assert [path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.pyz")] == [NAME]
    assert (site.folder / NAME).read_bytes() == build()
    assert done.stdout == f"{NAME}: OK\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_its_digest(site: Site, language: str) -> None:
    """In both languages: the digest of that very file, and a link that leads to it."""
    path = site.folder / FOLDERS[language] / PAGE
    shown = soup(path).select_one(".doctor")

    assert shown is not None
    links = [(path.parent / str(link["href"])).resolve() for link in shown.select("a[download]")]
    assert sha256((site.folder / NAME).read_bytes()).hexdigest() in shown.get_text()
    assert links == [(site.folder / NAME).resolve(), (site.folder / f"{NAME}.sha256").resolve()]


def test_the_block_asks_this_site() -> None:
    """The address that readers download from is the site's own."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    address = next(line for line in text.splitlines() if line.startswith("site_url:"))
    _, default = yaml.safe_load(address.partition("!ENV")[2])

    assert f"curl -fsSLO {default}{NAME}\n" in (ROOT / "snippets/mirror-doctor/all.sh").read_text("utf-8")
