"""Articles for citizens and for business: versions, search, «помогло?»."""
