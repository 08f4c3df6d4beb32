"""Parts of `benches.trial_real`: real boundaries, streets and appeals through the whole route."""
