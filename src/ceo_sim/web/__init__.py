"""The game in a browser: pages and forms, for one player on this machine."""
