"""Ways to make a sentence of a label say something else; one file each."""
