"""What every room stands on: who did what, who may do what, files, jobs, drafts, typed references, registries."""
