"""The WSGI entry point, for `biennium serve` and any other WSGI server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from biennium.site.installation import make_folder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biennium.site.settings")

application = get_wsgi_application()
make_folder()
