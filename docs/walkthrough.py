"""Takes the pictures of the walk through a brief: `python docs/walkthrough.py` (needs Chromium)."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import analysis as an

HERE = Path(__file__).parent
REPORT = HERE.parent / "data/reports/chikan-2020.txt"


def pictures(page: Page) -> Iterator[str]:
    """The name of each picture, once the page stands as it shows."""
    yield "top"
    page.locator("article.inconsistent h4 a").last.click()
    yield "finding"
    page.locator("#text .on").click()
    yield "choices"
    page.keyboard.press("Escape")
    page.locator("#k3 summary").click()
    page.locator("#k3 .term").click()
    page.locator("#next").click()
    page.locator("#h-keywords").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('h-keywords').scrollIntoView()")
    yield "keyword"
    page.locator("select[name=role]").select_option("rate")
    page.locator("[data-sort=value]").click()
    page.evaluate("document.getElementById('h-metrics').scrollIntoView()")
    yield "metrics"


def main() -> None:
    """Write the pictures in both languages."""
    analysis = an.analyse(an.read_report(REPORT))
    (HERE / "walkthrough").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for lang in ("zh", "en"):
            path = an.write_brief(analysis, Path(folder) / lang, lang=lang)
            page = browser.new_page(viewport={"width": 1280, "height": 760})
            page.goto(path.as_uri())
            for name in pictures(page):
                page.wait_for_timeout(200)
                page.screenshot(path=HERE / f"walkthrough/{name}_{lang}.png")
        browser.close()


if __name__ == "__main__":
    main()
