"""The office: what people with an account do. Views parse, call a service or a selector, and render."""
