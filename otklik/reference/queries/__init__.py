"""What pages and programs ask of the reference tables."""
