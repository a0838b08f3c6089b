"""Programs to read and to run. `README.md` says what each shows."""
