"""Every claim at once: what was said as columns of whole numbers, and the arithmetic of the core over all of them."""
