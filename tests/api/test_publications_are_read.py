"""What was published can be listed, taken byte for byte and checked; what is being prepared cannot."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from api.conftest import Api
from biennium.foundation import files
from biennium.foundation.actors import OPERATOR
from biennium.publishing.publications.packages import prepare_packages
from biennium.publishing.publications.services import release
from publications import world as worlds

SPENT = 1_000


@pytest.fixture
def world(db: None) -> worlds.World:
    """A programme that was published to IATI and to the data cube; another publication is only prepared."""
    made = worlds.build()
    made.adopt()
    made.allot(10_000_000)
    made.cost(SPENT, "KEN101")
    made.publish()
    cube = prepare_packages(actor=OPERATOR, standard="datacube", programme=made.programme)
    release(actor=OPERATOR, publication=cube)
    made.prepare()
    return made


@pytest.fixture
def api(world: worlds.World, client: Client) -> Api:
    """As the public."""
    return Api(client)


def test_only_what_left_is_listed_the_latest_first(api: Api) -> None:
    listed = api.json("/publications")
    assert [(one["number"], one["standard"]) for one in listed["items"]] == [(2, "datacube"), (1, "iati")]
    assert api.json("/publications/1") == listed["items"][1]
    assert "no publication 3" in api.json("/publications/3", 404)["detail"]


def test_they_are_those_of_a_standard_and_of_a_programme(api: Api) -> None:
    assert [one["number"] for one in api.json("/publications?standard=iati&programme=2024-25")["items"]] == [1]
    assert api.json("/publications?standard=uninfo")["items"] == []
    assert api.json("/publications?standard=cloud", 400)["field"] == "standard"
    assert "Published: 2024-25." in api.json("/publications?programme=1899", 404)["remedy"]


def test_every_file_and_report_has_the_checksum_that_is_told(api: Api) -> None:
    for publication in api.json("/publications")["items"]:
        for one in publication["files"]:
            for address, sha256 in ((one["address"], one["sha256"]), (one["report"], one["report_sha256"])):
                content = api.get(address.partition("/api/v1")[2]).content
                assert hashlib.sha256(content).hexdigest() == sha256
            assert one["size"] == len(api.get(one["address"].partition("/api/v1")[2]).content)


def test_the_report_says_what_was_found(api: Api) -> None:
    (one,) = [one for one in api.json("/publications/1")["files"] if one["programme"] == "2024-25"]
    report = api.json(one["report"].partition("/api/v1")[2])
    assert (report["file"], report["valid"]) == (one["name"], True)
    assert one["severities"] == {"critical": 0, "error": 0, "warning": 0, "advisory": 0}


def test_a_file_that_is_only_prepared_is_not_there(api: Api) -> None:
    api.get("/publications/3/files/activities-2024-25.xml", 404)
    api.get("/publications/3/files/activities-2024-25.xml/report", 404)


def test_a_file_that_was_changed_on_disk_is_refused(api: Api) -> None:
    one = api.json("/publications/1")["files"][0]
    path = files.path_of(one["sha256"])
    path.write_bytes(path.read_bytes().replace(b"Work", b"Wrok", 1))
    refused = api.json(one["address"].partition("/api/v1")[2], 404)
    assert "changed" in refused["detail"]
    assert "backup" in refused["remedy"]
