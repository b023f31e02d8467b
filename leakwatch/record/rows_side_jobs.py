"""Tables: the register of approved side jobs, sealed."""
