"""The demo: a district in autumn 2023, a commune in autumn 2025, told by the real use cases; all people invented."""
