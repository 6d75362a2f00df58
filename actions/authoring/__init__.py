"""Helps trainers write customers: new ones, drafts, pictures, plain words."""
