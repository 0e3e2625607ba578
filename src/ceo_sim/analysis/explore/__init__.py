"""Every way that a story can go, or as many as a budget allows: what can happen, what never does, and the odds."""
