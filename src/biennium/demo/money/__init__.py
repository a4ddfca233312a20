"""The money of the demonstration as plain data: published figures, and the plan that is modelled around them.

Nothing here knows a database: `plan.build` returns rows, and whoever posts them uses the services, like a user.
What is published and what is modelled: docs/explanation/demonstration-money.md.
"""
