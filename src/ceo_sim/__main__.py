"""Lets `python -m ceo_sim` do what `ceo-sim` does."""

import sys

from ceo_sim.cli import main

if __name__ == "__main__":
    sys.exit(main())
