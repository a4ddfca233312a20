"""Files of the ERP."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import imports

IMPORTS = "programmes/<str:code>/imports/"
RUN = f"{IMPORTS}<uuid:uid>/"

urlpatterns = [
    page(IMPORTS, imports.imports, "imports"),
    page(RUN, imports.import_run, "import_run"),
    page(f"{RUN}post/", imports.post_run, "post_run"),
    page(f"{RUN}discard/", imports.discard_run, "discard_run"),
]
