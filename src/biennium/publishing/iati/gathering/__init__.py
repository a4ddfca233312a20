"""From the books to what an activity file says: streamed by chunks of work items, a constant number of queries each."""
