"""Reads of this room: what may be seen, the matrix, what lies behind a cell, consistency and findings."""
