"""The reads of this room, one module a noun."""
