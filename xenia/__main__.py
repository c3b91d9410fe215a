"""`python -m xenia`: the command line."""

from xenia.cli.main import main

if __name__ == "__main__":
    main()
