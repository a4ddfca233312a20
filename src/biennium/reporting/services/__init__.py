"""Writes of this room: rounds, observations, country results and their steps, evidence, aggregates."""
