"""Questions to everybody or to the people of a place: who may vote, secret ballots, counted tables."""
