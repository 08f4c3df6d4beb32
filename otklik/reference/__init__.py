"""Who answers for what and where to go: the directory, places, receptions, emergency numbers."""
