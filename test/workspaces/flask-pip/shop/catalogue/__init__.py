"""What can be bought: the start page and the product API."""
