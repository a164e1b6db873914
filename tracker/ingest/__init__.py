"""From an article to proposals: who says what in it, anchored word for word. Nothing here reads a file or a clock."""
