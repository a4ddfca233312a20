"""Seals: the hash of a document that proves nobody changed it.

Invariant: equal values have equal canonical bytes (RFC 8785, JSON Canonicalization Scheme), and the hash of a seal
changes when any byte of any section changes, or when a section is added or removed.

Numbers are integers within ±(2^53 − 1); everything with decimals is text, because RFC 8785 § 3.2.2.3 makes every
number a double. Text is in Unicode NFC with LF line ends, so that what looks the same is the same.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from biennium.kernel.errors import InvalidInput
from biennium.kernel.wording import phrase

JSON: TypeAlias = "bool | int | str | Sequence[JSON] | Mapping[str, JSON] | None"
Path: TypeAlias = tuple[str | int, ...]

FORMAT = "biennium-seal/1"
LARGEST_INTEGER = 2**53 - 1
DEEPEST_NESTING = 100
_SURROGATE = re.compile("[\ud800-\udfff]")


def serialise(value: JSON) -> bytes:
    """The canonical bytes of RFC 8785. Raises `InvalidInput`, with the path, for what cannot be written."""
    return _written(value, ()).encode()


def canonical(value: JSON) -> bytes:
    """Canonical bytes of a value whose texts are all in NFC with LF. Raises `InvalidInput`, with the path."""
    _check_texts(value, ())
    return serialise(value)


def digest(content: bytes) -> str:
    """SHA-256 in lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Seal:
    """`sections` maps each section to the SHA-256 of its bytes; `hash` is over format and sections together."""

    format: str
    sections: Mapping[str, str]
    hash: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "sections", MappingProxyType(dict(self.sections)))

    def __hash__(self) -> int:
        return hash(self.hash)

    @property
    def short(self) -> str:
        """The first twelve digits of the hash, for people to compare."""
        return self.hash[:12]


def seal(sections: Mapping[str, JSON | bytes], *, format_name: str = FORMAT) -> Seal:
    """Seals named sections; one given as bytes is taken as it stands, else its canonical bytes are.

    Raises `InvalidInput`, with section and path, for what has no canonical form.
    """
    hashes = {name: digest(_bytes_of(name, content)) for name, content in sections.items()}
    return Seal(format_name, hashes, _hash_over(format_name, hashes))


def verify(sealed: Seal, sections: Mapping[str, JSON | bytes]) -> list[str]:
    """What does not agree with the seal, one line each; empty when it is intact."""
    found = {name: digest(_bytes_of(name, content)) for name, content in sections.items()}
    problems = [f"{name}: added after sealing" for name in sorted(found.keys() - sealed.sections.keys())]
    for name, expected in sorted(sealed.sections.items()):
        if name not in found:
            problems.append(f"{name}: missing")
        elif found[name] != expected:
            problems.append(f"{name}: changed after sealing")
    if sealed.hash != _hash_over(sealed.format, sealed.sections):
        problems.append("the hash of the seal does not fit its sections")
    return problems


def _hash_over(format_name: str, hashes: Mapping[str, str]) -> str:
    return digest(canonical({"format": format_name, "sections": dict(hashes)}))


def _bytes_of(name: str, content: JSON | bytes) -> bytes:
    if isinstance(content, bytes):
        return content
    _check_texts(content, (name,))
    return _written(content, (name,)).encode()


def _written(value: object, path: Path) -> str:
    if len(path) > DEEPEST_NESTING:
        raise _refusal(phrase("Nested deeper than %(levels)s levels.", levels=DEEPEST_NESTING), path)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return _written_integer(value, path)
    if isinstance(value, str):
        return _written_text(value, path)
    if isinstance(value, Mapping):
        return _written_object(value, path)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_written(item, (*path, index)) for index, item in enumerate(value)) + "]"
    raise _refusal(
        phrase("A %(kind)s cannot be sealed.", kind=type(value).__name__),
        path,
        phrase("Write numbers with decimals as text."),
    )


def _written_integer(value: int, path: Path) -> str:
    if abs(value) > LARGEST_INTEGER:
        raise _refusal(phrase("The number is beyond ±(2^53 − 1)."), path, phrase("Write it as text."))
    return int.__repr__(value)


def _written_text(value: str, path: Path) -> str:
    if _SURROGATE.search(value):
        raise _refusal(phrase("The text has half a surrogate pair."), path, phrase("Remove the broken character."))
    return json.dumps(value, ensure_ascii=False)


def _written_object(value: Mapping[object, object], path: Path) -> str:
    """Members in the order of their keys' UTF-16 code units (RFC 8785 § 3.2.3)."""
    members = {_key(key, path): member for key, member in value.items()}
    ordered = sorted(members, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(f"{_written_text(key, path)}:{_written(members[key], (*path, key))}" for key in ordered) + "}"


def _key(key: object, path: Path) -> str:
    if not isinstance(key, str):
        raise _refusal(phrase("The key %(key)s is not text.", key=repr(key)), path)
    if _SURROGATE.search(key):
        raise _refusal(phrase("A key has half a surrogate pair."), path, phrase("Remove the broken character."))
    return key


def _check_texts(value: object, path: Path) -> None:
    """Every text in NFC and with LF, keys included. What is no JSON is refused when it is written."""
    if len(path) > DEEPEST_NESTING:
        return
    if isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, Mapping):
        for key, member in value.items():
            _check_texts(key, path)
            _check_texts(member, (*path, key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            _check_texts(item, (*path, index))


def _check_text(value: str, path: Path) -> None:
    if "\r" in value:
        raise _refusal(phrase("The text has carriage returns."), path, phrase("End lines with LF only."))
    if not unicodedata.is_normalized("NFC", value):
        raise _refusal(phrase("The text is not in Unicode NFC."), path, phrase("Normalise it first."))


def _refusal(message: str, path: Path, remedy: str = "") -> InvalidInput:
    """Where it is, as `results[3].title`."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return InvalidInput(message, where=steps.removeprefix(".").encode(errors="replace").decode(), remedy=remedy)
