"""Reads for pages and the API. One function per screen; few SQL statements each. Rows are frozen dataclasses."""
