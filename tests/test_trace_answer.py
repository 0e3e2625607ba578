"""An answer goes from the key to the ledger and the disk through few files; see `scripts/trace_answer.py`."""

from __future__ import annotations

from scripts.trace_answer import table, trace_answer

MOST_FILES = 31
"""Five of them came with texts that remember what they said or whom they named, waits until an hour, and causes of the
drift; one with what is at stake, as an answer says what came nearer to its threshold. The tutorial has four more of
these since it shows a document, names a stake and lets metrics appear."""


def test_an_answer_passes_through_few_files_from_the_key_to_the_save() -> None:
    trace = trace_answer()

    assert len(trace.files) <= MOST_FILES, "\n".join(table(trace))
    assert "places.py" in trace.files  # it does see the whole way
