"""A page of the brief in Debian's Chromium; skipped where that is not installed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from annotated import annotated
from hostile import hostile
from playwright.sync_api import Browser, Page, sync_playwright

from analysis.brief import write_brief

CHROMIUM = Path("/usr/bin/chromium")
REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists() and not REQUIRED:
        pytest.skip(f"no {CHROMIUM}: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_brief(annotated(), tmp_path_factory.mktemp("page") / "chikan")


@pytest.fixture(scope="session")
def english_brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_brief(annotated(), tmp_path_factory.mktemp("page") / "english", lang="en")


@pytest.fixture(scope="session")
def hostile_brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_brief(hostile(), tmp_path_factory.mktemp("page") / "hostile")


@pytest.fixture
def quiet_page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test if it says anything or asks anyone for anything."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page = context.new_page()
    noise: list[str] = []
    page.on("console", lambda message: noise.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: noise.append(f"error: {error}"))
    page.on("dialog", lambda dialog: noise.append(f"dialog: {dialog.message}"))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(("file:", "blob:")) else noise.append(request.url)
        ),
    )
    yield page
    context.close()
    assert noise == []
