"""Files of the ERP brought by hand: small ones are read at once, large ones by the worker.

Invariant: what is wrong with the file as a whole is said at once, next to the form; what is wrong with its rows is in
the run. A file that the worker reads is kept until then among the files of the installation.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from biennium.documents.read.tables import rows
from biennium.foundation import files, jobs
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.kernel.errors import InvalidInput
from biennium.ledger import actions
from biennium.ledger.erp.columns import FileMapping
from biennium.ledger.models import ImportRun
from biennium.ledger.services import imports
from biennium.organisation.models import Person
from biennium.programme.models import Programme

AT_ONCE = 512 * 1024
"""What is read while its sender waits, in bytes: some 10,000 rows of csv."""
XLSX_IS_SHORTER = 3
"""How many times an xlsx is shorter than the csv of the same rows, at least."""


def load(*, actor: Actor, programme: Programme, upload: UploadedFile[Any], mapping: Any) -> ImportRun | None:
    """Reads an upload into a run; None when the worker does it. Raises `InvalidInput` for what is no table."""
    require(actor, actions.LOAD)
    name, size = Path(upload.name or "").name, upload.size or 0
    if size > settings.IMPORT_LIMIT:
        words = _("The file is larger than %(limit)s MB.") % {"limit": settings.IMPORT_LIMIT // 1024**2}
        raise InvalidInput(words, remedy=_("Split it, or load it with the ledger command."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(name).suffix.lower()}"
        with path.open("wb") as written:
            written.writelines(upload.chunks())
        if size * (XLSX_IS_SHORTER if path.suffix == ".xlsx" else 1) <= AT_ONCE:
            return imports.stage_file(actor=actor, programme=programme, path=path, name=name, mapping=mapping)
        _require_columns(path, mapping)
        stored = files.store(path.read_bytes(), "application/octet-stream")
    jobs.enqueue(
        stage, sha256=stored.sha256, name=name, programme=programme.code, person=actor.pk, mapping=json.dumps(mapping)
    )
    return None


def _require_columns(path: Path, mapping: Any) -> None:
    heading = next(rows(path), None)
    if heading is None:
        raise InvalidInput(_("The file is empty."))
    FileMapping.of(mapping).places(heading.values, heading.sheet)


@jobs.job
def stage(sha256: str, name: str, programme: str, person: int, mapping: str) -> None:
    """Reads a file that was kept; done twice, it goes on where it stopped."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(name).suffix.lower()}"
        path.write_bytes(files.path_of(sha256).read_bytes())
        imports.stage_file(
            actor=Person.objects.get(pk=person),
            programme=Programme.objects.get(code=programme),
            path=path,
            name=name,
            mapping=json.loads(mapping),
        )
