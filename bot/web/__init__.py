"""The pages: choose a customer, drill, read the report."""
