"""Tables: the follow-up of findings, each to its end."""
