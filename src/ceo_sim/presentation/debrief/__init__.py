"""The debrief of a playthrough, section by section, and the comparison of several."""
