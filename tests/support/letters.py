"""Texts in letters that are wider or narrower than a cell of a terminal."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = (
    *(
        "a",
        "word",
        "x" * 30,
        "日本語",
        "ー",
        "語" * 20,
        "한국",
        "é",
        "e\u0301",
        "क्षि",
        "ක්\u200dය",
        "गर्\u200dयो",
        "می\u200cخواهم",
    ),
    *("👍🏽", "👨\u200d👩\u200d👧", "🇯🇵", "❤\ufe0f", "1\ufe0f\u20e3", "soft\u00adhyphen", "-", ",", "。", "—", "½"),
)

WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
"""Words with single blanks between them."""
