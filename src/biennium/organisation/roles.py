"""The roles an installation begins with. They are data from then on: an administrator changes them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StandardRole:
    """A role: its code, its name in the languages of the interface, what it may do."""

    code: str
    name: dict[str, str]
    actions: tuple[str, ...]


SEE = "organisation.see_office"
EDIT = ("programme.edit_result", "programme.edit_indicator", "programme.shape")
MONEY = (
    "ledger.appropriate",
    "ledger.allot",
    "ledger.transfer",
    "ledger.commit",
    "ledger.load",
    "ledger.close_year",
    "datacube.name_difference",
    "ledger.estimate",
    "ledger.income",
)
PLAN, COUNTRY, CAPACITY = "workplan.plan", "workplan.country_programme", "workplan.capacity"
REPORT, VERIFY, ROUNDS = "reporting.report", "reporting.verify", "reporting.manage_rounds"

STANDARD_ROLES: tuple[StandardRole, ...] = (
    StandardRole(
        "administrator",
        {"en": "Administrator", "fr": "Administrateur", "es": "Administrador"},
        (SEE, "organisation.manage"),
    ),
    StandardRole(
        "programme_officer",
        {"en": "Programme officer", "fr": "Chargé de programme", "es": "Oficial de programación"},
        (
            SEE,
            "programme.create",
            "programme.edit_programme",
            *EDIT,
            "programme.seal",
            "intake.use",
            "publishing.publish",
            "ledger.estimate",
            ROUNDS,
            PLAN,
            COUNTRY,
            CAPACITY,
            "workplan.standards",
        ),
    ),
    StandardRole(
        "output_lead",
        {"en": "Output lead", "fr": "Responsable de produit", "es": "Responsable de producto"},
        (SEE, *EDIT, VERIFY, PLAN, CAPACITY),
    ),
    StandardRole(
        "country_officer",
        {"en": "Country officer", "fr": "Chargé de pays", "es": "Oficial de país"},
        (SEE, REPORT, PLAN, COUNTRY, CAPACITY),
    ),
    StandardRole(
        "budget_officer",
        {"en": "Budget and finance officer", "fr": "Responsable budget et finances", "es": "Oficial de presupuesto"},
        (SEE, "funding.manage_funds", *MONEY),
    ),
    StandardRole(
        "partnerships_officer",
        {"en": "Partnerships officer", "fr": "Chargé des partenariats", "es": "Oficial de alianzas"},
        (SEE, "funding.manage_agreements", "funding.manage_projects", "workplan.expect"),
    ),
    StandardRole(
        "evaluator",
        {"en": "Evaluator or auditor", "fr": "Évaluateur ou auditeur", "es": "Evaluador o auditor"},
        (SEE, VERIFY),
    ),
    StandardRole(
        "reader",
        {"en": "Governing-body reader", "fr": "Lecteur (organe directeur)", "es": "Lector (órgano rector)"},
        (SEE,),
    ),
)
