"""What to believe and whom to trust: the board, what it hangs on, what if, and how well it has done."""
