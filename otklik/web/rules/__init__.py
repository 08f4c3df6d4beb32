"""Pages where administrators say what decides where appeals go: bodies, duties, the classifier, ready words."""
