"""Reads of the rollups: one module a screen."""
