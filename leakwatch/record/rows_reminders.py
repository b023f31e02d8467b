"""Tables: which duties somebody was reminded of."""
