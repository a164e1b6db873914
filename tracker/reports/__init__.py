"""Pure: a state becomes rows. A row's fields are the JSON keys, in order; a trailing underscore is dropped."""
