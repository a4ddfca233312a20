"""Workbooks: taken along, filled in without a network, read back cell by cell, saved through the services.

A sheet is declared once, and both directions follow it. Invariants: a cell that was written reads back as the same
value; nothing is saved while a cell is wrong; a row that somebody else changed meanwhile is told, never overwritten;
the same workbook read twice changes nothing the second time.
"""
