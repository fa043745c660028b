"""A real Chromium, looking at the site on a server of its own."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.site.built import build

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    if CHROMIUM is None:
        pytest.skip(
            "no Chromium; 'nox -s browser' installs it as root on Debian, else install chromium, fonts-noto-cjk"
        )
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """Where the site is served."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        done = build(folder, address=url)
        assert done.returncode == 0, done.stderr
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield url
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def reader(address: str, browser: Browser) -> Iterator[BrowserContext]:
    """Someone who has never been here."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], base_url=address)
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def context(address: str, browser: Browser) -> Iterator[BrowserContext]:
    """A reader of one test."""
    with reader(address, browser) as context:
        yield context


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """The reader's tab."""
    return context.new_page()
