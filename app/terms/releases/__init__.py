"""Releases of drug vocabularies that a site loads: RxNorm (RRF) and the NHS dm+d (XML).

Formats: RxNorm Technical Documentation, National Library of Medicine; dm+d Technical Specification
of Data Files, NHS Business Services Authority. Both are read in one pass, a line or an element at a
time.
"""
