"""Tables: questions put to platforms, and what they answered."""
