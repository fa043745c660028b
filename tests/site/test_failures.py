"""What is wrong stops a strict build, and the message says where."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.site.built import build, soup
from tests.site.guide import PAGE, write_guide, write_topic


def build_page(root: Path, page: str = PAGE) -> subprocess.CompletedProcess[str]:
    """Build a guide with this page."""
    write_guide(root, page)
    return build(root / "site", root)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{= steps("nowhere", "install") =}', 'page.md:12: steps("nowhere", "install"): '),
        ('{= steps("install-engine", "nothing") =}', "has no section 'nothing'"),
        ('{= file("install-engine", "nothing.json") =}', "has no file 'nothing.json'"),
        ('{= parameters("nothing") =}', "unknown parameter 'nothing'"),
        ("{= stepz() =}", "stepz"),
        ('  {= steps("install-engine", "keyring") =}', "page.md:12: a macro call stands alone"),
        ("[nowhere](nowhere.md)", "nowhere.md"),
        ("[nowhere](page.md#nowhere)", "'page.md#nowhere', but there is no such anchor"),
    ],
)
def test_a_mistake_on_a_page_stops_the_build(tmp_path: Path, line: str, message: str) -> None:
    """A wrong call, link or anchor: the build fails and names page and line, or page and link."""
    done = build_page(tmp_path, f"{PAGE}\n{line}\n")

    assert done.returncode != 0
    assert "page.md" in done.stdout + done.stderr
    assert message in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("effect: reads", "effect is None; choose one of: reads"),
        ("walk: {machine: bare, distros: [debian-13, debian-12]}", "has steps, but no walk"),
        ("debian-12", "unknown distro 'debian-1'"),
    ],
)
def test_a_mistake_in_the_front_matter_stops_the_build(tmp_path: Path, front: str, message: str) -> None:
    """A missing effect or walk, or an unknown distro, is named with the page."""
    replacement = "debian-1" if front == "debian-12" else "author: nobody"
    done = build_page(tmp_path, PAGE.replace(front, replacement))

    assert done.returncode != 0
    assert f"docs/page.md:1: {message}" in done.stdout + done.stderr


def test_a_page_without_translation_falls_back_to_english(tmp_path: Path) -> None:
    """The Chinese site shows the English text under a notice, and tells search engines where it belongs."""
    done = build_page(tmp_path)
    html = soup(tmp_path / "site/zh/page.html")
    canonical = html.select_one("link[rel=canonical]")
    english, chinese = ((tmp_path / name / "sitemap.xml").read_text("utf-8") for name in ("site", "site/zh"))

    assert done.returncode == 0, done.stderr
    assert "尚无中文译文" in html.get_text()
    assert html.select_one("meta[name=robots][content=noindex]") is not None
    assert canonical is not None
    assert canonical["href"] == "https://guide.test/page.html"
    assert html.select_one("a[rel=edit]") is None
    assert "page.html" not in chinese
    assert "https://guide.test/page.html" in english
    assert "https://guide.test/zh/page.html" not in english


NASTY = {
    "tabs, blank lines at the start and inside": "\n\n\tif true; then\n\n\n\t\techo\n\tfi\n",
    "a heredoc with Markdown": "cat <<'EOF'\n# Heading\n\n- item\n\n    code\n```\nfence\n```\n///\nEOF\n",
    "template languages": "docker ps --format '{{.Names}}'; echo ${#a[@]} ${{ x }} {% y %} {= z =}\n",
    "HTML and entities": "echo '<b>&amp; &lt;</b>' && cat <file >out\n",
    "Chinese and emoji": "echo '你好，世界 🐳'\n#en Say hello.\n#zh 问好。\n",
    "notations of extensions": "echo '--8<-- \"x\"' ==mark== ~~del~~ [link](x) # (1)\n",
    "a line that would end an attribute list": "echo '{ .class #id } :material-check: $$x$$'\n",
}


@pytest.mark.parametrize("name", NASTY)
def test_a_block_keeps_every_byte(tmp_path: Path, name: str) -> None:
    """Whatever a section holds is shown as it is: in single blocks, in tabs, and below another block of a tab."""
    section = "# --8<-- [start:it]\n{}# --8<-- [end:it]\n"
    page = PAGE.replace("debian-12]", "debian-12, fedora-44]")
    write_guide(tmp_path, f'{page}\n{{= steps("shared", "it") =}}\n\n{{= steps("each", "it") =}}\n')
    write_topic(tmp_path, "shared", {"all.sh": section.format(NASTY[name])})
    texts = {"debian.sh": NASTY[name], "debian-12.sh": f"{NASTY[name]}true\n", "fedora.sh": f"true\n{NASTY[name]}"}
    write_topic(tmp_path, "each", {file: section.format(text) for file, text in texts.items()})
    done = build(tmp_path / "site", tmp_path)
    shown = [code.get_text() for code in soup(tmp_path / "site/page.html").select(".step pre > code")]

    assert done.returncode == 0, done.stderr
    assert shown == [t.replace("#en", "#").replace("#zh 问好。\n", "") for t in (NASTY[name], *texts.values())]
