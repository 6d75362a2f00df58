"""The drill itself: the customer, the judge, the coach and the records."""
