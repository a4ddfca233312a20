"""Writes of this room: units, people and roles, places and regions."""
