"""How far to trust the judge: agreement, robustness, cost; written to docs/judge.md."""
