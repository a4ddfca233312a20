"""What is planned and what it needs: country programmes, plans of work items, milestones, requirements, the gap."""
