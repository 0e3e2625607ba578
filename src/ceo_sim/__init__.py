"""A terminal simulation of leading a company: scenarios on disk, one engine, a ledger that tells why.

Nothing is imported here, so that `import ceo_sim` and `ceo-sim --version` cost next to nothing.
"""

__version__ = "0.1.0"
