"""`biennium organisation` and `biennium account`: what a new installation begins with, before anybody can sign in."""

from __future__ import annotations

import argparse
import sys
from getpass import getpass
from typing import TYPE_CHECKING

from biennium.kernel.errors import InvalidInput, NotFound
from biennium.site.commands.console import Verbs, command, group, say

if TYPE_CHECKING:
    from biennium.organisation.models import Organisation, Role, Unit

DESCRIBE = "Describe it with biennium organisation describe, or import a programme."


def add(verbs: Verbs) -> None:
    """Declares the verbs."""
    nouns = group(verbs, "organisation", "The organisation whose installation this is.")
    describe = command(nouns, "describe", "Say whose installation this is, and open its top unit.", describe_it)
    describe.add_argument("unit", metavar="UNIT", help="code of the top unit")
    describe.add_argument("--name", required=True, help="name of the organisation, and of its top unit")
    describe.add_argument("--acronym", default="", help="its acronym")
    describe.add_argument(
        "--lang", metavar="LANG", action="append", help="a language of its texts, first that of the name (en); again"
    )
    describe.add_argument("--currency", default="", help="currency it reports in (USD)")
    nouns = group(verbs, "account", "Who can sign in.")
    opened = command(
        nouns, "open", "Open an account with a role; its password is asked for, or read from a pipe.", open_it
    )
    opened.add_argument("email", metavar="EMAIL", help="address to sign in with")
    opened.add_argument("--name", required=True, help="name of the person")
    opened.add_argument("--role", default="administrator", help="code of the role (administrator)")
    opened.add_argument("--unit", help="code of the unit the role is for (the top unit)")


def describe_it(options: argparse.Namespace) -> int:
    """Creates the organisation with its top unit, or changes what is said of it."""
    from django.db import transaction

    from biennium.foundation.actors import OPERATOR
    from biennium.organisation.models import Unit
    from biennium.organisation.selectors import organisation
    from biennium.organisation.services import units

    known = organisation()
    languages = options.lang or (known.languages if known else ["en"])
    with transaction.atomic():
        described = units.describe_organisation(
            actor=OPERATOR,
            name={**(known.name if known else {}), languages[0]: options.name},
            acronym=_worded(known.acronym if known else {}, languages[0], options.acronym),
            languages=languages,
            currency=options.currency or (known.currency if known else "USD"),
            **_kept(known),
        )
        if not Unit.objects.filter(code=options.unit).exists():
            units.open_unit(actor=OPERATOR, code=options.unit, name=described.name)
    say(f"{options.unit}: {options.name} ({', '.join(described.languages)}; {described.currency})")
    return 0


def _worded(texts: dict[str, str], lang: str, words: str) -> dict[str, str]:
    return {**texts, lang: words} if words else texts


def _kept(known: Organisation | None) -> dict[str, str]:
    """What this command does not change."""
    return {"iati": known.iati, "region_map": known.region_map} if known else {}


def open_it(options: argparse.Namespace) -> int:
    """Opens the account and gives it the role, or does neither."""
    from django.db import transaction

    from biennium.foundation.actors import OPERATOR
    from biennium.organisation.services import people

    role, unit = _role(options.role), _unit(options.unit)
    with transaction.atomic():
        person = people.open_account(actor=OPERATOR, email=options.email, name=options.name, password=_password())
        people.assign_role(actor=OPERATOR, person=person, role=role, unit=unit)
    say(f"{person.email}: {role.code} ({unit.code})")
    return 0


def _role(code: str) -> Role:
    from biennium.organisation.models import Role

    roles = {role.code: role for role in Role.objects.order_by("code")}
    if code not in roles:
        raise NotFound(f"There is no role {code}.", remedy=f"Roles: {', '.join(roles)}.")
    return roles[code]


def _unit(code: str | None) -> Unit:
    """The unit of that code, else the top unit."""
    from biennium.organisation.models import Unit

    rows = Unit.objects.filter(retired_at__isnull=True)
    found = list(rows.filter(code=code) if code else rows.filter(parent__isnull=True).order_by("code"))
    if not found:
        raise NotFound(f"There is no unit {code}." if code else "There is no unit yet.", remedy=DESCRIBE)
    if len(found) > 1:
        known = ", ".join(unit.code for unit in found)
        raise InvalidInput("There are several top units.", remedy=f"Name one with --unit: {known}.")
    return found[0]


def _password() -> str:
    """Typed twice at a terminal; else the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password: ")
    if getpass("Password again: ") != password:
        raise InvalidInput("The passwords differ.")
    return password
