"""Plots as SVG, drawn by matplotlib."""

import matplotlib as matplotlib
