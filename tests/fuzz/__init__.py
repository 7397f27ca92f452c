"""A great many requests that nobody would send, at every door of the running gateway: no 5xx, every refusal a problem
document, and no payload in the log. `pytest tests/fuzz -m long -s` asks 100,000 times and prints what came back."""
