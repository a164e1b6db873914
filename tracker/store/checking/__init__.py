"""Whether the log is what it was: the chain, the schema, and all that is derived, compared with it."""
