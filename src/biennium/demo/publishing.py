"""The first publications of the demonstration, by the programme officer: what the portal offers to take away.

Which DAC purpose and which policy marker goes with which result is our own reading, and illustrative.
"""

from __future__ import annotations

from collections.abc import Callable

from biennium.demo import content
from biennium.organisation.models import Person
from biennium.programme.models import Programme
from biennium.publishing.publications.packages import MAKERS, prepare_packages
from biennium.publishing.publications.services import describe_publisher, prepare, release
from biennium.publishing.reconcile.services import reconcile


def publish(programme: Programme, progress: Callable[[int, int], None]) -> None:
    """All four standards, through the gate like everybody's, and the proof that they agree with the books."""
    officer = Person.objects.get(assignments__role__code="programme_officer")
    describe_publisher(actor=officer, values=content.read("publisher"))
    release(actor=officer, publication=prepare(actor=officer, programmes=[programme], progress=progress))
    for standard in MAKERS:
        made = prepare_packages(actor=officer, standard=standard, programme=programme)
        release(actor=officer, publication=made)
    reconcile(actor=officer, programme=programme)
