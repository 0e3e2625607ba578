"""Running a command: a user's mistakes become one line on standard error and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from ceo_sim.cli.output import INTERRUPTED, complain, open_closed_streams, replace_what_cannot_be_written
from ceo_sim.cli.parser import COMMANDS, parser, unknown_command
from ceo_sim.errors import UserError

CUT_OFF = 141
"""The exit code of a shell for a program ended by SIGPIPE."""


def execute(arguments: Sequence[str]) -> int:
    """Parse the arguments, run the command and return the exit code."""
    if not open_closed_streams():
        complain("the standard output is closed; leave it open, or send it to a file")
        return 1
    replace_what_cannot_be_written()
    if problem := unknown_command(arguments):
        complain(problem)
        return 2
    try:
        arguments = arguments or ["play"]
        parsed = parser(only=arguments[0] if arguments[0] in COMMANDS else None).parse_args(arguments)
        code: int = parsed.run(parsed)
        sys.stdout.flush()
        return code
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except UserError as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # What is still buffered would raise it again when Python closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT_OFF
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        complain(f"{error.strerror or error}{where}; see that it is there and that you may use it")
        return 1
