"""The posting primitive: orders become moves at the desk of the locked accounts, and are written in a number of
statements that does not depend on how many there are.

Only the services of this room use it; they ask for permission and write the audit event.
"""
