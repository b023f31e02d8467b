"""Tables: every version of every letter, sealed."""
