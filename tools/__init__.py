"""What ./run, ./test and ./bench do before the project's own code can start. Standard library only."""
