"""What screens are made of: each takes data, posts messages, and knows nothing of the game."""
