"""The first publications of the demonstration, by the programme officer: what the portal offers to take away.

Which DAC purpose and which policy marker goes with which result is our own reading, and illustrative.
"""

from __future__ import annotations

from collections.abc import Callable

from biennium.demo import content
from biennium.organisation.models import Person
from biennium.programme.models import Programme
from biennium.publishing.publications.services import describe_publisher
from biennium.publishing.reconcile.together import prepare_all, release_all


def publish(programme: Programme, progress: Callable[[int, int], None]) -> None:
    """All four standards, through the gate like everybody's, and the proof that they agree with the books."""
    officer = Person.objects.get(assignments__role__code="programme_officer")
    describe_publisher(actor=officer, values=content.read("publisher"))
    made = prepare_all(actor=officer, programmes=[programme], progress=progress)
    release_all(actor=officer, publications=made)
