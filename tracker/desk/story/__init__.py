"""What happened, step by step and between two moments: replay and diff."""
