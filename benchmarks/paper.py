"""How fast the programme paper is written, beside named peers that write the same content.

Use: `python benchmarks/paper.py [--runs 3] [--lang fr]`. Takes the demonstration's programme (no database), and writes
it as PDF, Word and HTML; the peers get what we wrote: WeasyPrint sets our HTML as a tagged PDF, python-docx alone puts
the same paragraphs and tables into a bare document. Each writer runs in processes of its own; prints the best of the
runs in seconds, the ratio to ours, the size, and the memory at its highest. A peer that is not installed is named and
left out (`pip install weasyprint`). Exit status 1 when our PDF takes 3 seconds or more, the start of Python included.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biennium.site.settings")

MOST_SECONDS = 3.0


@dataclass(frozen=True)
class Measured:
    """One run: seconds with and without the start of the process, bytes written, memory in MB."""

    seconds: float
    writing: float
    size: int
    megabytes: float


def ours(form: str, lang: str, _html: bytes) -> Callable[[], bytes]:
    """Builds the paper and writes it."""
    import django

    django.setup()
    from biennium.documents.write import write_document
    from papers.commissions import built, demonstration

    book = demonstration()
    return lambda: write_document(built(book, lang), form)  # type: ignore[arg-type]


def weasyprint(_form: str, _lang: str, html: bytes) -> Callable[[], bytes]:
    """The HTML of our paper as a tagged PDF."""
    from weasyprint import HTML

    return lambda: bytes(HTML(string=html.decode()).write_pdf(pdf_variant="pdf/ua-1"))


def bare_docx(_form: str, _lang: str, html: bytes) -> Callable[[], bytes]:
    """The same headings, paragraphs, items and tables in python-docx's default template, without numbers or styles."""
    import docx
    from lxml import html as parser

    def write() -> bytes:
        word, kept = docx.Document(), io.BytesIO()
        for element in parser.document_fromstring(html.decode()).iter("h1", "h2", "h3", "h4", "h5", "p", "li", "table"):
            if element.tag == "table":
                rows = [[cell.text_content() for cell in row] for row in element.iter("tr")]
                made = word.add_table(len(rows), max(map(len, rows)))
                for row, texts in zip(made.rows, rows, strict=True):
                    for cell, text in zip(row.cells, texts, strict=False):
                        cell.text = text
            elif element.tag.startswith("h"):
                word.add_heading(element.text_content(), int(element.tag[1]))
            else:
                word.add_paragraph(element.text_content(), style="List Bullet" if element.tag == "li" else None)
        word.save(kept)
        return kept.getvalue()

    return write


WRITERS: dict[str, tuple[Callable[[str, str, bytes], Callable[[], bytes]], str, str]] = {
    "biennium pdf": (ours, "pdf", ""),
    "weasyprint pdf": (weasyprint, "pdf", "weasyprint"),
    "biennium docx": (ours, "docx", ""),
    "python-docx alone": (bare_docx, "docx", "docx"),
    "biennium html": (ours, "html", ""),
}


def measure(name: str, lang: str, html: bytes, answers: multiprocessing.Queue[Measured]) -> None:
    """Runs one writer in this fresh process."""
    started = time.perf_counter()
    prepare, form, _needs = WRITERS[name]
    write = prepare(form, lang, html)
    ready = time.perf_counter()
    content = write()
    ended = time.perf_counter()
    answers.put(
        Measured(
            ended - started, ended - ready, len(content), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        )
    )


def best(name: str, lang: str, html: bytes, runs: int) -> Measured:
    """The quickest of the runs; memory is the most of any."""
    context = multiprocessing.get_context("spawn")
    found: list[Measured] = []
    for _ in range(runs):
        answers: multiprocessing.Queue[Measured] = context.Queue()
        process = context.Process(target=measure, args=(name, lang, html, answers))
        process.start()
        found.append(answers.get())
        process.join()
    quickest = min(found, key=lambda one: one.seconds)
    return Measured(quickest.seconds, quickest.writing, quickest.size, max(one.megabytes for one in found))


def main() -> int:
    """Measures every writer there is; says whether the bar is held."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--lang", default="en")
    options = parser.parse_args()
    html = ours("html", options.lang, b"")()
    results: dict[str, Measured] = {}
    print(f"{'':<20} {'with start':>10} {'writing':>9} {'ratio':>7} {'KB':>7} {'MB':>6}")
    for name, (_prepare, form, needs) in WRITERS.items():
        if needs and find_spec(needs) is None:
            print(f"{name:<20} {needs} is not installed")
            continue
        one = results[name] = best(name, options.lang, html, options.runs)
        ratio = one.writing / results[f"biennium {form}"].writing
        numbers = (
            f"{one.seconds:>8.2f} s {one.writing:>7.2f} s {ratio:>6.1f}x {one.size // 1024:>7} {one.megabytes:>6.0f}"
        )
        print(f"{name:<20} {numbers}", flush=True)
    seconds = results["biennium pdf"].seconds
    print(f"The PDF takes {seconds:.2f} s; the bar is {MOST_SECONDS:.0f} s.")
    return 0 if seconds < MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
