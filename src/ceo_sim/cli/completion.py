"""`ceo-sim completion`: lets a shell complete commands and options."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

HELP = "Print what makes a shell complete the commands and options."
EXAMPLES = """\
  ceo-sim completion bash > ~/.local/share/bash-completion/completions/ceo-sim
  ceo-sim completion zsh > ~/.zsh/functions/_ceo-sim
  ceo-sim completion tcsh > ~/.ceo-sim.csh    and source it from ~/.tcshrc
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("shell", choices=["bash", "zsh", "tcsh"], help="which shell")


def run(parsed: Namespace) -> int:
    """Print the script."""
    import shtab

    from ceo_sim.cli.parser import parser

    print(shtab.complete(parser(overview=False), shell=parsed.shell))
    return 0
