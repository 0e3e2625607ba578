"""A class in the shapes that other programs read."""
