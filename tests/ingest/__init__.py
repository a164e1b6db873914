"""Tests of reading news text, and the articles they are measured with."""
