"""Formula layout: from MathML to drawings, with the metrics of a mathematics font (OpenType `MATH`, MathML Core).

This room does not know the writers: the PDF draws the result as text in the font, the EPUB as SVG.
"""
