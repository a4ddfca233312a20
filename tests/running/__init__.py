"""What the test runner (tests/run.py) stands on: a PostgreSQL server, a chromium, and the count of the outcomes.

Invariant: what cannot be had is never an error here but a reason in words, which the runner prints.
"""
