"""Checks across a whole scenario; each module holds those of one concern. `check` asks all of them."""
