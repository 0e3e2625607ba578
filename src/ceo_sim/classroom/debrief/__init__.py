"""The debrief of a class, made of what this class did."""
