"""Tables: what the staff was told, and how many read it."""
