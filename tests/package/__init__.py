"""The wheel and the sdist, as a user receives them."""
