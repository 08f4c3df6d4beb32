"""Measures of support for business."""
