"""Measurements, each with the program that makes what it measures."""
