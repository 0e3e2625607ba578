"""A lesson with bots in the place of students and teacher, through the real server."""
