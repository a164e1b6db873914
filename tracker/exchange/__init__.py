"""Formats in and out, one file each; ``FORMATS`` in `tracker.desk.formats` lists them."""
