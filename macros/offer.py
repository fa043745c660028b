"""MkDocs hook: the site offers mirror-doctor.pyz and its sha256, once, at the top, for both languages."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Lay both files on the English site, whose folder holds the Chinese one."""
    # A hook is loaded before anyone says where this repository's packages are, and only once while serving.
    from mirrors.pyz import NAME, build, digest_line

    if config.theme["language"] == "en":
        files.append(File.generated(config, NAME, content=build()))
        files.append(File.generated(config, f"{NAME}.sha256", content=digest_line(build())))
    return files
