"""Two-leg transfers in django-hordak, for `ledger_posting.py`: run by a Python that has it, and nothing of Biennium.

Reads a number from each line of its input, makes as many transfers one at a time, and answers with the seconds.
"""

from __future__ import annotations

import os
import sys
import time

import django
from django.conf import settings

settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["BENCHMARK_DATABASE"],
            "USER": os.environ["BENCHMARK_USER"],
            "HOST": os.environ["BENCHMARK_HOST"],
        }
    },
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "mptt", "hordak"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    DEFAULT_CURRENCY="USD",
    CURRENCIES=["USD"],
    SECRET_KEY="benchmark",
)
django.setup()

from django.core.management import call_command  # noqa: E402
from hordak.models import Account  # noqa: E402
from moneyed import Money  # noqa: E402


def main() -> None:
    """Answers until there is nothing more to read."""
    call_command("migrate", verbosity=0)
    accounts = [
        Account.objects.create(name=f"Account {number}", code=str(number), type="AS", currencies=["USD"])
        for number in range(2)
    ]
    print("ready", flush=True)
    for line in sys.stdin:
        started = time.perf_counter()
        for _ in range(int(line)):
            accounts[0].transfer_to(accounts[1], Money(1, "USD"))
        print(time.perf_counter() - started, flush=True)


if __name__ == "__main__":
    main()
