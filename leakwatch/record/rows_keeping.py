"""Tables: what is kept and for how long: holds, tombstones, deletions."""
