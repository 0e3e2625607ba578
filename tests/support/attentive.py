"""The program whose screens listen from the first moment: `python -m tests.support.attentive ...` as `ceo-sim ...`.

For whole games on a real terminal: half a second before each Enter and each click would be most of their time.
"""

from __future__ import annotations

import sys

from ceo_sim.cli import main
from ceo_sim.tui import input_queue

if __name__ == "__main__":
    input_queue.STARTLED = input_queue.REPEATED = 0.0
    sys.exit(main())
