"""Measurements anyone can repeat: `python3 dev.py bench`, or `python3 dev.py bench step --help`."""
