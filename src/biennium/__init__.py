"""Biennium: an international organisation's programme and budget in one set of books."""

__version__ = "0.1.0"
