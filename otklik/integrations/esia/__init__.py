"""ESIA (Госуслуги): who a citizen is. Their words are in `wire`, the way to them in `gateway`; README.md says more."""
