"""Currencies and how many decimals their amounts have.

Source: ISO 4217, list one as published on 2026-01-01. Its codes without a minor unit (precious metals, units of
account, tests) are left out: no amount of them can be booked in whole minor units.

Invariant: a code has exactly one number of decimals, and keeps it when it leaves the list.
"""

from __future__ import annotations

from biennium.kernel.errors import InvalidInput
from biennium.kernel.wording import phrase

CODES_BY_MINOR_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE "
        "CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD "
        "HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK "
        "MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
        "RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH "
        "USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
# No longer on the list, still in books kept since 2020 (all with two decimals).
WITHDRAWN = "ANG BGN CUC HRK SLL ZWL"

MINOR_DIGITS = {
    **{code: digits for digits, codes in CODES_BY_MINOR_DIGITS.items() for code in codes.split()},
    **dict.fromkeys(WITHDRAWN.split(), 2),
}


def minor_digits(currency: str) -> int:
    """How many decimals an amount in this ISO 4217 currency has. Raises `InvalidInput` for any other text."""
    try:
        return MINOR_DIGITS[currency]
    except KeyError:
        raise InvalidInput(
            phrase("“%(currency)s” is not a currency with amounts.", currency=currency),
            remedy=phrase("Use an ISO 4217 code, e.g. USD."),
        ) from None
