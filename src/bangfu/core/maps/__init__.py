"""Shapes of areas for pages: borders on a grid of whole units, one file for each area drawn.

:mod:`.compiling` makes them of GeoJSON when the product is built or an office brings its own base
map; :mod:`.shapes` reads them.
"""
