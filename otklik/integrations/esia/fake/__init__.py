"""A fake ESIA for tests and the demo. It believes nothing: signature, hash, time, state, code are all checked."""
