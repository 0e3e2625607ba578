"""The pages of the game: each a function of what is asked for, which gives a page or another address."""
