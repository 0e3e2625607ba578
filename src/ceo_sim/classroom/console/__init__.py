"""The teacher's console in the terminal: what the class does, and every control by a key."""
