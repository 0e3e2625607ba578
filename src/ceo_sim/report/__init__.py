"""A finished story as a page to keep: told once as data, and written as HTML or as Markdown."""
