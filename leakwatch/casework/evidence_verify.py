"""Verifies captured evidence; needs Python 3.8 or newer and nothing else.

    python verify.py                 what lies beside this file: unpacked evidence, or archives
    python verify.py EVIDENCE.zip    an archive
    python EVIDENCE.zip              an archive, by the copy of this program inside it

Exit code 0: all is as it was captured; 1: something was changed, and its name is printed;
2: there is nothing to verify, or it cannot be read.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import io
import json
import re
import struct
import sys
import zipfile
import zlib
from pathlib import Path

MANIFEST, METADATA = "SHA256SUMS", "metadata.json"
#: The archive's comment: the hash of every byte before the hash itself.
SEAL = b"sha256:"
DIGITS = 64
#: What the archives of this program are packed with.
OURS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: More digits say nothing of a length, and what else passes for a digit is none.
LENGTH = re.compile(r"[0-9]{1,18}$", re.ASCII)


def problems_of_archive(content: bytes) -> list[str]:
    """What is wrong with an archive, each with the name of the file it is about."""
    found, files = [], {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len({entry.filename for entry in archive.infolist()}) != len(archive.infolist()):
                found.append("archive: two files have one name")
            for entry in archive.infolist():
                if entry.compress_type not in OURS:
                    found.append(f"{entry.filename}: is packed in another way than evidence is")
                    continue
                try:
                    files[entry.filename] = archive.read(entry)
                except (
                    zipfile.BadZipFile,
                    zlib.error,
                    struct.error,
                    EOFError,
                    NotImplementedError,
                    RuntimeError,
                    ValueError,
                    OSError,
                ) as error:
                    found.append(f"{entry.filename}: cannot be unpacked ({error})")
    except (
        zipfile.BadZipFile,
        struct.error,
        ValueError,
        OSError,
        NotImplementedError,
    ) as error:
        return [f"archive: cannot be opened ({error})"]
    if not found:
        found += problems_of_files(files, strict=True)
    seal = content[-DIGITS - len(SEAL) :]
    whole = hashlib.sha256(content[:-DIGITS]).hexdigest().encode("ascii")
    if seal != SEAL + whole:
        found.append("archive: its bytes are not the ones that were sealed")
    return found


def problems_of_files(files: dict[str, bytes], *, strict: bool) -> list[str]:
    """What is wrong with unpacked files; `strict`: nothing else may lie among them."""
    if MANIFEST not in files:
        return [f"{MANIFEST}: is missing"]
    listed, found = _manifest(files[MANIFEST])
    for name, digest in listed.items():
        if name not in files:
            found.append(f"{name}: is missing")
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            found.append(f"{name}: does not have the SHA-256 in {MANIFEST}")
    if strict:
        extra = sorted(set(files) - set(listed) - {MANIFEST})
        found += [f"{name}: is not in {MANIFEST}" for name in extra]
    found += _against_metadata(files)
    for name in sorted(files):
        if name in listed and name.endswith(".warc.gz"):
            found += [f"{name}: {problem}" for problem in problems_of_warc(files[name])]
    return found


def problems_of_warc(content: bytes) -> list[str]:
    """What is wrong with a compressed WARC (ISO 28500): each record's block and payload digest."""
    try:
        rest = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        return [f"cannot be unpacked ({error})"]
    found: list[str] = []
    number = 0
    while rest:
        number += 1
        head, gap, rest = rest.partition(b"\r\n\r\n")
        headers = _headers(head)
        length = headers.get("content-length", "")
        if not (gap and head.startswith(b"WARC/1.") and LENGTH.match(length)):
            return [*found, f"record {number} cannot be read"]
        block, end, rest = rest[: int(length)], rest[int(length) :][:4], rest[int(length) + 4 :]
        if len(block) != int(length) or end != b"\r\n\r\n":
            return [*found, f"record {number} is cut off"]
        found += [f"record {number}: {problem}" for problem in _digests(headers, block)]
    return found if number else ["holds no record"]


def _headers(head: bytes) -> dict[str, str]:
    lines = [line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n")[1:]]
    return {name.strip().lower(): value.strip() for name, _, value in lines}


def _digests(headers: dict[str, str], block: bytes) -> list[str]:
    payload = block
    if headers.get("content-type", "").startswith("application/http"):
        payload = block.partition(b"\r\n\r\n")[2]
    found = []
    for name, content in (("block", block), ("payload", payload)):
        written = headers.get(f"warc-{name}-digest")
        if written is None:
            if name == "block" or "msgtype" in headers.get("content-type", ""):
                found.append(f"has no {name} digest")
        elif not _matches(written, content):
            found.append(f"its {name} does not have its digest")
    return found


def _matches(written: str, content: bytes) -> bool:
    algorithm, _, value = written.partition(":")
    if algorithm not in {"sha1", "sha256"}:
        return False
    digest = hashlib.new(algorithm, content)
    try:
        return digest.hexdigest() == value or digest.digest() == base64.b32decode(value)
    except (binascii.Error, ValueError):
        return False


def _manifest(content: bytes) -> tuple[dict[str, str], list[str]]:
    listed, found = {}, []
    for line in content.decode("utf-8", "replace").splitlines():
        match = re.match(r"([0-9a-f]{64})  ([\w.-]+)$", line)
        if match:
            listed[match.group(2)] = match.group(1)
        else:
            found.append(f"{MANIFEST}: has a line that cannot be read")
    return listed, found


def _against_metadata(files: dict[str, bytes]) -> list[str]:
    """The hashes are written down twice, so that neither list can be changed alone."""
    try:
        written = json.loads(files.get(METADATA, b"").decode("utf-8"))["files"]
        pairs = sorted((str(name), str(digest)) for name, digest in written.items())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return [f"{METADATA}: cannot be read"]
    return [
        f"{name}: does not have the SHA-256 in {METADATA}"
        for name, digest in pairs
        if hashlib.sha256(files.get(name, b"")).hexdigest() != digest
    ]


def _of_folder(folder: Path) -> list[str]:
    listed, _ = _manifest((folder / MANIFEST).read_bytes())
    names = [MANIFEST, *listed]
    files = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
    return problems_of_files(files, strict=False)


def _tell(text: str) -> None:
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _verify(place: Path) -> bool:
    found = _of_folder(place) if place.is_dir() else problems_of_archive(place.read_bytes())
    for problem in found:
        _tell(f"CHANGED / 改変あり  {problem}")
    if not found:
        _tell(f"OK / 改変なし  {place.name}")
    return not found


def main(arguments: list[str]) -> int:
    places = [Path(argument) for argument in arguments]
    if not places:
        here = Path(__file__).resolve().parent
        places = [here] if (here / MANIFEST).is_file() else sorted(here.glob("*.zip"))
    missing = [place for place in places if not _holds_evidence(place)]
    for place in missing:
        _tell(f"no evidence / 証拠が見つかりません  {place}")
    if missing or not places:
        return 2
    codes = [_code(place) for place in places]  # each of them, not only up to the first
    return max(codes, key=(0, 2, 1).index)  # that something was changed outweighs the rest


def _code(place: Path) -> int:
    try:
        return 0 if _verify(place) else 1
    except OSError as error:
        _tell(f"cannot be read / 読み込めません  {place}  ({error.strerror})")
        return 2


def _holds_evidence(place: Path) -> bool:
    return (place / MANIFEST if place.is_dir() else place).is_file()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
