"""The measures of `scripts/bench`, a module for each sort; every figure stands beside a floor taken in the same run."""
