"""Nothing in the repository ties it to one machine or to one package index."""

from __future__ import annotations

import re

from repository.files import ROOT, files, name, texts

# Put together here, so that this file does not hold what it forbids.
HOMES = re.compile(r"(?<![\w.~-])/(?:" + "|".join(("work", "root", "home", "Users")) + r")/")
INDEXES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
    )
]


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    found = {name(path): HOMES.findall(text) for path, text in texts().items() if HOMES.search(text)}
    assert found == {}


def test_no_source_writes_to_a_fixed_temporary_folder() -> None:
    temporary = "/".join(("", "tmp", ""))
    found = [name(path) for path, text in texts().items() if path.is_relative_to(ROOT / "src") and temporary in text]
    assert found == []


def test_no_file_names_the_host_of_a_package_index() -> None:
    found = [(name(path), host) for path, text in texts().items() for host in INDEXES if host in text]
    assert found == []


def test_no_data_directory_is_kept_with_the_code() -> None:
    kept = {"secret-key", "biennium.sqlite3"}
    assert [name(path) for path in files() if path.name in kept] == []


def test_text_files_are_utf_8_with_line_feeds_and_end_with_one() -> None:
    kinds = {".py", ".md", ".html", ".css", ".js", ".toml", ".txt", ".yml", ".po"}
    written = {path: text for path, text in texts().items() if path.suffix in kinds and text}
    faulty = [name(path) for path, text in written.items() if "\r" in text or "\ufffd" in text or text[-1] != "\n"]
    assert faulty == []
