"""Fitting the product's models on measurements; what is fitted is written as plain numbers."""
