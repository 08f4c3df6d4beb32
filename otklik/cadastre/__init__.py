"""The cadastral value of land: numbers, the tax, comparison, and how to contest it."""
