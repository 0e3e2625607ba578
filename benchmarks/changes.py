"""What it takes to check the flagship again after one line of it was changed: `python -m benchmarks.changes`.

A line is changed, the story is checked in a process that has checked it before and, now and then, as if it had not, and
the line is changed back. What is counted is the time of the processor, as the check waits for nothing.
"""

from __future__ import annotations

import gc
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from ceo_sim.scenario.loader import diagnose
from ceo_sim.scenario.memory import Memory

FLAGSHIP = Path("scenarios/the_post")
EACH = 20
"""Changes of each kind, spread over all lines that can be changed so."""
EVERY = 5
"""Of so many changes, one is checked without what is remembered too."""
KINDS: Mapping[str, tuple[str, str, str]] = {
    # kind: (lines that have it, what is replaced in them, by what)
    "text": (r'^(?!#|\s*(when|kept_when|formula|body)\b).*".*\b[a-z]{4,} [a-z]{3,} ', r"(?<= )[a-z]{3,}(?= )", "other"),
    "number": (r'^[^#"]*=[^"]*\d', r"\d+(?!.*\d)", "{more}"),
    "condition": (r"^\s*(when|kept_when)\s*=.*\d", r"\d+", "{more}"),
    "id": (r"^\s*\[[a-z]+\.[a-z]", r"(?<=\.)[a-z_]+(?=\])", "{same}_too"),
}


def main() -> None:
    """Print how long it takes, by kind of change and altogether: median and 95th percentile, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FLAGSHIP.name
        shutil.copytree(FLAGSHIP, path)
        warm, cold = measured(path)
    for kind, times in warm.items():
        print(f"{kind}: {len(times)} changes, p50 {percentile(times, 50):.0f}, p95 {percentile(times, 95):.0f}")
    every = [each for times in warm.values() for each in times]
    figures = (*(percentile(times, share) for times in (every, cold) for share in (50, 95)), len(every))
    print("warm and cold, p50 and p95:", *(f"{figure:.1f}" for figure in figures))


def percentile(times: list[float], share: int) -> float:
    """What such a share of the times, in percent, does not go beyond."""
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1]


def measured(path: Path) -> tuple[dict[str, list[float]], list[float]]:
    """Milliseconds of a check with what is remembered, by kind of change, and without."""
    memory, warm, cold = Memory(), dict[str, list[float]](), list[float]()
    diagnose(path, memory)
    gc.collect()
    gc.freeze()
    gc.disable()
    for number, (kind, file, changed) in enumerate(changes(path)):
        before = file.read_text(encoding="utf-8")
        file.write_text(changed, encoding="utf-8")
        warm.setdefault(kind, []).append(timed(path, memory))
        if number % EVERY == 0:
            cold.append(timed(path, None))
        file.write_text(before, encoding="utf-8")
        diagnose(path, memory)
        gc.collect()
    return warm, cold


def timed(path: Path, memory: Memory | None) -> float:
    """Milliseconds of the processor for one check."""
    started = time.process_time()
    diagnose(path, memory)
    return (time.process_time() - started) * 1e3


def changes(path: Path) -> Iterator[tuple[str, Path, str]]:
    """Changes of one line of one file: the kind, the file, and what it has then."""
    files = sorted(file for file in path.rglob("*.toml") if "tests" not in file.relative_to(path).parts)
    texts = {file: file.read_text(encoding="utf-8").split("\n") for file in files}
    for kind, (has, replaced, by) in KINDS.items():
        places = [
            (file, number)
            for file, lines in texts.items()
            for number, line in enumerate(lines)
            if re.search(has, line) and re.search(replaced, line)
        ]
        for place in range(EACH):
            file, number = places[place * len(places) // EACH]
            lines = list(texts[file])
            match = re.search(replaced, lines[number])
            assert match is not None
            more = int(match[0]) + 1 if match[0].isdecimal() else 0
            new = by.format(more=more, same=match[0])
            lines[number] = lines[number][: match.start()] + new + lines[number][match.end() :]
            yield kind, file, "\n".join(lines)


if __name__ == "__main__":
    main()
