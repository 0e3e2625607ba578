"""Many seats on one story: the log of a class, what it says, and what is made of it."""
