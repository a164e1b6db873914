"""Where the log is kept: the only place that knows SQL."""
