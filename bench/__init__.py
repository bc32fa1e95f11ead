"""Performance, each figure beside its floor in the same run: `make bench`, or `python -m bench --quick`."""
