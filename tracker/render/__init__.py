"""Rows become text, JSON, JSON Lines or CSV; all wording a user reads stands here."""
