"""tracker: who said what, when and through whom; what to believe and whom to trust, as of any moment."""

__version__ = "0.1.0"
