"""One playthrough kept: written after every answer, read with suspicion, played again on loading."""
