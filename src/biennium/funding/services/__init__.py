"""The writes of this room, one module a noun."""
