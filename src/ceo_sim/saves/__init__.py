"""Saves: written after every answer, validated on reading, and replayed on loading."""
