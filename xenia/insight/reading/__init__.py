"""Readers of the files that models are judged on: named, typed columns, and a clear error where a file is not what it should be."""
