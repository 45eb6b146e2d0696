"""How fast a brief of a long report is written, and opens and answers in Chromium.

Twelve copies of the annotated first report: more than 60,000 characters and 1,500 metrics.
Run: PYTHONPATH=.:tests python benchmarks/brief.py
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from annotated import annotated
from playwright.sync_api import sync_playwright

from analysis.brief import write_brief

RUNS = 5
OPENED = """() => {
  const [navigation] = performance.getEntriesByType('navigation');
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  return [navigation.domInteractive, navigation.loadEventEnd, paint.startTime];
}"""
PAINTED = """(action) => new Promise((done) => {
  const start = performance.now();
  (0, eval)(action);
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""
ACTIONS = {
    "sort by value": "document.querySelector('[data-sort=value]').click()",
    "sort by indicator": "document.querySelector('[data-sort=indicator]').click()",
    "filter by role": "const s = document.querySelector('select[name=role]'); s.value = 'rate';"
    " s.dispatchEvent(new Event('input', {bubbles: true}))",
    "search": "const i = document.querySelector('[name=search]'); i.value = '调解';"
    " i.dispatchEvent(new Event('input', {bubbles: true}))",
    "clear filters": "document.querySelector('#filters').reset()",
    "go to a metric's characters": "document.querySelector('#m1500 th a').click()",
    "go back to its row": "document.querySelector('#text .on').click()",
}


def timed(runs: Callable[[], object]) -> float:
    """The median of the milliseconds that ``runs`` reports."""
    return statistics.median(float(str(runs())) for _ in range(RUNS))


def main() -> None:
    """Print the measurements as the table of brief.md."""
    analysis = annotated(copies=12)
    with tempfile.TemporaryDirectory() as folder:
        write_brief(annotated(), Path(folder) / "warm")
        start = time.perf_counter()
        path = write_brief(analysis, Path(folder) / "long")
        written = time.perf_counter() - start
        print(f"{len(analysis.report.text)} characters, {len(analysis.metrics)} metrics")
        print(f"| write every file | {written:.1f} s |")
        print(f"| size of brief.html | {path.stat().st_size / 1e6:.1f} MB |")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            opened = []
            for _ in range(RUNS):
                page.goto(path.as_uri())
                opened.append(page.evaluate(OPENED))
            names = ("document ready", "loaded", "first contentful paint")
            for name, values in zip(names, zip(*opened, strict=True), strict=True):
                print(f"| {name} | {statistics.median(values):.0f} ms |")
            for name, action in ACTIONS.items():
                taken = timed(lambda action=action: page.evaluate(PAINTED, action))
                print(f"| {name} | {taken:.0f} ms |")
            browser.close()


if __name__ == "__main__":
    main()
