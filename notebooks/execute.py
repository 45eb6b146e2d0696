"""Execute every notebook of this folder again, in place and byte-stable."""

from pathlib import Path

import nbformat

from analysis.brief.notebook import execute_notebook

for path in sorted(Path(__file__).parent.glob("*.ipynb")):
    print(path.name, flush=True)
    nbformat.write(execute_notebook(path), path)
