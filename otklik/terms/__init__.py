"""When things are due: the region's calendar of working days and the rules of terms.

days: counting, pure. calendar: which days are working ones here. rules: how long for what.
"""
