"""A package, so that browser and product end with its last test: the browser runs an event loop in the thread that other tests need."""
