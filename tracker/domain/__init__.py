"""The core: what the words mean and how the arithmetic goes. Standard library only; no clock, no I/O."""
