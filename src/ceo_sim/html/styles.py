"""The style of what is written here, which a page puts before its own."""

from __future__ import annotations

from pathlib import Path

PARTS = Path(__file__).with_name("parts.css").read_text(encoding="utf-8")
"""Colours in light and dark, type, and the parts of a document."""
