"""Everything that speaks of a publication reads the bytes that left: a file changed on disk is found and refused."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from biennium.foundation import files
from biennium.foundation.actors import OPERATOR
from biennium.kernel.errors import NotFound
from biennium.publishing.publications.models import PublicationFile
from biennium.publishing.publications.packages import MAKERS, prepare_packages
from biennium.publishing.publications.selectors import STANDARDS
from biennium.publishing.publications.services import release
from biennium.publishing.reconcile.comparing import compare
from publications.world import World


@pytest.fixture
def everything(world: World) -> list[PublicationFile]:
    """A programme published to all standards."""
    world.allot(10_000_000)
    world.cost(1_000, "KEN101")
    world.publish()
    for standard in MAKERS:
        release(
            actor=OPERATOR,
            publication=prepare_packages(actor=OPERATOR, standard=standard, programme=world.programme),
        )
    return list(PublicationFile.objects.exclude(programme=None).select_related("publication", "file", "programme"))


def portal(client: Client, one: PublicationFile) -> Any:
    assert one.programme
    return client.get(reverse("portal:published_file", args=[one.programme.code, one.publication.number, one.name]))


def api(client: Client, one: PublicationFile) -> Any:
    return client.get(reverse("api:published_file", args=[one.publication.number, one.name]))


def test_the_bytes_that_left_are_served_and_recomputed_from_and_changed_ones_are_refused(
    everything: list[PublicationFile], world: World, client: Client
) -> None:
    assert {one.publication.standard for one in everything} == set(STANDARDS)
    assert compare(world.programme).missing == ()
    for one in everything:
        path, kept = files.path_of(one.file.sha256), files.read(one.file)
        for ask in (portal, api):
            assert hashlib.sha256(ask(client, one).content).hexdigest() == one.file.sha256
        path.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
        for ask in (portal, api):
            assert ask(client, one).status_code == 404, one
        with pytest.raises(NotFound, match="changed"):
            compare(world.programme)
        path.write_bytes(kept)
    assert compare(world.programme).errors == []
