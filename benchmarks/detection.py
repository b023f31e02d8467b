"""How well `leakwatch scan` finds what a labelled set of generated and real pages holds.

    python -m benchmarks.detection [--bench DIR] [--seeds 0-4] [--pages N] [--real DIR ...] [--rare] [--json]

`DIR` holds `generate.py`, `evaluate.py` and `baseline.py` with the command lines of the shared set.
Labels are read by its evaluator only. Missed targets end it with 1: those of the mean over the seeds,
or with `--rare` those for positives that are one page in fifty.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.corpus import ABSENT
from benchmarks.detection_config import write_configuration
from benchmarks.detection_targets import RARE, USUAL, Target, failures, table

SHARED = Path(__file__).resolve().parents[2] / "shared"
THRESHOLD = 0.5
#: Kinds of finding that the evaluator knows, by kind and subject; the others are no alert to it.
_OF_PERSON = {"registration": "employee", "former_registration": "former_employee"}
_OF_COMPANY = {"registration", "former_registration", "solicitation"}


def main() -> int:
    options = _options()
    if not (options.bench / "generate.py").exists():
        print(f"{ABSENT}: no generate.py at {options.bench}")
        return 2
    targets = RARE if options.rare else USUAL
    results = [_measured(options, seed) for seed in _seeds(options.seeds)]
    ours = _mean([result["leakwatch"] for result in results])
    known = _mean([result["baseline"] for result in results])
    if options.json:
        print(json.dumps({"mean": ours, "baseline": known, "seeds": results}, indent=1))
    else:
        print(table(ours, known, title=_title(options, len(results))))
    missed = failures(ours, targets)
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--bench", type=Path, default=SHARED / "bench")
    parser.add_argument("--seeds", default="0-4", help="as in 0-4 or 1,5,7")
    parser.add_argument("--pages", type=int, default=None, help="generated pages for each seed")
    parser.add_argument("--real", type=Path, nargs="*", help="folders of saved pages, as negatives")
    parser.add_argument("--rare", action="store_true", help="positives are one page in fifty")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path, help="leave pages and predictions in this folder")
    options = parser.parse_args()
    options.bench = options.bench.resolve()
    options.pages = options.pages or (20_000 if options.rare else 2_000)
    if options.real is None:
        corpus = SHARED / "corpus"
        options.real = [corpus / name for name in ("pages_ja", "pages_en")]
    options.real = [folder.resolve() for folder in options.real if folder.is_dir()]
    return options


def _seeds(written: str) -> list[int]:
    seeds: list[int] = []
    for part in written.split(","):
        first, _, last = part.partition("-")
        seeds.extend(range(int(first), int(last or first) + 1))
    return seeds


def _title(options: argparse.Namespace, seeds: int) -> str:
    rare = ", positives rare" if options.rare else ""
    return f"{seeds} seeds of {options.pages} generated pages and the real ones{rare}"


def _measured(options: argparse.Namespace, seed: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if options.keep:
            folder = options.keep / f"seed-{seed}"
            folder.mkdir(parents=True, exist_ok=True)
        _generate(options, seed, folder)
        (folder / "ours.jsonl").write_text(_jsonl(_predictions(folder)), encoding="utf-8")
        with (folder / "known.jsonl").open("w", encoding="utf-8") as stream:
            _run(sys.executable, options.bench / "baseline.py", folder, stdout=stream)
        return {
            "seed": seed,
            "leakwatch": _evaluated(options.bench, folder, "ours.jsonl"),
            "baseline": _evaluated(options.bench, folder, "known.jsonl"),
        }


def _generate(options: argparse.Namespace, seed: int, folder: Path) -> None:
    words = ["--seed", seed, "--pages", options.pages, "--out", folder]
    words += ["--rare"] if options.rare else []
    words += ["--real", *options.real] if options.real else []
    _run(sys.executable, options.bench / "generate.py", *words, stdout=subprocess.DEVNULL)


def _predictions(folder: Path) -> Iterator[dict[str, Any]]:
    """What `leakwatch scan` says of `pages.jsonl`; `labels.jsonl` is not there to be read."""
    labels, aside = folder / "labels.jsonl", folder.with_name(folder.name + ".labels")
    labels.rename(aside)
    try:
        lines = _scanned(folder)
    finally:
        aside.rename(labels)
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        said = _prediction(line)
        if said:
            found[line["id"]].append(said)
    return ({"page_id": page, "findings": findings} for page, findings in found.items())


def _scanned(folder: Path) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as scratch:
        config = Path(scratch) / "config"
        roster = write_configuration(folder, config, today=datetime.now(UTC).date())
        command = (sys.executable, "-m", "leakwatch", "--config", config)
        _run(*command, "people", "import", roster, stdout=subprocess.DEVNULL)
        pages = (json.loads(line) for line in (folder / "pages.jsonl").open(encoding="utf-8"))
        given = _jsonl(
            {"id": page["page_id"], "url": page["url"], "file": str(folder / page["file"])}
            for page in pages
        )
        said = _run(*command, "scan", "-", "--format", "jsonl", stdin=given)
    return [json.loads(line) for line in said.splitlines()]


def _prediction(line: Mapping[str, Any]) -> dict[str, Any] | None:
    kind, (subject, _, entry) = line["kind"], line["subject"].partition(":")
    said = {"score": line["score"], "evidence": line["hits"][0]["quote"] if line["hits"] else ""}
    if subject == "person" and kind in _OF_PERSON:
        return {"kind": _OF_PERSON[kind], "entity_id": entry, **said}
    if subject == "term":
        return {"kind": "term", "entity_id": entry, **said}
    if kind in _OF_COMPANY:
        return {"kind": "company", "entity_id": "COMPANY", **said}
    return None


def _evaluated(bench: Path, folder: Path, predictions: str) -> dict[str, Any]:
    words = (folder / "labels.jsonl", folder / predictions, "--threshold", THRESHOLD, "--json")
    result: dict[str, Any] = json.loads(_run(sys.executable, bench / "evaluate.py", *words))
    return result


def _run(*command: object, stdin: str | None = None, stdout: Any = subprocess.PIPE) -> str:
    done = subprocess.run(
        list(map(str, command)), input=stdin, stdout=stdout, text=True, encoding="utf-8", check=True
    )
    return done.stdout or ""


def _jsonl(lines: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _mean(results: list[Any]) -> Any:
    """The mean of figures at the same place of several results; a tier may be absent from one."""
    if isinstance(results[0], Mapping):
        keys = dict.fromkeys(key for result in results for key in result)
        return {key: _mean([result[key] for result in results if key in result]) for key in keys}
    return mean(results)


__all__ = ["Target", "main"]

if __name__ == "__main__":
    sys.exit(main())
