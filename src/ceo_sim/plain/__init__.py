"""The game as plain lines: for screen readers, pipes and simple terminals."""
