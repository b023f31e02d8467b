"""Pages that need JavaScript, read in a browser that reaches the net through our own proxy alone.

Playwright is imported when a source asks for it, and needs the extra `browser`.
"""
