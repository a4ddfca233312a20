"""Where money comes from and on what terms: funds, partners, agreements, earmarks, pipeline, projects."""
