"""Where money stands and how it moves: stages, kinds of posting, amounts, control accounts, and the arithmetic of an
expense (design: arithmetic, § 3).

Ten lines that are the whole model. Money of a fund stands at a *stage* of a *line*: approved → allotted → committed →
spent; outside is the *source*; what was spent without an allotment is owed by *uncovered*, which is never positive;
what is accrued stands apart from all of these. A *posting* is one or more *moves*, and a move takes an amount from one
place (line and stage) to another of the same fund: it is balanced by construction, so the places of a fund always sum
to nothing. Lines that share the dimensions at which a fund is controlled share a *control account*; there, approved,
allotted and committed are never negative. Decisions (allot, transfer, commit) stop hard at that rule. Facts (an
expense that was paid) are never refused: what is not there to be spent becomes uncovered.
"""
