"""What a desk does with the record: one function a verb. Loads, asks the rules, appends, and returns a value."""
