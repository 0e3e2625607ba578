from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.analysis.explore.saturation import Fields, Shift

SPANS = st.lists(st.integers(1, 100), min_size=1, max_size=8)


@given(SPANS, st.data())
def test_all_numbers_of_a_word_are_added_to_within_their_ranges(spans: list[int], data: st.DataObject) -> None:
    fields = Fields(tuple(spans))
    values = [data.draw(st.integers(0, span)) for span in spans]
    added = [[data.draw(st.integers(-120, 120)) for _ in range(data.draw(st.integers(0, 3)))] for _ in spans]
    expected = list(values)
    shifts = []
    for place, (span, amounts) in enumerate(zip(spans, added, strict=True)):
        shift = Shift(0, 0, span)
        for amount in amounts:
            expected[place] = min(max(expected[place] + amount, 0), span)
            shift = shift.then(Shift(amount, 0, span))
        shifts.append(shift)
    words = fields.adder(shifts)(np.array([fields.join(values)], dtype=np.uint64))

    assert fields.fits
    assert [int(fields.part(words, place)[0]) for place in range(len(spans))] == expected
