"""What the verbs that publish have in common: the folder, waivers, the files that leave, and what is told of them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biennium.site.commands.console import say, write

if TYPE_CHECKING:
    from biennium.publishing.publications.models import Publication


def made(path: Path) -> Path:
    """A folder to write into. Raises `InvalidInput`: known before the work is done, not after."""
    from biennium.kernel.errors import InvalidInput

    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise InvalidInput("This is a file, not a folder.", where=str(path), remedy="Name another.") from None
    except OSError as error:
        raise InvalidInput(
            f"This folder cannot be made: {error.strerror}.", where=str(path), remedy="Name another."
        ) from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise InvalidInput("This folder cannot be written into.", where=str(path), remedy="Name another.")
    return path


def waive(publications: Sequence[Publication], texts: Sequence[str]) -> None:
    """Lets errors pass, each as RULE@IDENTIFIER=REASON. Raises `InvalidInput` for one that there is not."""
    from biennium.foundation.actors import OPERATOR
    from biennium.kernel.errors import InvalidInput
    from biennium.publishing.publications import selectors, services

    left = {str(one): one for publication in publications for one in selectors.blocking(publication)}
    for text in texts:
        name, equals, reason = text.partition("=")
        if name not in left:
            known = ", ".join(list(left)[:5])
            raise InvalidInput(
                f"There is no error {name} to waive.",
                where="--waive",
                remedy=f"There are {known}." if known else "There is no error left: leave it out.",
            )
        if not equals:
            raise InvalidInput(f"{name} is waived with a reason.", where="--waive", remedy=f"Write {name}=REASON.")
        services.waive(actor=OPERATOR, finding=left.pop(name), reason=reason)


def write_files(publication: Publication, folder: Path) -> None:
    """The files as they were checked, each with the report on it beside it."""
    from biennium.foundation import files

    for one in publication.files.select_related("file", "report"):
        write(folder / one.name, files.read(one.file))
        write(folder / f"{Path(one.name).stem}.report.json", files.read(one.report))


def write_json(path: Path, told: Any) -> None:
    """What came of it, for machines."""
    write(path, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def tell(told: Mapping[str, Any], folder: Path) -> None:
    """A publication in words; what blocks it to stderr."""
    for one in told["files"]:
        say(f"{folder / one['name']}: {one['units']} entries, {one['size'] // 1024} KB, sha256 {one['sha256'][:12]}")
    if any(told["counts"].values()):
        say(", ".join(f"{number} {change}" for change, number in told["counts"].items()))
    say(", ".join(f"{number} {severity}" for severity, number in told["severities"].items()))
    for one in told["blocking"]:
        print(f"{one['severity']} {one['finding']}: {one['message']} {one['where']}".rstrip(), file=sys.stderr)
    outcome = "is published" if told["published_at"] else "is not published"
    say(f"Publication {told['number']} as of {told['as_of']} {outcome}.")
