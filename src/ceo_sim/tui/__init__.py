"""The game in the terminal, drawn with Textual."""
