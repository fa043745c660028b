"""mirror-doctor.pyz: one file, the same from the same sources, that runs on the oldest Python it promises."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from mirrors.pyz import LIBRARIES, NAME, build, digest_line

PYTHONS = ("python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14")
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}


def runs(python: str) -> bool:
    """Whether it is there, and is what it is called: pyenv has names for what it has not."""
    done = subprocess.run([python, "--version"], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    return done.returncode == 0 and python.removeprefix("python") in done.stdout


FOUND = [python for python in PYTHONS if shutil.which(python) and runs(python)] or [sys.executable]


@pytest.fixture(scope="module")
def pyz(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file."""
    path = tmp_path_factory.mktemp("pyz") / NAME
    path.write_bytes(build())
    return path


def run(pyz: Path, *arguments: str, python: str = FOUND[0]) -> subprocess.CompletedProcess[str]:
    """Run it where nothing is installed: -I -S leaves out all that other packages, users and folders could add."""
    command = [python, "-I", "-S", str(pyz), *arguments]
    return subprocess.run(command, env=ENVIRONMENT, cwd="/", capture_output=True, text=True, check=False, timeout=60)


def test_the_same_sources_make_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Built anew, on another day and in another time zone, nothing is different."""
    build.cache_clear()
    first = build()
    build.cache_clear()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    monkeypatch.setenv("TZ", "Asia/Shanghai")

    assert sha256(build()).hexdigest() == sha256(first).hexdigest()


def test_it_holds_python_alone_and_every_licence() -> None:
    """Nothing in it was made for one machine, and everybody's licence comes along."""
    entries = zipfile.ZipFile(io.BytesIO(build())).infolist()
    names = [entry.filename for entry in entries]

    assert {Path(name).suffix for name in names if not name.startswith("licenses/")} == {".py", ".pem", ".toml"}
    assert {name.split("/")[1] for name in names if name.startswith("licenses/")} == set(LIBRARIES)
    assert [name for name in names if {"health", "tests", "__pycache__", "", ".."} & set(name.split("/"))] == []
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert names == sorted(names)
    assert {"mirrors/catalogue.toml", "mirrors/packages/trees.toml", "certifi/cacert.pem"} <= set(names)


@pytest.mark.parametrize("python", FOUND)
def test_it_runs_by_itself(pyz: Path, python: str) -> None:
    """On each Python that is here, without any other package, and in both languages."""
    english, chinese = (run(pyz, "--language", language, "probe", "--help", python=python) for language in ("en", "zh"))

    assert (english.returncode, english.stderr) == (0, "")
    assert f"usage: {NAME} probe" in english.stdout
    assert chinese.stdout != english.stdout


@pytest.mark.parametrize("python", FOUND)
def test_it_measures_by_itself(pyz: Path, python: str) -> None:
    """Both kinds of mirrors, on each Python that is here; where nobody answers, that is what it says."""
    nobody = "https://127.0.0.1:9"
    done = run(pyz, "probe", "--json", "--control", nobody, nobody, f"{nobody}/docker-ce", python=python)

    assert (done.returncode, done.stderr) == (0, "")
    assert [result["class"] for result in json.loads(done.stdout)["results"]] == ["inconclusive"] * 2


def test_its_own_libraries_are_used(pyz: Path) -> None:
    """What lies in the file is imported from the file."""
    code = f"import sys; sys.path.insert(0, {str(pyz)!r}); import httpx, tomli, mirrors.probe; print(httpx.__file__)"
    done = subprocess.run(
        [FOUND[0], "-I", "-S", "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith(f"{pyz}/httpx/")


def test_an_older_python_is_told_what_is_needed(pyz: Path) -> None:
    """It says so in one line, instead of a syntax error."""
    main = zipfile.ZipFile(pyz).read("__main__.py").decode()
    code = f"import sys; sys.version_info = (3, 8, 18); exec({main!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (1, f"{NAME} needs Python 3.9 or newer; this is 3.8\n")


def test_sha256sum_accepts_the_digest(pyz: Path) -> None:
    """The line that lies beside it on the site is what sha256sum -c reads."""
    done = subprocess.run(
        ["sha256sum", "-c"], input=digest_line(build()), cwd=pyz.parent, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, f"{NAME}: OK\n")
