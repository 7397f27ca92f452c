"""What can be seen of the running product from outside: figures and traces. Never anybody's words, names or cards."""
