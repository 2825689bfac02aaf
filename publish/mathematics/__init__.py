"""Formulas set in type: MathML in, drawings out, with a mathematics font's own metrics (OpenType `MATH`, MathML Core).

Knows no writer: the PDF draws what comes out as text in the font, the EPUB as SVG.
"""
