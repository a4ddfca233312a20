"""Indicators: from reports to sufficient statistics, to the value of a node, to progress and status.

Invariants: reports merge in any order to the same statistics, and removing one undoes adding it; a count of countries
is a number of distinct places, a ratio is the sum of numerators over the sum of denominators, and what is a level or
an index never becomes a sum. Nothing is a float. (Design: arithmetic, § 4.)
"""
