"""Forms of the office: what people type, as documents of the exchange format."""
