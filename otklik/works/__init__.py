"""Planned works and outages by address: authorities tell of them before anybody has to complain."""
