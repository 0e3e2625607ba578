"""What an author writes: the model, its expressions and texts, and the way from files to a checked scenario."""
