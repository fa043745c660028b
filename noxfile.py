"""Every job a person or CI starts. Sessions share the environment that nox itself runs in: see README.md."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "unit", "site", "browser"]

# The environment's own commands (mkdocs, shellcheck …) come first, activated or not.
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
os.environ["NO_MKDOCS_2_WARNING"] = "1"
os.environ["PYTHONUNBUFFERED"] = "1"  # A log shows progress while it happens.

PYTHON = ("snippets", "mirrors", "macros", "tests", "conftest.py", "noxfile.py")


@nox.session
def lint(session: nox.Session) -> None:
    """Ruff over the code; actionlint over workflows; ShellCheck, shfmt, hadolint and others over every snippet."""
    session.run("ruff", "check", *PYTHON)
    session.run("ruff", "format", "--check", *PYTHON)
    session.run("actionlint", "-no-color")
    session.run("python", "-m", "pytest", "tests/lint", "-q")


@nox.session
def types(session: nox.Session) -> None:
    """Mypy, strict."""
    session.run("mypy")


@nox.session
def unit(session: nox.Session) -> None:
    """Unit tests; no Docker."""
    session.run("python", "-m", "pytest", "tests/unit", *session.posargs)


@nox.session
def site(session: nox.Session) -> None:
    """Build both languages, strictly, and test what was built; no Docker."""
    session.run("mkdocs", "build", "--strict")
    session.run("python", "-m", "pytest", "tests/site", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Test the site in a real Chromium; no Docker."""
    _install_browser(session)
    session.run("python", "-m", "pytest", "tests/browser", "-n", "auto", *session.posargs)


@nox.session
def serve(session: nox.Session) -> None:
    """Build both languages and serve them, at the address it prints; rebuilds on change."""
    session.run("mkdocs", "serve", *session.posargs)


@nox.session
def verify(session: nox.Session) -> None:
    """Walk the pages. -- [--distro ID] [--record] [--all | --sample 8] [--keep] [--image-store containerd] [docs/…]."""
    pages = [argument for argument in session.posargs if argument.startswith("docs")]
    options = [argument for argument in session.posargs if argument not in pages]
    session.run("python", "-m", "pytest", "-q", *options, *(pages or ["docs"]))


@nox.session
def plan(session: nox.Session) -> None:
    """Print all walks in shards, as a matrix for GitHub Actions. -- --shards 5 [--world internet] [--distro ID]."""
    # Stdout is for $GITHUB_OUTPUT; nox would send the rest there too.
    session.run("python", "-m", "tests.ci.matrix", *session.posargs, stderr=sys.stderr)


@nox.session
def merge(session: nox.Session) -> None:
    """Merge what shards recorded into this checkout: all of it or nothing. -- DIR …."""
    session.run("python", "-m", "tests.ci.merge", *session.posargs)


@nox.session
def offer(session: nox.Session) -> None:
    """Show what was recorded and is not committed; with -- --push offer it as one pull request."""
    session.run("python", "-m", "tests.ci.offer", *session.posargs)


@nox.session
def report(session: nox.Session) -> None:
    """Show an issue for each page that failed; open them with -- --open. -- LOG … of verify's --report-log."""
    session.run("python", "-m", "tests.ci.report", *session.posargs)


@nox.session
def containers(session: nox.Session) -> None:
    """Test the harness on real machines, and beside it mirrors before real engines. -- [tests/containers/FILE …]."""
    if session.posargs:
        session.run("python", "-m", "pytest", *session.posargs)
        return
    files = sorted(Path("tests/containers").glob("test_*.py"))
    mirrors = [str(path) for path in files if path.name.startswith("test_mirror")]
    # Those of whole runs come first: every run sweeps, and those of mirrors, which start few, do so late.
    others = sorted({str(path) for path in files}.difference(mirrors), key=lambda name: ("test_runs" not in name, name))
    log = Path(session.create_tmp()) / "mirrors.log"
    with log.open("wb") as output:
        beside = subprocess.Popen([sys.executable, "-m", "pytest", *mirrors], stdout=output, stderr=output)
        try:
            session.run("python", "-m", "pytest", *others)
        finally:
            status = beside.wait()
            print(log.read_text("utf-8"), flush=True)
    if status:
        session.error("tests of mirrors failed; see above")


@nox.session(name="all")
def everything(session: nox.Session) -> None:
    """All tests, walks in real containers included. -- --no-docker leaves out what needs Docker."""
    docker = "--no-docker" not in session.posargs
    if docker:
        session.run("python", "-m", "tests.harness.engine")
    for job in nox.options.sessions:
        session.notify(job, posargs=[])
    if docker:
        session.notify("containers", posargs=[])
        # What a change makes due, and of the rest another eighth each day: `nox -s verify -- --all` walks everything.
        session.notify("verify", posargs=["--sample", "8", "-n", "auto", *session.posargs])


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the speed that contributors promise each other. -- --record writes it into the benchmarks page."""
    session.run("python", "-m", "tests.bench", *session.posargs)


@nox.session
def mirrors(session: nox.Session) -> None:
    """Measure every mirror of the catalogue from here, and keep it. -- --vantage NAME [--from REPORT …]."""
    session.run("python", "-m", "mirrors.measure", *session.posargs)


@nox.session
def pin(session: nox.Session) -> None:
    """Refresh requirements.txt, and the distros' digests and end-of-life dates; all or nothing. -- [--only distros]."""
    files = {"distros": Path("snippets/distros.toml"), "requirements": Path("requirements.txt")}
    match session.posargs:
        case []:
            names = list(files)
        case ["--only", name] if name in files:
            names = [name]
        case _:
            session.error("usage: nox -s pin [-- --only distros|requirements]")
    scratch = Path(session.create_tmp())
    if "distros" in names:
        session.run("python", "-m", "tests.world.pins", str(scratch / "distros.toml"))
    if "requirements" in names:
        _lock(session, scratch / "requirements.txt")
    for name in names:
        shutil.copyfile(scratch / files[name].name, files[name])


def _lock(session: nox.Session, target: Path) -> None:
    """With hashes and without an index URL."""
    groups = [f"--group={name}" for name in ("mirrors", "site", "test", "lint", "jobs")]
    options = ("--quiet", "--upgrade", "--universal", "--generate-hashes", "--no-header", "--no-annotate")
    session.run("uv", "pip", "compile", *options, "--python-version=3.11", f"--output-file={target}", *groups)


def _install_browser(session: nox.Session) -> None:
    fonts = (
        subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout
        if shutil.which("fc-list")
        else ""
    )
    missing = ([] if shutil.which("chromium") else ["chromium"]) + ([] if fonts else ["fonts-noto-cjk"])
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        session.run("apt-get", "-qq", "update", external=True)
        session.run("apt-get", "-qq", "install", "-y", "--no-install-recommends", *missing, external=True, silent=True)
