"""Tables: evidence: captured pages, sealed."""
