"""Publishing to the standards."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import publications, publisher, standards

ALL = "publishing/"
ONE = f"{ALL}<int:number>/"

urlpatterns = [
    page(ALL, publications.publications, "publications"),
    page("publishing/tables/", standards.tables, "publication_tables"),
    page("publishing/tables/<str:standard>/", standards.write, "write_tables"),
    page("publishing/together/", standards.together, "publish_together"),
    page("publishing/together/publish/", standards.publish_together, "release_together"),
    page("publishing/profile/", publisher.profile, "publisher"),
    page("publishing/identifier/", publisher.identifier, "publisher_identifier"),
    page("publishing/reconcile/", standards.reconciliation, "reconciliation"),
    page(ONE, publications.publication, "publication"),
    page(f"{ONE}publish/", publications.publish, "publish"),
    page(f"{ONE}discard/", publications.discard, "discard_publication"),
    page(f"{ONE}waive/<uuid:uid>/", publications.waive, "waive"),
    page(f"{ONE}files/<str:name>", publications.file, "publication_file"),
    page(f"{ONE}reports/<str:name>", publications.report, "publication_report"),
]
