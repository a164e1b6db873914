"""The checks of `scripts/faults`, a module for each sort of fault; all of them use the program as its users do."""
