"""Tables: the charter as it was at each time, and who may be watched under it."""
