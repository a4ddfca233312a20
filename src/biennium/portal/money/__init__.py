"""Money on the public face: tables, pictures and figures of the books, in the words of the sealed version.

Invariant: a number here is one of the ledger's, and opens; who is not published, what is not signed and what only the
office knows is named nowhere, not even in an address.
"""
