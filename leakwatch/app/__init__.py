"""Wiring: the only package that knows all the steps."""
