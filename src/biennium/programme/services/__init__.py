"""Writes of this room, one use case per function. Values come and go as the models of the exchange format."""
