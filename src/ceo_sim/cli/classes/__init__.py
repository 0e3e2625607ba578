"""The parts of `ceo-sim class`, a module each, with HELP, EXAMPLES, `add_arguments` and `run` as a command has them."""
